import assert from "node:assert/strict";
import test from "node:test";

import { deedOf } from "../../dossiers/static/dossiers/documents/viewer-keys.js";

for (const [name, event, deed] of [
  ["plus", { key: "+", code: "Equal", shiftKey: true }, "larger"],
  ["the Arabic question mark", { key: "؟", code: "Slash", shiftKey: true }, "help"],
  ["R on an Arabic keyboard", { key: "ق", code: "KeyR", shiftKey: false }, "turn"],
  ["Shift and R", { key: "R", code: "KeyR", shiftKey: true }, "turn-back"],
  ["1 of a French keyboard, with Shift", { key: "1", code: "Digit1", shiftKey: true }, "width"],
  ["& of a French keyboard", { key: "&", code: "Digit1", shiftKey: false }, "width"],
  ["Shift and T", { key: "T", code: "KeyT", shiftKey: true }, undefined],
  ["Q", { key: "q", code: "KeyQ", shiftKey: false }, undefined],
]) {
  test(`${name} means ${deed ?? "nothing"}`, () => {
    assert.equal(deedOf(event), deed);
  });
}
