// Open the print dialog when every picture is there. Without it the browser's own menu prints.

const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());

const pictures = [...document.querySelectorAll(".print-sheet img")];
await Promise.allSettled(pictures.map((picture) => picture.decode()));
document.body.dataset.ready = "";
window.print();
