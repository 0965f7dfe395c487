// The pile by keys and by mouse. What is posted are the plain fields of the form; this only
// moves them. Arrows choose a page, Enter or Space cuts before it, Shift and an arrow move it,
// R turns it, V looks at it, C crops it, Delete sets it aside, Page Down goes to the next paper,
// Ctrl+Z takes the last step back, Ctrl+Enter confirms.

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
  const mayFocus = matchMedia("(pointer: fine)").matches && !location.hash;
  if (mayFocus && current) sheets.get(current).focus({ preventScroll: true });
  if (left) {
    sheets.get(current).scrollIntoView({ block: "center" });
    tell(words.kept);
  }

  const acts = {
    cut: () => change(toggleCut, (page) => (page.begins ? words.cut : words.joined)),
    earlier: () => change(moveBy(-1), told),
    later: () => change(moveBy(1), told),
    turn: () => change(turn(1), () => words.turned),
    back: () => change(turn(3), () => words.turned),
    aside: () => change(toggleAside, (page) => (page.aside ? words.aside : words.back)),
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
    let paper = 0;
    let begins = true;
    state.forEach((page, place) => {
      const item = sheets.get(page.uid);
      const field = (name) => item.querySelector(`[name="${name}-${page.uid}"]`);
      begins ||= page.begins;
      const first = begins && !page.aside;
      if (first) {
        paper += 1;
        begins = false;
      }
      page.begins = first;
      page.paper = page.aside ? 0 : paper;
      if (row.children[place] !== item) row.insertBefore(item, row.children[place] ?? null);
      field("place").value = place + 1;
      field("cut").checked = first;
      field("aside").checked = page.aside;
      field("turns").value = page.turns;
      item.dataset.turns = page.turns;
      item.classList.toggle("begins", first);
      item.classList.toggle("is-aside", page.aside);
      item.classList.toggle("is-current", page.uid === current);
      item.tabIndex = page.uid === current ? 0 : -1;
      item.querySelector("[data-place]").textContent = place + 1;
      item.querySelector("[data-paper]").textContent = first ? said(words.paper, { number: paper }) : "";
    });
    form.querySelector("[data-papers]").textContent = said(words.papers, { number: paper });
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

  function toggleCut(place) {
    // The first page of the row always begins a paper.
    if (place > 0 && !state[place].aside) state[place].begins = !state[place].begins;
  }

  function turn(by) {
    return (place) => {
      state[place].turns = (state[place].turns + by) % 4;
    };
  }

  function toggleAside(place) {
    const page = state[place];
    if (page.begins && !page.aside) passCut(place);
    page.aside = !page.aside;
    if (page.aside) page.begins = false;
  }

  // The next page of the same paper begins it in the place of this one.
  function passCut(place) {
    const next = state.slice(place + 1).find((page) => !page.aside);
    if (next) next.begins = true;
  }

  // A cut is a step of its own: a page first goes over to the other paper, then along it.
  function moveBy(by) {
    return (place) => {
      const [page, other] = [state[place], state[place + by]];
      if (!other) return;
      if (!page.aside && by > 0 && other.begins) {
        if (!page.begins || page.paper === other.paper) page.begins = true;
        other.begins = false;
      } else if (!page.aside && by < 0 && page.begins) {
        passCut(place);
        page.begins = false;
      } else {
        const [former, latter] = by > 0 ? [page, other] : [other, page];
        if (!former.aside && !latter.aside && former.begins) {
          former.begins = false;
          latter.begins = true;
        }
        state[place] = other;
        state[place + by] = page;
      }
    };
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
      change((place) => dropOn(place, indexOf(over.dataset.sheet)), told);
    });
  }

  // Dropped on a page, it lies before it, in the paper of that page.
  function dropOn(from, to) {
    const [page, over] = [state[from], state[to]];
    if (page.begins) passCutTo(from);
    page.begins = over.begins && !page.aside;
    if (page.begins) over.begins = false;
    state.splice(from, 1);
    state.splice(state.indexOf(over), 0, page);
  }

  function passCutTo(place) {
    const next = state[place + 1];
    if (next && !next.begins) passCut(place);
  }

  function mark(item) {
    for (const other of row.querySelectorAll(".is-over")) other.classList.remove("is-over");
    item?.classList.add("is-over");
  }

  function indexOf(uid) {
    return state.findIndex((page) => page.uid === uid);
  }

  function told(page) {
    return said(words.moved, { place: indexOf(page.uid) + 1, number: page.paper || "–" });
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

function said(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
}

const form = document.querySelector("[data-pile]");
if (form) begin(form);
