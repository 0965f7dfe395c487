// Sugar for the "leave this page" link: no way back by the history; pressing Escape three times leaves too.
const link = document.querySelector("[data-exit]");
const leave = (event) => {
  event?.preventDefault();
  for (const form of document.forms) form.reset();
  document.body.hidden = true;
  location.replace(link.href);
};
let presses = 0;
link?.addEventListener("click", leave);
document.addEventListener("keydown", (event) => {
  presses = event.key === "Escape" ? presses + 1 : 0;
  if (presses === 3 && link) leave();
});
