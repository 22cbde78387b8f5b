// Writing together: hold the block while typing, save by itself, keep the preview in step, find figures, name people.
// Without this file the same form saves by its button, and the same rules hold on the server.
"use strict";
const form = document.querySelector("form[data-autosave]");
const IDLE = 1500;
const AGAIN = 8000;

function tell(words) {
  const place = form.querySelector("[data-save-state]");
  if (place) place.textContent = words;
}

function warn(words) {
  const held = document.getElementById("held");
  if (!held) return;
  held.textContent = words;
  held.hidden = words === "";
}

async function post(address, body) {
  return fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
}

function stepPreview() {
  const frame = document.getElementById(form.dataset.preview);
  if (!(frame instanceof HTMLIFrameElement) || !frame.contentWindow) return;
  const at = frame.contentWindow.scrollY;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, at), { once: true });
  frame.contentWindow.location.reload();
}

if (form) {
  const text = form.elements.namedItem("text");
  const count = form.elements.namedItem("edit_count");
  let kept = text.value;
  let held = false;
  let busy = false;
  let timer = 0;

  const hold = async () => {
    if (held) return;
    held = true;
    const answer = await post(form.dataset.hold, new FormData(form)).catch(() => null);
    if (!answer || !answer.ok) { held = false; return; }
    const told = await answer.json();
    warn(told.message || "");
    if (!told.mine) held = false;
  };

  const save = async () => {
    if (busy || text.readOnly || text.value === kept) return;
    busy = true;
    const sent = text.value;
    tell(form.dataset.saving);
    const answer = await post(form.action, new FormData(form)).catch(() => null);
    busy = false;
    if (!answer || (!answer.ok && answer.status !== 409)) {
      tell(form.dataset.failed);
      timer = window.setTimeout(save, AGAIN);
      return;
    }
    const told = await answer.json();
    kept = sent;
    if (told.saved) {
      count.value = String(told.edit_count);
      tell(`${form.dataset.saved} ${told.at}`);
      stepPreview();
    } else {
      warn(told.message);
      tell("");
    }
    form.dispatchEvent(new CustomEvent("kept", { bubbles: true, detail: { all: text.value === sent } }));
    if (text.value !== kept) timer = window.setTimeout(save, IDLE);
  };

  text.addEventListener("input", () => {
    if (text.value === kept) return;
    tell(form.dataset.unsaved);
    hold();
    window.clearTimeout(timer);
    timer = window.setTimeout(save, IDLE);
  });
  text.addEventListener("input", () => {
    if (text.value.slice(0, text.selectionStart).endsWith("[[")) {
      const dialog = document.getElementById("cite-dialog");
      text.setRangeText("", text.selectionStart - 2, text.selectionStart, "end");
      if (dialog instanceof HTMLDialogElement) dialog.showModal();
    }
  });
  form.addEventListener("submit", () => window.clearTimeout(timer));
  window.addEventListener("pagehide", () => {
    if (!held) return;
    const body = new FormData(form);
    body.set("release", "1");
    navigator.sendBeacon(form.dataset.hold, body);
  });
}

let searching = 0;
document.addEventListener("input", (event) => {
  const search = event.target.closest("[data-search]");
  if (!search) return;
  window.clearTimeout(searching);
  searching = window.setTimeout(async () => {
    const wanted = search.value.trim();
    const answer = await fetch(`${search.dataset.search}?q=${encodeURIComponent(wanted)}`, { credentials: "same-origin" });
    if (answer.ok && search.value.trim() === wanted) {
      document.getElementById(search.dataset.filter).innerHTML = await answer.text();
    }
  }, 200);
});

for (const select of document.querySelectorAll("select[data-mention]")) {
  select.hidden = false;
  select.addEventListener("change", () => {
    const place = document.getElementById(select.dataset.mention);
    if (select.value) place.setRangeText(`@${select.value} `, place.selectionStart, place.selectionEnd, "end");
    select.value = "";
    place.focus();
  });
}
