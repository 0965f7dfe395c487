import assert from "node:assert/strict";
import test from "node:test";

import { fill, fold } from "../../dossiers/static/dossiers/web/text.js";

for (const [written, folded] of [
  ["Carte d’Identité", "carte d’identite"],
  ["أحمد", "احمد"],
  ["شهادة", "شهاده"],
  ["موسى", "موسي"],
  ["عَقْد", "عقد"],
]) {
  test(`${written} is compared as ${folded}`, () => {
    assert.equal(fold(written), folded);
  });
}

test("a sentence takes its values by name", () => {
  assert.equal(fill("Page %(place)s of paper %(number)s", { number: 2, place: 3 }), "Page 3 of paper 2");
});
