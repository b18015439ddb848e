// Comforts on top of pages that work without them: keys, selection, menus, toasts, drafts, focus, lost connection.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, handler, options) => document.addEventListener(type, handler, options);
  const announce = text => { $("#announce").textContent = text; };
  const typing = element => element.matches?.("input:not([type=checkbox],[type=radio]), select, textarea, [contenteditable]");

  // Keys. Single letters can be switched off (WCAG 2.1.4); data-key and data-go name the element a key presses.
  const rows = () => $$("[data-row]").filter(row => row.getClientRects().length);
  const current = () => $("[data-row].current");
  let going = 0;

  function goTo(row) {
    if (!row) return;
    current()?.classList.remove("current");
    row.classList.add("current");
    $("[data-open]", row)?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function press(element) {
    if (!element) return false;
    element.matches("input, select, textarea") ? element.focus() : element.click();
    return true;
  }

  function letter(event) {
    const key = event.key.toLowerCase();
    if (Date.now() - going < 1500) {
      going = 0;
      return press(key === "r" ? $("#regions a") && focusIn("#regions") : $(`[data-go="${CSS.escape(key)}"]`));
    }
    if (key === "g") { going = Date.now(); return true; }
    if (key === "j" || key === "k") {
      const all = rows(), at = all.indexOf(current());
      goTo(all[at < 0 ? 0 : at + (key === "j" ? 1 : -1)]);
      return all.length > 0;
    }
    if (key === "x") return tick($(".select", current() ?? undefined), event.shiftKey);
    if (event.key === "Enter") return document.activeElement === document.body && press($("[data-open]", current() ?? undefined));
    if (event.key === "?") { $("#shortcuts").togglePopover(); return true; }
    if (event.key === "/") return press($("#search"));
    const selector = `[data-key="${CSS.escape(key)}"]`;
    return press(current() && $(selector, current()) || $$(selector).find(each => !each.closest("[data-row]")));
  }

  function focusIn(selector) {
    $(`${selector} a`).focus();
    return null;
  }

  function escape() {
    const menu = document.activeElement.closest?.("details.menu[open]") ?? $("details.menu[open]");
    if (menu) { close(menu, true); return; }
    if (typing(document.activeElement)) { document.activeElement.blur(); return; }
    if (selected().length) clearSelection();
  }

  on("keydown", event => {
    const open = event.target.closest?.("details.menu[open]");
    if (open && walk(event, open)) return event.preventDefault();
    if (event.key === "Escape") return escape();
    if ((event.ctrlKey || event.metaKey) && !event.altKey && (event.key === "s" || event.key === "Enter")) {
      const form = event.key === "s" ? $("form[data-save], form[data-draft]") : event.target.form;
      if (form) { event.preventDefault(); form.requestSubmit($(".primary:is(button)", form) ?? $(`button.primary[form="${form.id}"]`)); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if ($("dialog[open]") || localStorage.keys === "off" && event.key !== "Enter") return;
    if (letter(event)) event.preventDefault();
  });
  on("change", event => {
    if (event.target.id === "single-keys") localStorage.keys = event.target.checked ? "on" : "off";
  });

  // Menus are <details>: arrows and first letters move, Esc closes and returns the focus, a click outside closes.
  function close(menu, refocus) {
    menu.open = false;
    if (refocus) $("summary", menu).focus();
  }

  function walk(event, menu) {
    const entries = $$("summary, li :is(a, button)", menu), at = entries.indexOf(document.activeElement);
    const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 1, End: entries.length - 1 }[event.key];
    if (step !== undefined) entries[(step + entries.length) % entries.length].focus();
    else if (/^\p{L}$/u.test(event.key) && !event.ctrlKey && !event.metaKey) {
      const after = [...entries.slice(at + 1), ...entries.slice(1, at + 1)];
      after.find(each => each.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    } else return false;
    return true;
  }

  on("toggle", event => {
    const menu = event.target;
    if (!menu.matches?.("details.menu") || !menu.open) return;
    $$("details.menu[open]").forEach(other => other !== menu && !other.contains(menu) && close(other));
    const list = $("ul", menu), frame = menu.closest(".scroll, .content") ?? document.documentElement;
    const bottom = frame === document.documentElement ? innerHeight : frame.getBoundingClientRect().bottom;
    if (list.getBoundingClientRect().bottom > bottom) menu.classList.add("up");
  }, true);
  on("click", event => $$("details.menu[open]").forEach(menu => menu.contains(event.target) || close(menu)));

  // Selection of rows: Shift marks a range; the mass bar itself is shown by CSS.
  let last = null;
  const boxes = () => $$(".select");
  const selected = () => $$(".select:checked");

  function count() {
    const all = boxes(), checked = selected().length, head = $("[data-select-all]");
    if (head) { head.checked = checked > 0 && checked === all.length; head.indeterminate = checked > 0 && checked < all.length; }
    $$("[data-count]").forEach(each => { each.textContent = checked; });
  }

  function range(box) {
    const all = boxes(), [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    if (from >= 0) all.slice(from, to + 1).forEach(each => { each.checked = box.checked; });
  }

  function tick(box, shift) {
    if (!box) return false;
    box.checked = !box.checked;
    if (shift) range(box);
    last = box;
    count();
    return true;
  }

  function clearSelection() {
    selected().forEach(box => { box.checked = false; });
    count();
  }

  on("click", event => {
    const box = event.target;
    if (box.matches?.(".select")) { if (event.shiftKey) range(box); last = box; count(); }
    if (box.matches?.("[data-select-all]")) { boxes().forEach(each => { each.checked = box.checked; }); count(); }
    if (box.closest?.("[data-clear]")) { clearSelection(); $("[data-select-all]")?.focus(); }
    const row = box.closest?.("[data-row]");
    if (row && row !== current()) { current()?.classList.remove("current"); row.classList.add("current"); }
  });

  // Chips: Delete removes a filter.
  on("keydown", event => {
    if (event.key === "Delete") event.target.closest?.(".chip")?.querySelector("[data-remove]")?.click();
  });

  // Theme: at once, and remembered by the server.
  on("submit", event => {
    if (!event.target.matches("[data-theme-form]")) return;
    event.preventDefault();
    const theme = event.submitter.value, body = new URLSearchParams({ theme });
    document.documentElement.dataset.theme = theme;
    fetch(event.target.action, { method: "POST", body, redirect: "manual" });
    $$("button", event.target).find(each => each !== event.submitter).focus();
  });

  // Toasts leave after eight seconds, but not from under a pointer or the focus.
  function age(toast) {
    if (toast.dataset.timed) return;
    toast.dataset.timed = "1";
    const leave = () => toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove();
    setTimeout(leave, 8000);
  }

  // One submit at a time: the button keeps its width and says what it does after 300 ms.
  const clocks = new WeakMap();

  function busy(form, button) {
    form.setAttribute("aria-busy", "true");
    clocks.set(form, setTimeout(() => {
      if (!button?.matches(".button")) return;
      const text = $("span", button);
      button.style.minWidth = `${button.offsetWidth}px`;
      button.setAttribute("aria-busy", "true");
      if (text && button.dataset.busy) [button.dataset.text, text.textContent] = [text.textContent, button.dataset.busy];
    }, 300));
  }

  function idle(form) {
    clearTimeout(clocks.get(form));
    form.removeAttribute("aria-busy");
    const button = $("[aria-busy=true]", form) ?? (form.id && $(`[form="${form.id}"][aria-busy=true]`));
    if (!button) return;
    button.removeAttribute("aria-busy");
    if (button.dataset.text) $("span", button).textContent = button.dataset.text;
  }

  on("submit", event => {
    const form = event.target;
    if (event.defaultPrevented && !form.matches("[data-htmx-powered]") || form.dataset.again !== undefined) return;
    if (form.getAttribute("aria-busy") === "true") { event.preventDefault(); event.stopImmediatePropagation(); return; }
    busy(form, event.submitter);
  }, true);
  addEventListener("pageshow", () => $$("form[aria-busy]").forEach(idle));

  // Drafts: what was typed into form[data-draft] since it was shown, kept until a save has succeeded.
  const DRAFT = "draft:";
  const keyOf = form => DRAFT + location.pathname + "#" + form.id;
  const read = key => JSON.parse(sessionStorage[key] ?? "null");
  const named = (form, name) => [...form.elements].filter(each => each.name === name && !/^(password|file|hidden|submit)$/.test(each.type));
  const toggles = each => /^(checkbox|radio)$/.test(each.type);

  function keep(event) {
    const form = event.target.form, name = event.target.name;
    if (!form?.matches("[data-draft]") || !name || !named(form, name).length) return;
    const draft = read(keyOf(form)) ?? { values: {} };
    draft.values[name] = named(form, name).filter(each => !toggles(each) || each.checked).map(each => each.value);
    sessionStorage[keyOf(form)] = JSON.stringify(draft);
  }

  function restore(form) {
    const draft = read(keyOf(form));
    if (!draft) return;
    for (const [name, values] of Object.entries(draft.values))
      named(form, name).forEach((each, at) => {
        if (toggles(each)) each.checked = values.includes(each.value);
        else each.value = values[at] ?? "";
      });
    $$("[data-draft-note]").forEach(note => { note.hidden = false; });
  }

  // A draft that was sent goes once the page after it is a good one; the sign-in page and an error keep it.
  function settle() {
    const answer = performance.getEntriesByType("navigation")[0]?.responseStatus ?? 200;
    const good = answer < 400 && $("body.shell");
    for (const key of Object.keys(sessionStorage).filter(each => each.startsWith(DRAFT))) {
      const draft = read(key);
      if (draft.sent && good) delete sessionStorage[key];
      else if (draft.sent) sessionStorage[key] = JSON.stringify({ values: draft.values });
    }
  }

  function sent(form) {
    const draft = form.matches("[data-draft]") && read(keyOf(form));
    if (draft) sessionStorage[keyOf(form)] = JSON.stringify({ ...draft, sent: true });
  }

  on("submit", event => sent(event.target));
  on("input", keep);
  on("click", event => {
    const form = event.target.closest?.("[data-discard]") && $("form[data-draft]");
    if (form) { delete sessionStorage[keyOf(form)]; location.reload(); }
  });

  // A field's error goes when it is being corrected.
  on("input", event => {
    if (!event.target.matches("[aria-invalid], .doubt")) return;
    event.target.removeAttribute("aria-invalid");
    event.target.classList.remove("doubt");
    const help = document.getElementById(`${event.target.id}-help`);
    if (help?.matches(".bad, .warn")) help.replaceChildren();
  });

  // htmx: refusals of a request go to the notice instead of replacing what was typed.
  const REFUSED = new Set([400, 401, 403, 404, 405, 413, 429]);
  const formOf = source => source?.closest?.("form") ?? source?.form;
  let lost = false;

  on("htmx:before:request", event => {
    const form = formOf(event.detail.ctx.sourceElement);
    if (form) sent(form);
  });
  on("htmx:after:request", event => {
    const { ctx } = event.detail, status = ctx.response.status, form = formOf(ctx.sourceElement);
    if (lost) found();
    if ((status >= 500 || REFUSED.has(status)) && !ctx.hx.retarget) Object.assign(ctx.hx, { retarget: "#notice", reswap: "innerHTML" });
    const draft = form?.matches("[data-draft]") && read(keyOf(form));
    if (draft?.sent && status < 400) delete sessionStorage[keyOf(form)];
    else if (draft?.sent) sessionStorage[keyOf(form)] = JSON.stringify({ values: draft.values });
  });
  on("htmx:finally:request", event => {
    const form = formOf(event.detail.ctx.sourceElement);
    if (form) idle(form);
  });
  on("htmx:after:swap", event => {
    const { ctx } = event.detail;
    prepare();
    const said = $$("[data-announce]").map(each => each.textContent.trim()).join(". ");
    if (said && ctx.text?.includes("data-announce")) announce(said);
    const target = ctx.target?.isConnected ? ctx.target : $("#main");
    if (ctx.response?.status === 422) $("[aria-invalid=true]")?.focus();
    else if (document.activeElement === document.body && ctx.request?.method !== "GET")
      ($(".note[role=alert], h1, h2, [tabindex]", target) ?? $("#heading"))?.focus();
  });
  on("htmx:error", event => { if (event.detail.error instanceof TypeError && !navigator.onLine) lose(); else probe(); });

  // Lost connection: a strip, and a question to /health until it is answered.
  function lose() {
    lost = true;
    const strip = $("#offline");
    if (strip) strip.hidden = false;
    setTimeout(probe, 5000);
  }

  function found() {
    lost = false;
    const strip = $("#offline");
    if (strip) strip.hidden = true;
  }

  function probe() {
    fetch("/health", { cache: "no-store" }).then(found, lose);
  }

  addEventListener("offline", lose);
  addEventListener("online", probe);

  function prepare() {
    $$("[data-toast]").forEach(age);
    count();
  }

  settle();
  $$("form[data-draft]").forEach(restore);
  if ($("#single-keys")) $("#single-keys").checked = localStorage.keys !== "off";
  ($("[aria-invalid=true]") ?? $(".note[role=alert]"))?.focus();
  prepare();
})();
