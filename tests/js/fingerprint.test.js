import assert from "node:assert/strict";
import { File } from "node:buffer";
import test from "node:test";

import { fingerprint } from "../../dossiers/static/dossiers/filing/fingerprint.js";

const scan = (words, { name = "scan.pdf", lastModified = 1 } = {}) => new File([words], name, { lastModified });

test("the same file in the same unit is known again", async () => {
  assert.equal(await fingerprint(scan("one"), "health"), await fingerprint(scan("one"), "health"));
});

for (const [difference, file, unit] of [
  ["other words", scan("two"), "health"],
  ["another name", scan("one", { name: "other.pdf" }), "health"],
  ["another unit", scan("one"), "school"],
  ["another day", scan("one", { lastModified: 2 }), "health"],
]) {
  test(`a file with ${difference} is another one`, async () => {
    assert.notEqual(await fingerprint(file, unit), await fingerprint(scan("one"), "health"));
  });
}
