// Takes the token out of the link (what stands behind its `#` reaches no server) into the field,
// and out of the address. Without it the code of the slip is typed, or the whole link pasted.

const form = document.querySelector("[data-code-form]");
const token = window.location.hash.slice(1);
if (form && token) {
  form.elements.code.value = token;
  form.elements.code.closest(".field").hidden = true;
  window.history.replaceState(null, "", window.location.pathname);
  form.querySelector("button").focus();
}
