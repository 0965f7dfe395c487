// Draw the box to crop on the picture. Without it the four numbers below, which are what is posted,
// are typed.

// A smaller box, in percent of a side, is the trembling of a finger.
const TOUCH_SHARE = 2;

const form = document.querySelector("[data-crop]");
if (form) begin(form);

function begin(form) {
  const view = form.querySelector("[data-crop-view]");
  const image = view.querySelector("img");
  const [left, top, right, bottom] = ["left", "top", "right", "bottom"].map((name) => form.elements[name]);
  const frame = Object.assign(document.createElement("div"), { className: "crop-frame" });
  view.append(frame);
  form.querySelector("[data-crop-help]").hidden = false;
  const sides = [left, top, right, bottom];
  let from = null;
  let before = [];

  view.addEventListener("pointerdown", (event) => {
    // A second finger wants to see closer: then neither draws.
    if (!event.isPrimary) takeBack();
    if (!event.isPrimary || event.button !== 0) return;
    from = share(event);
    before = sides.map((side) => side.value);
    view.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  view.addEventListener("pointermove", (event) => {
    if (!from || !event.isPrimary) return;
    const to = share(event);
    left.value = Math.min(from.x, to.x).toFixed(1);
    right.value = Math.max(from.x, to.x).toFixed(1);
    top.value = Math.min(from.y, to.y).toFixed(1);
    bottom.value = Math.max(from.y, to.y).toFixed(1);
    draw();
  });
  view.addEventListener("pointerup", (event) => {
    if (!event.isPrimary) return;
    // A finger that only touched has drawn no box.
    const isBox = right.value - left.value >= TOUCH_SHARE && bottom.value - top.value >= TOUCH_SHARE;
    if (!isBox) takeBack();
    from = null;
  });
  // The browser took the finger over, to zoom.
  view.addEventListener("pointercancel", takeBack);
  form.addEventListener("input", draw);
  draw();

  function takeBack() {
    if (!from) return;
    from = null;
    sides.forEach((side, place) => {
      side.value = before[place];
    });
    draw();
  }

  function share(event) {
    const box = image.getBoundingClientRect();
    const within = (value) => Math.max(0, Math.min(100, value));
    return {
      x: within((100 * (event.clientX - box.x)) / box.width),
      y: within((100 * (event.clientY - box.y)) / box.height),
    };
  }

  function draw() {
    frame.style.insetInlineStart = `${left.value || 0}%`;
    frame.style.insetBlockStart = `${top.value || 0}%`;
    frame.style.inlineSize = `${Math.max(0, right.value - left.value)}%`;
    frame.style.blockSize = `${Math.max(0, bottom.value - top.value)}%`;
  }
}
