// Enlarge the pages beside a form, and bring a place on one into view.
// Without it the pages stand in a column, each a link to its large picture.

const SVG = "http://www.w3.org/2000/svg";
// Widths of a sheet at each size, in windows; the stylesheet has the same.
const WIDTHS = { 1: 1, 2: 1.5, 3: 2, 4: 3 };
// A place fills at most so much of the window.
const FILLS = 0.85;

// Returns `showPlace({ page, box })`: page 1-based, box left, top, right, bottom in pixels of the stored picture.
export function openPagePanel(sheets) {
  const view = sheets.querySelector("[data-zoom-view]");
  const tools = sheets.querySelector("[data-zoom-tools]");
  tools.hidden = !view.querySelector("img");

  function setLevel(level) {
    sheets.dataset.zoom = level;
    if (level > 1) sharpen();
  }

  function change(by) {
    const level = by === 0 ? 1 : Math.min(4, Math.max(1, Number(sheets.dataset.zoom) + by));
    const middle = (view.scrollTop + view.clientHeight / 2) / view.scrollHeight;
    setLevel(level);
    view.scrollTop = middle * view.scrollHeight - view.clientHeight / 2;
  }

  // Who looks closely gets the large picture of the sheets in view, once.
  function sharpen() {
    const frame = view.getBoundingClientRect();
    for (const image of view.querySelectorAll("img[data-large]")) {
      const { top, bottom } = image.getBoundingClientRect();
      if (bottom < frame.top || top > frame.bottom) continue;
      image.src = image.dataset.large;
      delete image.dataset.large;
    }
  }

  for (const button of tools.querySelectorAll("button")) {
    button.addEventListener("click", () => change(Number(button.dataset.zoomBy)));
  }
  view.addEventListener("keydown", (event) => {
    const by = { "+": 1, "=": 1, "-": -1, 0: 0 }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    change(by);
  });
  // With the script a click on the picture enlarges it here; the link stays for a new window.
  view.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || !event.target.matches(".sheet img")) return;
    event.preventDefault();
    change(sheets.dataset.zoom === "4" ? 0 : 1);
  });

  function showPlace({ page, box }) {
    const sheet = view.querySelector(`#page-${page}`);
    const layer = sheet?.querySelector("[data-layer]");
    if (!layer) return;
    for (const old of view.querySelectorAll("[data-layer] rect")) old.remove();
    const [left, top, right, bottom] = box;
    const rect = document.createElementNS(SVG, "rect");
    const pad = Math.max(6, (bottom - top) * 0.2);
    rect.setAttribute("x", left - pad);
    rect.setAttribute("y", top - pad);
    rect.setAttribute("width", right - left + 2 * pad);
    rect.setAttribute("height", bottom - top + 2 * pad);
    rect.setAttribute("rx", pad / 2);
    layer.append(rect);
    const share = (right - left) / layer.viewBox.baseVal.width;
    const fitting = Object.keys(WIDTHS).filter((level) => share * WIDTHS[level] <= FILLS);
    setLevel(Math.max(1, ...fitting.filter((level) => level < 4).map(Number)));
    bringIntoView(rect);
    sharpen();
  }

  function bringIntoView(rect) {
    const place = rect.getBoundingClientRect();
    const frame = view.getBoundingClientRect();
    view.scrollBy({
      left: place.left + place.width / 2 - frame.left - frame.width / 2,
      top: place.top + place.height / 2 - frame.top - frame.height / 2,
    });
  }

  return { showPlace };
}
