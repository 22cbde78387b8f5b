// Small manners of the pages: menus, palette, confirmation, filters, copying. Every control works without it.
"use strict";

// a person's menu closes when something else is touched
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// the palette: "/" or Ctrl+K opens it, arrows choose, Enter opens
const palette = document.getElementById("palette");

function openPalette() {
  if (!palette || palette.open) return;
  palette.showModal();
  palette.querySelector("input").select();
}

function say(area, words) {
  const line = document.createElement("p");
  line.className = "mut sm";
  line.textContent = words;
  area.replaceChildren(line);
}

let waiting = 0;
let asked = 0;

async function find(words) {
  const area = palette.querySelector(".hits");
  const turn = ++asked;
  if (!words) return area.replaceChildren();
  try {
    const answer = await fetch(`${palette.dataset.from}?q=${encodeURIComponent(words)}`, { headers: { "HX-Request": "true" } });
    const text = await answer.text();
    if (turn !== asked) return undefined;
    if (!answer.ok) return say(area, palette.dataset.fault);
    if (!text.trim()) return say(area, palette.dataset.empty);
    area.innerHTML = text;
    area.querySelector(".hit")?.classList.add("on");
  } catch {
    say(area, palette.dataset.fault);
  }
  return undefined;
}

function choose(step) {
  const hits = [...palette.querySelectorAll(".hit")];
  if (!hits.length) return;
  const now = hits.findIndex((hit) => hit.classList.contains("on"));
  const next = hits[(now + step + hits.length) % hits.length];
  hits[now]?.classList.remove("on");
  next.classList.add("on");
  next.scrollIntoView({ block: "nearest" });
}

if (palette) {
  palette.querySelector("input").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 150, event.target.value.trim());
  });
  palette.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      palette.querySelector(".hit.on")?.click();
    } else if (event.key === "Escape") {
      palette.close();
    }
  });
}

document.addEventListener("click", (event) => {
  if (event.target.closest('[data-open="palette"]')) openPalette();
  if (event.target.tagName === "DIALOG") event.target.close("no");
});

document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input, textarea, select, [contenteditable]");
  const asks = (event.key === "/" && !writing) || (event.key === "k" && (event.ctrlKey || event.metaKey));
  if (asks) {
    event.preventDefault();
    openPalette();
  }
});

// <form data-confirm="作废《…》？" data-verb="作废"> asks before it is sent
const confirmation = document.getElementById("ask");

document.addEventListener("submit", (event) => {
  const form = event.target;
  const words = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!words || !confirmation || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  confirmation.querySelector("p").textContent = words;
  const yes = confirmation.querySelector('[value="yes"]');
  yes.dataset.plain ??= yes.textContent;
  yes.textContent = event.submitter?.dataset.verb ?? form.dataset.verb ?? yes.dataset.plain;
  const { submitter } = event;
  confirmation.returnValue = "no";
  confirmation.addEventListener("close", () => {
    if (confirmation.returnValue !== "yes") return;
    form.dataset.confirmed = "1";
    form.requestSubmit(submitter);
    delete form.dataset.confirmed;
  }, { once: true });
  confirmation.showModal();
}, true);

// a form is sent once; a page taken from the history can send again
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.closest("[hx-post]")) return;
  setTimeout(() => { if (event.submitter) event.submitter.disabled = true; }, 0);
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form button[disabled]:not([data-blocked])")) button.disabled = false;
});

// <form data-autosubmit> sends itself when a filter changes
document.addEventListener("change", (event) => {
  event.target.closest("form[data-autosubmit]")?.requestSubmit();
});

// <button data-copy="text" data-done="已复制"> copies its text
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  if (button.dataset.done) button.textContent = button.dataset.done;
});

// a toast leaves when asked, or after six seconds
document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".tst").remove());

// long choices can be searched: <select data-search>
function searchable(root) {
  for (const select of root.querySelectorAll("select[data-search]:not(.tomselected)")) {
    new TomSelect(select, { maxOptions: 200, plugins: select.multiple ? ["remove_button"] : [] });
    select.setAttribute("aria-hidden", "true"); // its label now names the search field that stands for it
  }
}

document.addEventListener("DOMContentLoaded", () => {
  if (window.TomSelect) searchable(document);
  for (const toast of document.querySelectorAll("[data-toast]")) setTimeout(() => toast.remove(), 6000);
});
// what is now stands in sight of a wall that is wider than the window
for (const now of document.querySelectorAll(".scroll .now")) {
  const wall = now.closest(".scroll");
  wall.scrollLeft = now.offsetLeft - (wall.clientWidth - now.offsetWidth) / 2;
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (window.TomSelect) searchable(event.target);
});
