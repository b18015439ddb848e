// The grid of an invoice's lines: Enter goes down, Alt with an arrow moves a line, the last row makes the next one.
// Without it the buttons of each line do the same on the server.
(() => {
  const grid = document.querySelector("[data-grid]"), body = grid?.tBodies[0];
  if (!grid) return;
  const rows = () => [...body.querySelectorAll("[data-line]")];
  const cells = row => [...row.querySelectorAll("input, select, textarea")];
  const column = cell => cell.name.split("-")[0];
  const at = (row, name) => cells(row).find(each => column(each) === name);
  const changed = () => grid.closest("form").dispatchEvent(new Event("regrouped", { bubbles: true }));

  function add() {
    const last = rows().at(-1), row = last.cloneNode(true), number = rows().length + 1;
    const vat = at(last, "vat").value;
    row.querySelectorAll("[name], [id], [value], [aria-label]").forEach(each => {
      for (const name of ["name", "id", "value", "aria-label"])
        if (/\d+$/.test(each.getAttribute(name) ?? "") && !(name === "value" && each.matches("input, option")))
          each.setAttribute(name, each.getAttribute(name).replace(/\d+$/, number));
      if (each.matches("input, textarea")) each.value = "";
      if (each.matches("output")) each.textContent = "";
    });
    body.append(row);
    at(row, "vat").value = vat;
    window.htmx?.process?.(row);
    return row;
  }

  function swap(row, other) {
    if (!other) return;
    cells(row).forEach(cell => {
      const twin = at(other, column(cell));
      if (twin) [cell.value, twin.value] = [twin.value, cell.value];
    });
    changed();
  }

  function move(row, step, name) {
    const other = rows()[rows().indexOf(row) + step];
    swap(row, other);
    if (other && name) at(other, name).focus();
  }

  grid.addEventListener("keydown", event => {
    const cell = event.target, row = cell.closest("[data-line]");
    if (!row || !cell.name || event.isComposing) return;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && cell.matches("input")) {
      event.preventDefault();
      at(row.nextElementSibling ?? add(), column(cell)).focus();
    } else if (event.altKey && /^Arrow(Up|Down)$/.test(event.key)) {
      event.preventDefault();
      move(row, event.key === "ArrowUp" ? -1 : 1, column(cell));
    }
  });

  grid.addEventListener("click", event => {
    const button = event.target.closest("[data-move], [data-remove-line]"), row = button?.closest("[data-line]");
    if (!row) return;
    event.preventDefault();
    button.closest("details").open = false;
    if (button.dataset.move) move(row, Number(button.dataset.move));
    else {
      for (let next = row; next.nextElementSibling; next = next.nextElementSibling) swap(next, next.nextElementSibling);
      cells(rows().at(-1)).forEach(each => { if (each.matches("input, textarea")) each.value = ""; });
      changed();
    }
    row.querySelector("summary").focus();
  });

  document.querySelector("[data-add-line]")?.addEventListener("click", event => {
    event.preventDefault();
    add().querySelector("input").focus();
  });

  document.querySelector(`${location.hash || "#none"}:is(input)`)?.focus();
})();
