// Walk by N and P through the words found on a paper, without loading the page again while they
// stand on one side. Without it the links lead from word to word.

import { areSingleKeysOn, hasModifier, isTyping } from "../web/keys.js";

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
    if (hasModifier(event) || event.shiftKey || !areSingleKeysOn() || isTyping(event.target)) return;
    // By the place of the key, so that an Arabic keyboard has them.
    const way = { KeyP: "previous", KeyN: "next" }[event.code];
    if (way && links[way].href) {
      event.preventDefault();
      links[way].click();
    }
  });

  // Look at the next mark on this side; false where there is none.
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

  // A link leads to a mark on this side, to another side, or nowhere.
  function lead(link, isHere) {
    if (isHere) link.href = "#hit";
    else if (link.dataset.beyond) link.href = link.dataset.beyond;
    else link.removeAttribute("href");
    link.toggleAttribute("aria-disabled", !link.href);
    if (!link.href) link.setAttribute("aria-disabled", "true");
  }
}
