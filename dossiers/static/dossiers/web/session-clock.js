// When the session warning is due. Knows no page; all times in seconds.

const LONGEST_WAIT_S = 300;

// What is to be shown: nothing, the warning, the end of the day, or that it is over.
export function stageOf({ left, warn_at: warnAt, can_stay: canStay }) {
  if (left <= 0) return "after";
  if (left > warnAt) return "quiet";
  return canStay ? "before" : "last";
}

// When to look again: at the warning, at the end, and now and then between.
export function nextLook({ left, warn_at: warnAt }) {
  if (left <= 0) return 15;
  const due = left > warnAt ? left - warnAt : left;
  return Math.min(due + 1, LONGEST_WAIT_S);
}
