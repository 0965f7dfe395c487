import assert from "node:assert/strict";
import test from "node:test";

import { dropOn, move, numberPapers, toggleAside, toggleCut, turn } from "../../dossiers/static/dossiers/filing/pile-row.js";

// "ab c" is a row of two papers, one of the pages a and b, one of the page c; "(b)" is set aside.
function rowOf(text) {
  const row = [...text.matchAll(/(\s?)(\(?)(\w)/g)].map(([, gap, bracket, uid]) => ({
    uid,
    begins: gap !== "",
    aside: bracket !== "",
    turns: 0,
  }));
  numberPapers(row);
  return row;
}

function written(row) {
  numberPapers(row);
  return row.map((page, place) => (page.begins && place ? " " : "") + (page.aside ? `(${page.uid})` : page.uid)).join("");
}

for (const [deed, before, act, after] of [
  ["a cut begins a paper", "abc", (row) => toggleCut(row, 1), "a bc"],
  ["a second cut joins it again", "a bc", (row) => toggleCut(row, 1), "abc"],
  ["the first page always begins a paper", "abc", (row) => toggleCut(row, 0), "abc"],
  ["a page set aside cannot be cut at", "a(b)c", (row) => toggleCut(row, 1), "a(b)c"],
  ["a page set aside leaves the beginning to the next", "a bc", (row) => toggleAside(row, 1), "a(b) c"],
  ["a page moves within its paper", "abc", (row) => move(row, 1, 1), "acb"],
  ["the beginning of a paper stays where it is", "abc", (row) => move(row, 0, 1), "bac"],
  ["a page goes over a cut before it moves along", "ab cd", (row) => move(row, 1, 1), "a bcd"],
  ["a page goes back over a cut before it moves along", "ab cd", (row) => move(row, 2, -1), "abc d"],
  ["the last page does not move on", "abc", (row) => move(row, 2, 1), "abc"],
  ["a dropped page lies before the other, in its paper", "ab cd", (row) => dropOn(row, 0, 3), "b cad"],
  ["a page dropped on the first of a paper begins it", "ab cd", (row) => dropOn(row, 1, 2), "a bcd"],
]) {
  test(deed, () => {
    const row = rowOf(before);

    act(row);

    assert.equal(written(row), after);
  });
}

test("a page set aside belongs to no paper", () => {
  assert.deepEqual(rowOf("a(b) c").map((page) => page.paper), [1, 0, 2]);
});

test("four quarters turn a page back to where it was", () => {
  const [page] = rowOf("a");

  for (const quarters of [1, 3, 1, 3]) turn([page], 0, quarters);

  assert.equal(page.turns, 0);
});
