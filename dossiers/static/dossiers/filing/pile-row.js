// The row of a pile as plain values, and what may be done to it. Knows no page.
// A page is { uid, begins, aside, turns, paper }: `begins` says that a paper begins there, `turns`
// counts quarters clockwise, `paper` is 1-based and 0 for a page set aside.

// Number the papers, and let the first page of the row begin one; returns how many there are.
export function numberPapers(row) {
  let paper = 0;
  let begins = true;
  for (const page of row) {
    begins ||= page.begins;
    page.begins = begins && !page.aside;
    if (page.begins) {
      paper += 1;
      begins = false;
    }
    page.paper = page.aside ? 0 : paper;
  }
  return paper;
}

// The first page of the row always begins a paper.
export function toggleCut(row, place) {
  if (place > 0 && !row[place].aside) row[place].begins = !row[place].begins;
}

export function turn(row, place, quarters) {
  row[place].turns = (row[place].turns + quarters) % 4;
}

export function toggleAside(row, place) {
  const page = row[place];
  if (page.begins && !page.aside) passCut(row, place);
  page.aside = !page.aside;
  if (page.aside) page.begins = false;
}

// A cut is a step of its own: a page first goes over to the other paper, then along it.
export function move(row, place, by) {
  const [page, other] = [row[place], row[place + by]];
  if (!other) return;
  if (!page.aside && by > 0 && other.begins) {
    if (!page.begins || page.paper === other.paper) page.begins = true;
    other.begins = false;
  } else if (!page.aside && by < 0 && page.begins) {
    passCut(row, place);
    page.begins = false;
  } else {
    swap(row, place, place + by);
  }
}

// Dropped on a page, it lies before it, in the paper of that page.
export function dropOn(row, from, to) {
  const [page, over] = [row[from], row[to]];
  if (page.begins && row[from + 1] && !row[from + 1].begins) passCut(row, from);
  page.begins = over.begins && !page.aside;
  if (page.begins) over.begins = false;
  row.splice(from, 1);
  row.splice(row.indexOf(over), 0, page);
}

// The beginning of a paper stays at its place in the row.
function swap(row, one, two) {
  const [former, latter] = [row[Math.min(one, two)], row[Math.max(one, two)]];
  if (!former.aside && !latter.aside && former.begins) {
    former.begins = false;
    latter.begins = true;
  }
  [row[one], row[two]] = [row[two], row[one]];
}

// The next page of the same paper begins it in the place of this one.
function passCut(row, place) {
  const next = row.slice(place + 1).find((page) => !page.aside);
  if (next) next.begins = true;
}
