// The picture beside the editor follows what was saved, once nobody has typed for a moment: printing costs the server more
// than counting. A first page that cannot be printed yet leaves the last one standing.
(() => {
  const preview = document.getElementById("preview"), picture = preview.querySelector("img");
  const saved = name => document.querySelector(`#outcome [name=${name}]`)?.value;
  let waiting;

  function show() {
    const address = `${preview.dataset.preview}/${saved("invoice_id")}/preview.png?version=${saved("version")}`;
    if (!saved("invoice_id") || picture.getAttribute("src") === address) return;
    picture.src = address;
    picture.hidden = false;
    preview.querySelector("p").hidden = true;
  }

  document.addEventListener("htmx:after:swap", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 1500);
  });
})();
