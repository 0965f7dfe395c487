/* Sugar for the page to be printed: the dialog opens when every picture is there. */

const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());

const pictures = [...document.querySelectorAll(".print-sheet img")];
await Promise.allSettled(pictures.map((picture) => picture.decode()));
document.body.dataset.ready = "";
window.print();
