import assert from "node:assert/strict";
import test from "node:test";

import { nextLook, stageOf } from "../../dossiers/static/dossiers/web/session-clock.js";

const session = (left, canStay = true) => ({ left, warn_at: 120, can_stay: canStay });

for (const [state, stage] of [
  [session(121), "quiet"],
  [session(120), "before"],
  [session(120, false), "last"],
  [session(0), "after"],
]) {
  test(`${state.left} seconds before the end the stage is "${stage}"`, () => {
    assert.equal(stageOf(state), stage);
  });
}

test("the next look falls just after the warning is due", () => {
  assert.equal(nextLook(session(180)), 61);
});

test("the next look is never more than five minutes away", () => {
  assert.equal(nextLook(session(3600)), 300);
});
