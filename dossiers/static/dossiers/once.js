// The second tap of an impatient finger sends nothing a second time. What a script takes over is
// its own affair; what comes back on a bad line later, the server knows again.

const SECOND_TAP_MS = 2000;
const sentAt = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  const isSecond = event.timeStamp - (sentAt.get(form) ?? -Infinity) < SECOND_TAP_MS;
  if (isSecond) event.preventDefault();
  else sentAt.set(form, event.timeStamp);
});
