// A draft that is saved as one types never meets its own save: what comes after one that is under way waits for its
// answer and says the version that this has brought. Whatever is sent by a button is the last thing this page sends.
(() => {
  const on = (name, act) => document.addEventListener(name, act);
  const SAVED = ["invoice_id", "version", "buyer"];
  let saving, waiting, leaving = false;

  on("htmx:before:request", event => {
    const { ctx } = event.detail, form = ctx.sourceElement;
    if (!form.matches("[data-autosave]")) return;
    if (leaving) return event.preventDefault();
    saving = ctx;
    if (form.isConnected) for (const name of SAVED) ctx.request.body.set(name, form.elements[name].value);
  });

  on("submit", event => {
    const { target: form, submitter } = event;
    if (!form.matches("[data-autosave]") || event.defaultPrevented) return;
    if (!saving) return leaving = true;
    event.preventDefault();
    waiting = { form, submitter };
  });

  // An answer that is no good one stays on the page, as does what somebody else has saved: a person looks first.
  on("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx !== saving) return;
    const { form, submitter } = waiting ?? {};
    saving = waiting = undefined;
    if (form?.isConnected && ctx.response?.status === 200) form.requestSubmit(submitter);
  });

  addEventListener("pageshow", () => { leaving = false; });
})();
