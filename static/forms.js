// Forms: what was chosen or typed is named, checked, kept and sent.
//
// What a template can ask for:
//   data-draft="client-new-de"       a form that Ctrl+S sends and whose text is kept until a save succeeds, under a name
//                                    that no other form has; data-draft-note is shown when text came back
//   data-goes-on                     a form that sends once more what another form has sent
//   data-discard                     on a link away or a button: drops what was kept of the forms on this page
//   data-max-bytes, data-too-large   on a file input: what is too large is said before it travels
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, handler) => document.addEventListener(type, handler);

  function send(form) {
    form?.requestSubmit($("button.primary", form) ?? $(`button.primary[form="${form.id}"]`));
    return form;
  }

  on("keydown", event => {
    const { key, target, isComposing } = event;
    if (isComposing || !(event.ctrlKey || event.metaKey)) return;
    if (key === "s" ? send($("form[data-draft]")) : key === "Enter" && send(target.form)) event.preventDefault();
  });

  // Files: what was chosen is named, and what is too large is said before it travels.
  on("change", event => {
    const input = event.target;
    if (!input.matches("input[type=file]")) return;
    const output = $("output", input.parentElement), most = Number(input.dataset.maxBytes ?? Infinity);
    const tooLarge = [...input.files].find(file => file.size > most);
    input.setCustomValidity(tooLarge ? `${tooLarge.name}: ${input.dataset.tooLarge}` : "");
    input.reportValidity();
    if (output) output.textContent = [...input.files].map(file => file.name).join(", ");
  });

  // Drafts: what was typed into form[data-draft] is kept in this tab until a save has succeeded, with the version of
  // what it was typed over: what others have saved since is then told as ever.
  const keyOf = form => `draft:${form.dataset.draft}`;
  const read = key => JSON.parse(sessionStorage[key] ?? "null");
  const write = (key, draft) => { sessionStorage[key] = JSON.stringify(draft); };
  const named = (form, name) => [...form.elements].filter(each =>
    each.name === name && !/password|file|hidden|submit/.test(each.type));
  const toggles = each => /checkbox|radio/.test(each.type);
  const versions = form => $$("[type=hidden]", form).filter(each => /^(version|shown|state)$/.test(each.name));
  const basis = form => Object.fromEntries(versions(form).map(each => [each.name, each.value]));
  const answered = new Set(), restored = new WeakSet();

  function flag(form, sent) {
    const draft = form.matches("[data-draft]") && read(keyOf(form));
    if (draft) write(keyOf(form), { ...draft, sent });
    return draft;
  }

  function fill(form, { values, over }) {
    for (const [name, some] of Object.entries(values))
      named(form, name).forEach((each, at) => {
        if (toggles(each)) each.checked = some.includes(each.value);
        else each.value = some[at] ?? "";
      });
    versions(form).forEach(each => { each.value = over[each.name] ?? each.value; });
    $$("[data-draft-note]").forEach(note => { note.hidden = false; });
  }

  function restore(form) {
    const key = keyOf(form), draft = read(key);
    restored.add(form);
    // A page that answers what was sent shows it already, with what is wrong or has changed meanwhile.
    if (draft && answered.has(key)) write(key, { ...draft, over: basis(form) });
    else if (draft?.over) fill(form, draft);
  }

  const restoreAll = () => $$("form[data-draft]").filter(form => !restored.has(form)).forEach(restore);

  // What was sent goes when the page after it is a good one; an error or the sign-in page keeps it.
  function settle() {
    const status = performance.getEntriesByType("navigation")[0]?.responseStatus ?? 200;
    for (const key of Object.keys(sessionStorage)) {
      const draft = key.startsWith("draft:") && read(key);
      if (!draft?.sent) continue;
      if (status < 400 && $("body.shell")) delete sessionStorage[key];
      else {
        write(key, { ...draft, sent: false });
        answered.add(key);
      }
    }
  }

  on("input", event => {
    const { target } = event, { form, name } = target;
    if (form?.matches("[data-draft]") && named(form, name).length) {
      const draft = read(keyOf(form)) ?? { values: {}, over: basis(form) };
      draft.values[name] = named(form, name).filter(each => !toggles(each) || each.checked).map(each => each.value);
      write(keyOf(form), draft);
    }
    // A message goes while its field is being corrected.
    if (!target.matches("[aria-invalid], .doubt")) return;
    target.removeAttribute("aria-invalid");
    target.classList.remove("doubt");
    document.getElementById(`${target.id}-help`)?.replaceChildren();
  });

  on("submit", ({ target: form, defaultPrevented }) => {
    if (!defaultPrevented || form.matches("[data-htmx-powered]")) flag(form, true);
    // The password that was asked for in between: what was sent goes along once more.
    if (form.matches("[data-goes-on]")) answered.forEach(key => write(key, { ...read(key), sent: true }));
  });
  on("htmx:after:request", ({ detail: { ctx: { sourceElement: source, response } } }) => {
    const form = source?.matches("form") ? source : source?.matches("button") && source.form;
    const draft = form && flag(form, false);
    if (draft?.sent && response.status < 400) delete sessionStorage[keyOf(form)];
  });
  on("click", ({ target }) => {
    if (!target.closest("[data-discard]")) return;
    $$("form[data-draft]").forEach(form => { delete sessionStorage[keyOf(form)]; });
    if (!target.closest("a")) location.reload();
  });
  on("htmx:after:swap", restoreAll);

  settle();
  restoreAll();
})();
