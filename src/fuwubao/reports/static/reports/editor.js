// The editor's small comforts; every one of them also works as a plain form without this file.
"use strict";
document.addEventListener("click", (event) => {
  const open = event.target.closest("[data-open]");
  const dialog = open && document.getElementById(open.dataset.open);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
});
document.addEventListener("click", (event) => {
  const insert = event.target.closest("[data-insert]");
  if (!insert) return;
  const text = document.getElementById(insert.dataset.into);
  const at = text.selectionStart;
  text.value = text.value.slice(0, at) + insert.dataset.insert + text.value.slice(text.selectionEnd);
  text.dispatchEvent(new Event("input", { bubbles: true }));
  insert.closest("dialog").close();
  text.focus();
});
document.addEventListener("input", (event) => {
  const filter = event.target.closest("[data-filter]");
  if (filter) {
    const wanted = filter.value.trim().toLowerCase();
    for (const row of document.getElementById(filter.dataset.filter).children) {
      row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
    }
  }
  const count = event.target.id && document.querySelector(`[data-count-of="${event.target.id}"]`);
  if (count) count.textContent = String(event.target.value.length);
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-explain]");
  if (!form || !event.target.matches("[data-subject]")) return;
  const chosen = [...form.querySelectorAll("[data-subject]:checked")].map((box) => box.value);
  form.querySelector("[data-subjects]").value = chosen.join("\n");
});
for (const text of document.querySelectorAll("textarea[id]")) text.dispatchEvent(new Event("input", { bubbles: true }));
let changed = false;
for (const form of document.querySelectorAll("[data-autosave]")) {
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  form.addEventListener("kept", (event) => { changed = !event.detail.all; });
}
window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
