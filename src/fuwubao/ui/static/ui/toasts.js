// A toast leaves after six seconds, or at once when asked; errors are never toasts.
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss]");
    if (button) button.closest(".tst").remove();
  });
  document.querySelectorAll(".tst:not(.here)").forEach((toast) => setTimeout(() => toast.remove(), 6000));
})();
