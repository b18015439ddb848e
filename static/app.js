// Comforts on top of pages that work without them: keys, selection, menus, toasts, focus, lost connection.
// What only forms need (files, drafts, Ctrl+S) is in forms.js, which lists do without.
//
// What a template can ask for:
//   data-row, in it data-open        a row that j and k reach, and the link they focus
//   data-key="e"                     pressed by that letter: in the current row, else on the page
//   data-busy="Saving…"              what a submit button says from 300 ms on; data-download: a form that stays after sending
//   data-announce                    text read out when an answer brings it
//   data-count, data-select-all, data-clear, data-remove     parts of mass bar, table head and chips
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, handler, capture) => document.addEventListener(type, handler, capture);
  const typing = element => element?.matches?.("input:not([type=checkbox], [type=radio]), select, textarea");

  // Keys: data-key and data-go name the element that a letter presses. Letters can be switched off (WCAG 2.1.4).
  const current = () => $("[data-row].current");
  const opener = row => row ? $("[data-open]", row) : null;
  let going = 0;

  function mark(row) {
    current()?.classList.remove("current");
    row.classList.add("current");
  }

  function move(step) {
    const rows = $$("[data-row]"), row = rows[current() ? rows.indexOf(current()) + step : 0];
    if (!row) return;
    mark(row);
    opener(row)?.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  function press(element) {
    if (typing(element)) { element.focus(); element.select?.(); }
    else element?.click();
    return element;
  }

  function letter(event) {
    const key = event.key.toLowerCase(), named = `[data-key="${CSS.escape(key)}"]`;
    if (Date.now() - going < 1500) {
      going = 0;
      if (key !== "r") return press($(`[data-go="${CSS.escape(key)}"]`));
      $("#regions a").focus();
    } else if (key === "g") going = Date.now();
    else if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "x" && current()) tick($(".select", current()), event.shiftKey);
    else if (key === "?") $("#shortcuts")?.togglePopover();
    else if (key === "/") return press($("#search"));
    else return press(current() && $(named, current()) || $$(named).find(each => !each.closest("[data-row]")));
    return true;
  }

  function escape() {
    const menu = $("details.menu[open]");
    if ($(":popover-open, dialog[open]")) return;
    if (menu) close(menu, true);
    else if (typing(document.activeElement)) document.activeElement.blur();
    else clearSelection();
  }

  on("keydown", event => {
    const { key, target } = event, menu = target.closest?.("details.menu[open]"), chip = target.closest?.(".chip");
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (key === "Escape") {
      // Browsers empty a search field on Escape; what was found stays, so that j and k walk it.
      if (target.type === "search") event.preventDefault();
      escape();
    } else if (menu && !typing(target) && walk(key, menu)) event.preventDefault();
    else if (key === "Delete" && chip) $("[data-remove]", chip).click();
    else if (!event.altKey && key.length === 1 && !typing(target) && !$("dialog[open]") && localStorage.letters !== "off")
      if (letter(event)) event.preventDefault();
  });

  // Menus are <details>: arrows and first letters move, Esc closes and returns the focus, a click outside closes.
  function close(menu, refocus) {
    menu.open = false;
    if (refocus) $("summary", menu).focus();
  }

  function walk(key, menu) {
    const entries = $$("li :is(a, button)", menu), at = entries.indexOf(document.activeElement);
    const steps = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 };
    const next = key in steps
      ? entries.at(steps[key] % entries.length)
      : /^\p{L}$/u.test(key) && [...entries.slice(at + 1), ...entries].find(each =>
        each.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
    next?.focus?.();
    return next;
  }

  on("toggle", event => {
    const menu = event.target, frame = menu.closest?.(".scroll, .content, .pane");
    if (!menu.matches?.("details.menu[open]")) return;
    $$("details.menu[open]").forEach(other => other === menu || close(other));
    menu.classList.remove("up");
    // A frame that is laid out as if it were not there (display: contents) has no height and limits nothing.
    const { top, bottom } = frame?.offsetHeight ? frame.getBoundingClientRect() : { top: 0, bottom: innerHeight };
    const list = $("summary + *", menu).getBoundingClientRect();
    if (list.bottom > bottom && list.top - top > list.height + 40) menu.classList.add("up");
  }, true);

  // Selection: Shift marks a range; the mass bar itself is shown by CSS.
  const boxes = () => $$(".select");
  let last;

  function count() {
    const all = boxes(), chosen = all.filter(box => box.checked).length, head = $("[data-select-all]");
    if (head) {
      head.checked = chosen && chosen === all.length;
      head.indeterminate = chosen && chosen < all.length;
    }
    $$("[data-count]").forEach(each => { each.textContent = chosen; });
  }

  function choose(all, checked) {
    all.forEach(box => { box.checked = checked; });
    count();
  }

  function extend(box, shift) {
    const all = boxes(), [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    choose(shift && from >= 0 ? all.slice(from, to + 1) : [box], box.checked);
    last = box;
  }

  function tick(box, shift) {
    box.checked = !box.checked;
    extend(box, shift);
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  const clearSelection = () => choose(boxes(), false);

  on("click", event => {
    const { target } = event, row = target.closest("[data-row]");
    $$("details.menu[open]").forEach(menu => menu.contains(target) || close(menu));
    if (row) mark(row);
    if (target.matches(".select")) extend(target, event.shiftKey);
    if (target.matches("[data-select-all]")) choose(boxes(), target.checked);
    if (target.closest("[data-clear]")) { clearSelection(); $("[data-select-all]")?.focus(); }
    if (target.id === "letters") localStorage.letters = target.checked ? "on" : "off";
  });

  // Theme: changed at once, remembered by the server.
  on("submit", event => {
    const { target: form, submitter } = event;
    if (!form.matches("[data-theme-form]")) return;
    event.preventDefault();
    document.documentElement.dataset.theme = submitter.value;
    fetch(form.action, { method: "POST", body: new URLSearchParams({ theme: submitter.value }), redirect: "manual" });
    $$("button", form).find(each => each !== submitter).focus();
  });

  // One submit at a time. After 300 ms the button says what it does and keeps its width.
  const clocks = new WeakMap();

  function busy(form, button) {
    form.ariaBusy = "true";
    clocks.set(form, setTimeout(() => { if (button) button.ariaBusy = "true"; }, 300));
  }

  function idle(form) {
    clearTimeout(clocks.get(form));
    [form, ...form.elements].forEach(each => { each.ariaBusy = null; });
  }

  on("submit", event => {
    // A list that follows each letter has nothing more to say on Enter.
    if (event.target.matches("[aria-busy=true], .search:has([hx-get])")) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);
  on("submit", event => {
    const { target: form, submitter, defaultPrevented } = event;
    if (defaultPrevented && !form.matches("[data-htmx-powered]") || form.matches("[data-download]")) return;
    busy(form, submitter);
  });
  addEventListener("pageshow", () => $$("form[aria-busy]").forEach(idle));

  // htmx: what the server refuses goes to the notice instead of replacing what was typed.
  const sender = ({ sourceElement: source }) => source?.matches("form") ? source : source?.matches("button") && source.form;
  let focused, walked;

  // What waited for another answer swaps what this has left in the place of its target.
  on("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.target?.id && !ctx.target.isConnected) ctx.target = document.getElementById(ctx.target.id) ?? ctx.target;
  });
  on("htmx:after:request", ({ detail: { ctx } }) => {
    const { status } = ctx.response;
    found();
    if (status >= 400 && status !== 409 && status !== 422) {
      ctx.hx.retarget ??= "#notice";
      ctx.hx.reswap ??= "innerHTML";
    }
  });
  on("htmx:finally:request", ({ detail: { ctx } }) => { if (sender(ctx)) idle(sender(ctx)); });
  // Going back from a search leads to where it began, not through its letters.
  on("htmx:before:history:update", ({ detail: { history: step, sourceElement } }) => {
    if (sourceElement?.id === "search" && /[?&]q=./.test(location.search)) step.type = "replace";
  });
  on("htmx:before:swap", () => {
    focused = document.activeElement !== document.body;
    walked = opener(current())?.href;
  });
  on("htmx:after:swap", ({ detail: { ctx } }) => {
    const at = ctx.target, name = typeof at === "string" ? at : `#${CSS.escape(at.id || "main")}`;
    const target = at.isConnected ? at : $(name);
    const row = walked && !current() && $$("[data-row]").find(each => opener(each)?.href === walked);
    if (row) mark(row);
    prepare();
    if (ctx.text?.includes("data-announce")) $("#announce").textContent = $$("[data-announce]").map(each => each.textContent.trim()).join(". ");
    if (sender(ctx) && ctx.response?.status === 422) $("[aria-invalid=true]")?.focus();
    else if (focused && document.activeElement === document.body)
      (opener(row) ?? (target?.matches("[tabindex]") ? target : $("[tabindex]", target ?? document)))?.focus();
  });
  on("htmx:error", probe);

  // Lost connection: a strip, and a question to /health until it is answered.
  let asking;

  function strip(shown) {
    clearTimeout(asking);
    const offline = $("#offline");
    if (offline) offline.hidden = !shown;
  }

  function found() { strip(false); }
  function lose() { strip(true); asking = setTimeout(probe, 5000); }
  function probe() { fetch("/health", { cache: "no-store" }).then(found, lose); }

  addEventListener("offline", lose);
  addEventListener("online", probe);

  // Toasts leave after eight seconds, but not from under a pointer or the focus.
  // The server names what a row's actions do; of which row is said here, not fifty times on the wire.
  function nameActions() {
    $$("[data-row] :is(.act, .select):not([aria-label])").forEach(action => {
      action.ariaLabel = `${action.title} ${$("[data-open]", action.closest("[data-row]")).textContent}`;
    });
  }

  // A text that its column cuts off is shown in full under the pointer.
  on("mouseover", ({ target }) => {
    const cell = target.closest?.("td:not([title])");
    if (cell && cell.scrollWidth > cell.clientWidth && !$(".row-actions", cell)) cell.title = cell.textContent.trim();
  });

  function prepare() {
    count();
    nameActions();
    $$(".toasts .toast:not([data-timed])").forEach(toast => {
      const leave = () => toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove();
      toast.dataset.timed = setTimeout(leave, 8000);
    });
  }

  if ($("#letters")) $("#letters").checked = localStorage.letters !== "off";
  // Not by scrollIntoView, behind which the Tab key would go on.
  const tab = $(".tabs [aria-current]"), tabs = tab?.closest(".tabs");
  if (tabs) tabs.scrollLeft = tab.getBoundingClientRect().left - (tabs.clientWidth - tab.offsetWidth) / 2;
  ($("[aria-invalid=true]") ?? $(".note[role=alert]"))?.focus();
  prepare();
})();
