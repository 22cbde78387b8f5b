// Acts that destroy ask by name (data-confirm); long choices can be searched (data-search); a form is sent once.
(() => {
  document.addEventListener("submit", (event) => {
    const words = event.submitter?.dataset.confirm || event.target.dataset.confirm;
    if (words && !window.confirm(words)) {
      event.preventDefault();
      return;
    }
    if (event.target.method === "post" && !event.target.hasAttribute("hx-post")) {
      const button = event.submitter;
      if (button) setTimeout(() => { button.disabled = true; }, 0);
    }
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form button[disabled]:not([data-blocked])").forEach((button) => { button.disabled = false; });
  });
  const choices = (root) => {
    if (!window.TomSelect) return;
    root.querySelectorAll("select[data-search]:not(.tomselected)").forEach((select) => new window.TomSelect(select, { maxOptions: 200 }));
  };
  choices(document);
  document.addEventListener("htmx:load", (event) => choices(event.detail.elt));
})();
