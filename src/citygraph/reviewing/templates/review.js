"use strict";
// Single keys press the buttons, as in the review at the keyboard; not while a field is written in.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const field = document.activeElement instanceof HTMLInputElement;
  if (event.key === "Escape" && field) { document.activeElement.blur(); return; }
  if (field) return;
  if (event.key === "e") {
    const first = document.querySelector("fieldset input");
    if (first) { event.preventDefault(); first.focus(); first.select(); }
    return;
  }
  const button = document.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
  if (button) { event.preventDefault(); button.click(); }
});
