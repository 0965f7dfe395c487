// Send nothing a second time when a finger taps twice. Without it the server recognises the repeat.
// A form that another script has taken over is left to it.

const SECOND_TAP_MS = 2000;
const sentAt = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  const isSecond = event.timeStamp - (sentAt.get(form) ?? -Infinity) < SECOND_TAP_MS;
  if (isSecond) event.preventDefault();
  else sentAt.set(form, event.timeStamp);
});
