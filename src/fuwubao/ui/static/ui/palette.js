// Ctrl-K or "/" opens the palette; arrows walk through what was found, Enter follows it.
(() => {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const field = dialog.querySelector("input");
  const links = () => [...dialog.querySelectorAll("li a")];
  const open = () => {
    dialog.showModal();
    field.select();
    if (!links().length) field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input, textarea, select, [contenteditable]");
    const asked = (event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !writing);
    if (asked && !dialog.open) {
      event.preventDefault();
      open();
    }
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const found = links();
    if (step && found.length) {
      event.preventDefault();
      const at = found.indexOf(document.activeElement) + step;
      if (at < 0) field.focus();
      else found[Math.min(at, found.length - 1)].focus();
    } else if (event.key === "Enter" && event.target === field && found.length) {
      event.preventDefault();
      found[0].click();
    }
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
})();
