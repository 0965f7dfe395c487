/* Sugar for the words found on a paper: N and P walk from hit to hit, without loading the page
   again while they stand on one side. Keys by their place, so that an Arabic keyboard has them. */

const bar = document.querySelector("[data-hits]");

if (bar) {
  const marks = [...document.querySelectorAll(".hit-layer .hit")];
  const links = {
    previous: bar.querySelector('[data-hit="previous"]'),
    next: bar.querySelector('[data-hit="next"]'),
  };
  let present = marks.findIndex((mark) => mark.id === "hit");
  marks[present]?.scrollIntoView({ block: "center" });

  for (const [way, link] of Object.entries(links)) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (walk(way)) event.preventDefault();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // Switched off in the sheet of keys, by viewer.js.
    if (localStorage.getItem("single-keys") === "off") return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const way = { KeyP: "previous", KeyN: "next" }[event.code];
    if (way && links[way].href) {
      event.preventDefault();
      links[way].click();
    }
  });

  /** Look at the next mark on this side; false where there is none. */
  function walk(way) {
    const place = present + (way === "next" ? 1 : -1);
    if (!marks[place]) return false;
    marks[present].removeAttribute("id");
    marks[place].id = "hit";
    present = place;
    marks[place].scrollIntoView({ block: "center" });
    bar.querySelector("[data-hit-number]").textContent = String(place + 1);
    lead(links.previous, place > 0);
    lead(links.next, place < marks.length - 1);
    return true;
  }

  /** A link leads to a mark on this side, to another side, or nowhere. */
  function lead(link, isHere) {
    if (isHere) link.href = "#hit";
    else if (link.dataset.beyond) link.href = link.dataset.beyond;
    else link.removeAttribute("href");
    link.toggleAttribute("aria-disabled", !link.href);
    if (!link.href) link.setAttribute("aria-disabled", "true");
  }
}
