// Warn before the session ends, and keep what is typed while somebody signs in again.
// Without it the session ends all the same, and the sign-in page leads back.

import { presentToken, renewTokens } from "./csrf.js";
import { nextLook, stageOf } from "./session-clock.js";
import { leaveUnsent } from "./unsent-words.js";

const dialog = document.querySelector("[data-session]");
if (dialog) watchSession(dialog);

// The server alone knows how long is left: another window may have moved the end.
function watchSession(dialog) {
  const address = dialog.dataset.session;
  const parts = { before: "[data-before]", last: "[data-last]", after: "[data-after]" };
  let owner = null;
  let understood = false;
  let timer = 0;
  let asked = 0;
  let token = "";

  async function look(options = {}) {
    clearTimeout(timer);
    const turn = ++asked;
    try {
      const headers = { Accept: "application/json", "X-Aman-Background": "1", ...options.headers };
      const answer = await fetch(address, { cache: "no-store", ...options, headers });
      const state = answer.ok ? await answer.json() : null;
      if (turn !== asked) return; // A later question is under way: its answer counts.
      if (state) show(state);
      else plan(15);
    } catch {
      plan(15); // The line is down: the session is not known to have ended.
    }
  }

  function show(state) {
    const isOther = owner !== null && state.left > 0 && state.user !== owner;
    if (isOther) {
      leaveUnsent();
      location.reload(); // Somebody else is signed in now: this page is not theirs.
      return;
    }
    owner ??= state.user ?? null;
    const stage = stageOf(state);
    if (state.csrf) {
      token = state.csrf;
      renewTokens(token);
    }
    if (stage === "quiet" || (stage === "last" && understood)) close();
    else open(stage);
    plan(nextLook(state));
  }

  function open(stage) {
    for (const [name, selector] of Object.entries(parts)) {
      const part = dialog.querySelector(selector);
      part.hidden = name !== stage;
      part.querySelector("h2").id = name === stage ? "session-title" : "";
    }
    // Signed out: whoever passes by reads nothing of the page behind.
    document.documentElement.classList.toggle("is-signed-out", stage === "after");
    dialog.hidden = false;
    if (!dialog.open) dialog.showModal();
  }

  function close() {
    document.documentElement.classList.remove("is-signed-out");
    if (dialog.open) dialog.close();
    dialog.hidden = true;
  }

  function plan(seconds) {
    clearTimeout(timer);
    timer = setTimeout(look, seconds * 1000);
  }

  function stay() {
    look({ method: "POST", headers: { "X-CSRFToken": presentToken() ?? token } });
  }

  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  dialog.querySelector("[data-close]").addEventListener("click", () => {
    understood = true;
    close();
  });
  // Escape means "I am still here"; it does not open a page that was signed out.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (!dialog.querySelector("[data-before]").hidden) stay();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look();
  });
  window.addEventListener("focus", () => look());
  look();
}
