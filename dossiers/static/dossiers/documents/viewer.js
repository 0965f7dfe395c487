// Look at a picture closely: sizes, turning, moving, keys, two fingers. The way of looking is kept
// for the next page. Without it the page shows the picture whole, with links to the others.

import { areSingleKeysOn, hasModifier, isTyping, switchSingleKeys } from "../web/keys.js";
import { deedOf } from "./viewer-keys.js";

const LOOK = "viewer-look"; // "width", "page" or pixels of the screen per pixel of the picture
const STEP = 1.25;
const SMALLEST = 0.1;
const LARGEST = 4;
// The stage is at most so high, as the stylesheet says.
const WINDOW_SHARE = 0.8;
// From here on the picture made for the screen would look soft: the large one is fetched.
const SOFT = 1.25;

const viewer = document.querySelector("[data-viewer]");
const stage = viewer?.querySelector("[data-stage]");
const picture = stage ? look(stage) : null;
if (viewer) leafByKeys(viewer, picture);
const choice = viewer?.querySelector("[data-single-keys]");
if (choice) offerChoice(choice);

function look(stage) {
  const sheet = stage.querySelector("[data-sheet]");
  const picture = stage.querySelector("[data-picture]");
  const image = picture.querySelector("img");
  const link = image.closest("a");
  const tools = viewer.querySelector("[data-viewer-tools]");
  const size = viewer.querySelector("[data-size]");
  // Pixels of the large picture: its properties would tell the size on the screen.
  const [width, height] = ["width", "height"].map((name) => Number(image.getAttribute(name)));
  const state = { mode: sessionStorage.getItem(LOOK) ?? "page", scale: 1, turns: 0 };

  viewer.classList.add("viewer-live");
  tools.hidden = false;
  stage.tabIndex = 0;
  link.tabIndex = -1;
  image.draggable = link.draggable = false;
  link.removeAttribute("title");

  const isAcross = () => state.turns % 2 === 1;

  function scaleOf(mode) {
    const [across, down] = isAcross() ? [height, width] : [width, height];
    const box = getComputedStyle(stage);
    const room = stage.clientWidth - parseFloat(box.paddingLeft) - parseFloat(box.paddingRight);
    const tall =
      innerHeight * WINDOW_SHARE - parseFloat(box.paddingTop) - parseFloat(box.paddingBottom);
    if (mode === "width") return room / across;
    if (mode === "page") return Math.min(room / across, tall / down);
    return Number(mode) || 1;
  }

  // Put the picture on the stage; the point `at` (client pixels) stays where it is.
  function draw(at) {
    const before = sheet.getBoundingClientRect();
    const middle = stage.getBoundingClientRect();
    const point = at ?? [middle.left + middle.width / 2, middle.top + middle.height / 2];
    const share = [(point[0] - before.left) / before.width, (point[1] - before.top) / before.height];
    state.scale = Math.min(LARGEST, Math.max(SMALLEST, scaleOf(state.mode)));
    const [w, h] = [width * state.scale, height * state.scale];
    const [across, down] = isAcross() ? [h, w] : [w, h];
    set(sheet, { "inline-size": `${across}px`, "block-size": `${down}px` });
    set(picture, {
      "inline-size": `${w}px`,
      "block-size": `${h}px`,
      rotate: `${state.turns * 90}deg`,
    });
    const after = sheet.getBoundingClientRect();
    stage.scrollLeft += after.left + share[0] * after.width - point[0];
    stage.scrollTop += after.top + share[1] * after.height - point[1];
    tell();
  }

  function tell() {
    size.value = `${Math.round(state.scale * 100)}%`;
    stage.classList.toggle("is-large", isLarger());
    for (const name of ["width", "page"]) {
      const button = tools.querySelector(`[data-do="${name}"]`);
      button.setAttribute("aria-pressed", String(state.mode === name));
    }
  }

  function isLarger() {
    return stage.scrollWidth > stage.clientWidth + 1;
  }

  function change(mode, at) {
    state.mode = mode;
    sessionStorage.setItem(LOOK, mode);
    draw(at);
    sharpen();
  }

  const by = (factor, at) =>
    change(String(Math.min(LARGEST, Math.max(SMALLEST, state.scale * factor))), at);

  function turn(quarters) {
    state.turns = (state.turns + quarters + 4) % 4;
    draw();
  }

  // The large picture is fetched only for whoever looks closely, and once.
  function sharpen() {
    const wanted = width * state.scale * devicePixelRatio;
    if (!image.dataset.large || wanted <= image.naturalWidth * SOFT) return;
    const large = new Image();
    large.src = image.dataset.large;
    delete image.dataset.large;
    large.decode().then(
      () => (image.src = large.src),
      () => {}, // The line is down: the smaller picture stays.
    );
  }

  const deeds = {
    larger: () => by(STEP),
    smaller: () => by(1 / STEP),
    width: () => change("width"),
    page: () => change("page"),
    actual: () => change("1"),
    turn: () => turn(1),
    "turn-back": () => turn(-1),
    help: () => viewer.querySelector("[data-keys]").showModal(),
    text: () => viewer.querySelector("[data-text] summary")?.click(),
  };
  tools.addEventListener("click", (event) => {
    deeds[event.target.closest("[data-do]")?.dataset.do]?.();
  });
  moveByMouse(stage, link, (at) => (isLarger() ? change("page") : change("1", at)));
  stage.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      by(Math.exp(-event.deltaY / 300), [event.clientX, event.clientY]);
    },
    { passive: false },
  );
  pinch(stage, by);
  new ResizeObserver(() => Number(state.mode) || draw()).observe(stage);
  draw();
  stage.scrollTo(0, 0);
  return { deeds, isLarger };
}

function set(element, properties) {
  for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value);
}

// Drag moves the picture; a click without a drag goes close, or back to the whole page.
function moveByMouse(stage, link, click) {
  let from = null;
  let hasMoved = false;
  stage.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    from = [event.clientX + stage.scrollLeft, event.clientY + stage.scrollTop];
    hasMoved = false;
  });
  addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = [from[0] - event.clientX, from[1] - event.clientY];
    hasMoved ||= Math.hypot(x - stage.scrollLeft, y - stage.scrollTop) > 4;
    if (hasMoved) stage.scrollTo(x, y);
  });
  addEventListener("pointerup", () => (from = null));
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.detail === 0) return;
    event.preventDefault();
    if (!hasMoved) click([event.clientX, event.clientY]);
  });
}

// Two fingers: the point between them stays under them.
function pinch(stage, by) {
  let apart = 0;
  stage.addEventListener("touchstart", (event) => (apart = gap(event)), { passive: true });
  stage.addEventListener(
    "touchmove",
    (event) => {
      const now = gap(event);
      if (!now) return;
      event.preventDefault();
      if (apart) {
        const [one, two] = event.touches;
        by(now / apart, [(one.clientX + two.clientX) / 2, (one.clientY + two.clientY) / 2]);
      }
      apart = now;
    },
    { passive: false },
  );
}

function gap({ touches }) {
  if (touches.length !== 2) return 0;
  const [one, two] = touches;
  return Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY);
}

function offerChoice(choice) {
  const tell = () => document.documentElement.classList.toggle("is-without-keys", !choice.checked);
  choice.checked = areSingleKeysOn();
  choice.addEventListener("change", () => {
    switchSingleKeys(choice.checked);
    tell();
  });
  tell();
}

// Arrows and page keys turn the pages, in the direction of reading; the rest is the picture's.
function leafByKeys(viewer, picture) {
  const isRtl = document.dir === "rtl";
  const ways = {
    [isRtl ? "ArrowLeft" : "ArrowRight"]: 'a[rel="next"]',
    [isRtl ? "ArrowRight" : "ArrowLeft"]: 'a[rel="prev"]',
    PageDown: 'a[rel="next"]',
    PageUp: 'a[rel="prev"]',
    Home: ".thumbnails li:first-child a:not([aria-current])",
    End: ".thumbnails li:last-child a:not([aria-current])",
  };
  document.addEventListener("keydown", (event) => {
    if (hasModifier(event) || viewer.querySelector("dialog[open]")) return;
    if (isTyping(event.target)) return;
    const isArrow = event.key.startsWith("Arrow");
    // A picture larger than its window is moved by the arrows; so the browser does by itself.
    if (isArrow && picture?.isLarger() && event.target.closest("[data-stage]")) return;
    const link = !event.shiftKey && ways[event.key] && viewer.querySelector(ways[event.key]);
    const deed = areSingleKeysOn() && picture?.deeds[deedOf(event)];
    if (!link && !deed) return;
    event.preventDefault();
    if (link) link.click();
    else deed();
  });
}
