// Ask before typed words are left behind: any form that posts, once something was written in it.
// Without a script the browser leaves as it always does.

// A refused form, and one given back, hold words from the beginning.
let isUnsent = document.querySelector("form[data-kept], form[method=post] .field-invalid") !== null;

document.addEventListener("input", ({ target }) => {
  if (isWriting(target)) isUnsent = true;
});
// Sent, or carried into another language: nothing is left behind.
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) isUnsent = false;
});
window.addEventListener("beforeunload", (event) => {
  if (isUnsent) event.preventDefault();
});

// What only looks for something is typed again in a moment; a tick is no word.
function isWriting(field) {
  if (field.form?.method !== "post" || field.closest("[role=search]")) return false;
  return field.matches("textarea, input:not([type=search], [type=checkbox], [type=radio], [type=file], [type=password])");
}

// The page is left on purpose: by a script that sends, or for somebody else who is signed in now.
export function leaveUnsent() {
  isUnsent = false;
}
