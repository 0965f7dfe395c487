// When the warning of session.js is due. Knows no page; all times in seconds.

const WARN_AT_S = 120;
const LONGEST_WAIT_S = 300;

// What is to be shown: nothing, the warning, the end of the day, or that it is over.
export function stageOf({ left, can_stay: canStay }) {
  if (left <= 0) return "after";
  if (left > WARN_AT_S) return "quiet";
  return canStay ? "before" : "last";
}

// When to look again: at the warning, at the end, and now and then between.
export function nextLook({ left }) {
  if (left <= 0) return 15;
  const due = left > WARN_AT_S ? left - WARN_AT_S : left;
  return Math.min(due + 1, LONGEST_WAIT_S);
}
