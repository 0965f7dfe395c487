// Arrange the pile by keys and by mouse; what is posted are the plain fields of the form.
// Without it the fields are filled by hand. Arrows choose a page, Enter or Space cuts before it, Shift and an arrow move it,
// R turns it, V looks at it, C crops it, Delete sets it aside, Page Down goes to the next paper,
// Ctrl+Z takes the last step back, Ctrl+Enter confirms.

import { fill } from "../web/text.js";
import { dropOn, move, numberPapers, toggleAside, toggleCut, turn } from "./pile-row.js";

function begin(form) {
  const row = form.querySelector("[data-row]");
  const words = JSON.parse(document.getElementById("pile-words").textContent);
  const sheets = new Map([...row.children].map((item) => [item.dataset.sheet, item]));
  // The row as plain values: the truth; the page follows it.
  let state = [...row.children].map(read);
  const past = [];
  let current = state[0]?.uid;
  const memory = new Memory(form);
  const left = form.hasAttribute("data-opening") ? memory.recall() : null;
  if (left) {
    past.push([JSON.stringify(state), current]);
    ({ state, current } = left);
  } else if (!form.hasAttribute("data-opening")) memory.keep(state, current);

  document.documentElement.classList.add("is-scripted");
  form.querySelector("[data-tools]").hidden = false;
  form.querySelector("[data-tools-keys]").hidden = false;
  for (const item of sheets.values()) {
    item.draggable = true;
    Object.assign(item.querySelector("[data-look]"), { tabIndex: -1, draggable: false });
    item.querySelector("[name^=cut-]").tabIndex = -1;
    item.querySelector("[data-edit]")?.setAttribute("tabindex", "-1");
  }
  draw();
  // The keys begin where the work is; a finger needs no focus, and a message is read first.
  const mayFocus = matchMedia("(pointer: fine)").matches && !location.hash && !document.getElementById("problem");
  if (mayFocus && current) sheets.get(current).focus({ preventScroll: true });
  if (left) {
    sheets.get(current).scrollIntoView({ block: "center" });
    tell(words.kept);
  }

  const acts = {
    cut: () => change((place) => toggleCut(state, place), (page) => (page.begins ? words.cut : words.joined)),
    earlier: () => change((place) => move(state, place, -1), told),
    later: () => change((place) => move(state, place, 1), told),
    turn: () => change((place) => turn(state, place, 1), () => words.turned),
    back: () => change((place) => turn(state, place, 3), () => words.turned),
    aside: () => change((place) => toggleAside(state, place), (page) => (page.aside ? words.aside : words.back)),
    undo,
  };

  form.querySelector("[data-tools]").addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act) acts[act]();
  });
  row.addEventListener("focusin", (event) => choose(event.target.closest("[data-sheet]")));
  row.addEventListener("change", (event) => {
    const item = event.target.closest("[data-sheet]");
    if (!event.target.name.startsWith("cut-")) return;
    choose(item);
    acts.cut();
  });
  row.addEventListener("keydown", onKey);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value === "confirm") memory.forget();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-confirm]"));
    }
  });
  byMouse();

  function read(item) {
    const uid = item.dataset.sheet;
    return {
      uid,
      begins: item.querySelector(`[name="cut-${uid}"]`).checked,
      aside: item.querySelector(`[name="aside-${uid}"]`).checked,
      turns: Number(item.querySelector(`[name="turns-${uid}"]`).value),
    };
  }

  function draw() {
    const papers = numberPapers(state);
    state.forEach((page, place) => {
      const item = sheets.get(page.uid);
      const field = (name) => item.querySelector(`[name="${name}-${page.uid}"]`);
      if (row.children[place] !== item) row.insertBefore(item, row.children[place] ?? null);
      field("place").value = place + 1;
      field("cut").checked = page.begins;
      field("aside").checked = page.aside;
      field("turns").value = page.turns;
      item.dataset.turns = page.turns;
      item.classList.toggle("begins", page.begins);
      item.classList.toggle("is-aside", page.aside);
      item.classList.toggle("is-current", page.uid === current);
      item.tabIndex = page.uid === current ? 0 : -1;
      item.querySelector("[data-place]").textContent = place + 1;
      item.querySelector("[data-paper]").textContent = page.begins ? fill(words.paper, { number: page.paper }) : "";
    });
    form.querySelector("[data-papers]").textContent = fill(words.papers, { number: papers });
  }

  function change(step, sentence) {
    const before = JSON.stringify(state);
    const place = indexOf(current);
    if (place < 0) return;
    step(place);
    if (JSON.stringify(state) !== before) past.push([before, current]);
    draw();
    memory.keep(state, current);
    sheets.get(current).focus();
    tell(sentence(state[indexOf(current)]));
  }

  function undo() {
    const last = past.pop();
    if (!last) return tell(words.nothing);
    state = JSON.parse(last[0]);
    current = last[1];
    draw();
    memory.keep(state, current);
    sheets.get(current).focus();
    tell(words.undone);
  }

  function onKey(event) {
    if (event.target.matches("input, select, [data-edit]")) return;
    const isRight = getComputedStyle(row).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const isLeft = isRight === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const control = event.ctrlKey || event.metaKey;
    let act;
    // By the place of the key: an Arabic keyboard has other letters there.
    if (control && event.code === "KeyZ") act = acts.undo;
    else if (control || event.altKey) return;
    else if (event.shiftKey && event.key === isRight) act = acts.later;
    else if (event.shiftKey && event.key === isLeft) act = acts.earlier;
    else if (event.key === isRight) act = () => step(1);
    else if (event.key === isLeft) act = () => step(-1);
    else if (event.key === "ArrowDown") act = () => step(perLine());
    else if (event.key === "ArrowUp") act = () => step(-perLine());
    else if (event.key === "PageDown") act = () => stepToPaper(1);
    else if (event.key === "PageUp") act = () => stepToPaper(-1);
    else if (event.key === "Home") act = () => step(-state.length);
    else if (event.key === "End") act = () => step(state.length);
    else if (event.key === "Enter" || event.key === " ") act = acts.cut;
    else if (event.code === "KeyR") act = event.shiftKey ? acts.back : acts.turn;
    else if (event.code === "KeyV") act = look;
    else if (event.code === "KeyC") act = () => sheets.get(current).querySelector("[data-edit]")?.click();
    else if (event.key === "Delete" || event.key === "Backspace") act = acts.aside;
    else return;
    event.preventDefault();
    act();
  }

  function look() {
    open(sheets.get(current).querySelector("[data-look]").href, "_blank", "noopener");
  }

  function step(by) {
    const place = Math.max(0, Math.min(state.length - 1, indexOf(current) + by));
    choose(sheets.get(state[place].uid));
    sheets.get(current).focus();
  }

  // To where the next paper begins, or this one or the one before: a cut is where one looks.
  function stepToPaper(by) {
    const here = indexOf(current);
    const places = state.map((_page, place) => place).filter((place) => state[place].begins);
    const next = by > 0 ? places.find((place) => place > here) : places.findLast((place) => place < here);
    if (next !== undefined) step(next - here);
  }

  function perLine() {
    const top = row.children[0].offsetTop;
    return Math.max(1, [...row.children].filter((item) => item.offsetTop === top).length);
  }

  function choose(item) {
    if (!item || item.dataset.sheet === current) return;
    current = item.dataset.sheet;
    draw();
  }

  function byMouse() {
    let held = null;
    row.addEventListener("click", (event) => {
      const item = event.target.closest("[data-sheet]");
      if (!item || event.target.closest("label, [data-edit]")) return;
      // One click takes a page in hand, two look at it closely.
      event.preventDefault();
      choose(item);
      item.focus();
    });
    row.addEventListener("dblclick", (event) => {
      const look = event.target.closest("[data-look]");
      if (look) open(look.href, "_blank", "noopener");
    });
    row.addEventListener("dragstart", (event) => {
      held = event.target.closest("[data-sheet]");
      event.dataTransfer.effectAllowed = "move";
    });
    row.addEventListener("dragover", (event) => {
      const over = event.target.closest("[data-sheet]");
      if (!held || !over) return;
      event.preventDefault();
      mark(over);
    });
    row.addEventListener("dragend", () => {
      held = null;
      mark(null);
    });
    row.addEventListener("drop", (event) => {
      const over = event.target.closest("[data-sheet]");
      if (!held || !over || held === over) return;
      event.preventDefault();
      choose(held);
      change((place) => dropOn(state, place, indexOf(over.dataset.sheet)), told);
    });
  }

  function mark(item) {
    for (const other of row.querySelectorAll(".is-over")) other.classList.remove("is-over");
    item?.classList.add("is-over");
  }

  function indexOf(uid) {
    return state.findIndex((page) => page.uid === uid);
  }

  function told(page) {
    return fill(words.moved, { place: indexOf(page.uid) + 1, number: page.paper || "–" });
  }

  function tell(sentence) {
    form.querySelector("[data-said]").textContent = sentence;
  }
}

// What is not confirmed outlives a look at one page: in this tab only, marks and no words. Where
// somebody has changed the pile meanwhile, it is forgotten.
class Memory {
  constructor(form) {
    this.key = `pile:${form.dataset.pile}`;
    this.row = form.elements.row.value;
  }

  keep(state, current) {
    sessionStorage.setItem(this.key, JSON.stringify({ row: this.row, state, current }));
  }

  recall() {
    const left = JSON.parse(sessionStorage.getItem(this.key));
    return left?.row === this.row ? left : null;
  }

  forget() {
    sessionStorage.removeItem(this.key);
  }
}

const form = document.querySelector("[data-pile]");
if (form) begin(form);
