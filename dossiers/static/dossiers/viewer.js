/* Sugar for the paper's page: arrow keys turn the pages, in the direction of reading. */

const viewer = document.querySelector("[data-viewer]");

if (viewer) {
  const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, summary, [contenteditable]")) return;
    const way = { [forward]: "next", [back]: "prev" }[event.key];
    const link = way && viewer.querySelector(`a[rel="${way}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
  });
}
