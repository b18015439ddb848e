// The grid of an order's or an invoice's lines: Enter and the arrows go from line to line, Alt with an arrow moves one,
// Alt with Delete takes it out, Alt with Enter opens its details, Enter in the last makes the next one. Without it the buttons of each line do the same
// on the server.
(() => {
  const on = (name, act) => document.addEventListener(name, act);
  const gridOf = element => element.closest?.("[data-grid]");
  const rowOf = element => gridOf(element) && element.closest("[data-line]");
  const rows = grid => [...grid.querySelectorAll("[data-line]")];
  const at = (row, column) => row?.querySelector(`[name$="_${column}"]`);
  const columnOf = cell => cell.name.split("_")[2];
  const NUMBERED = { name: /(?<=^line_)\d+/, id: /(?<=line_|net-)\d+/, "aria-describedby": /(?<=line_)\d+/, "aria-label": /\d+$/ };

  function number(row, place) {
    for (const each of row.querySelectorAll("*")) {
      for (const [name, digits] of Object.entries(NUMBERED))
        if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replace(digits, place));
      if (each.name === "act") each.value = each.value.replace(/\d+$/, place);
    }
  }

  // Rows stand elsewhere now: their cells are named by their places, and the server counts anew.
  function regroup(grid) {
    rows(grid).forEach((row, index) => number(row, index + 1));
    grid.closest("form").dispatchEvent(new Event("regrouped", { bubbles: true }));
  }

  function add(grid) {
    const last = rows(grid).at(-1), row = last.cloneNode(true);
    row.querySelectorAll(".help").forEach(each => each.remove());
    row.querySelectorAll("[aria-invalid]").forEach(each => each.removeAttribute("aria-invalid"));
    row.querySelectorAll("input, textarea").forEach(each => { each.value = ""; });
    row.querySelectorAll("output").forEach(each => { each.textContent = ""; });
    number(row, rows(grid).length + 1);
    last.after(row);
    at(row, "vat").value = at(last, "vat").value;
    window.htmx?.process?.(row);
    return row;
  }

  function move(row, step, cell) {
    const grid = gridOf(row), other = rows(grid)[rows(grid).indexOf(row) + step];
    if (!other) return;
    step < 0 ? other.before(row) : other.after(row);
    regroup(grid);
    cell.focus();
  }

  function remove(row) {
    const grid = gridOf(row), next = row.nextElementSibling ?? row.previousElementSibling ?? add(grid);
    row.remove();
    regroup(grid);
    at(next, "text").focus();
  }

  // Tab goes from the text to the quantity: the details have a key and a place in the menu.
  function adopt() {
    for (const each of document.querySelectorAll("[data-grid] .more > summary")) each.tabIndex = -1;
    for (const each of document.querySelectorAll("[data-grid] [data-scripted]")) each.hidden = false;
  }

  function detail(row) {
    row.querySelector(".more").open = true;
    at(row, "detail").focus();
  }

  on("keydown", event => {
    const cell = event.target, row = rowOf(cell);
    if (!row || !cell.name || event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key], column = columnOf(cell);
    const there = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (event.altKey && step) move(row, step, cell);
    else if (event.altKey && event.key === "Delete") remove(row);
    else if (event.altKey && event.key === "Enter") detail(row);
    else if (event.key === "Enter" && cell.matches("input")) at(there ?? add(gridOf(row)), column).focus();
    else if (step && there && cell.matches("input:not([list])")) at(there, column).focus();
    else return;
    event.preventDefault();
  });

  on("click", event => {
    const button = event.target.closest?.("[data-move], [data-remove-line], [data-line-details], [data-add-line]");
    const row = button && rowOf(button);
    if (!button) return;
    event.preventDefault();
    if (!row) return at(add(button.closest("form").querySelector("[data-grid]")), "text").focus();
    button.closest("details").open = false;
    if (button.matches("[data-line-details]")) return detail(row);
    button.matches("[data-remove-line]") ? remove(row) : move(row, Number(button.dataset.move), row.querySelector("summary"));
  });

  // The catalogue has filled the grid in: whoever was typing goes on in the same cell.
  let typing;
  on("htmx:before:swap", () => { typing = gridOf(document.activeElement) && document.activeElement; });
  on("htmx:after:swap", () => { adopt(); if (typing && !typing.isConnected) document.getElementById(typing.id)?.focus(); });

  adopt();
  document.querySelector(`${location.hash || "#none"}:is(input)`)?.focus();
})();
