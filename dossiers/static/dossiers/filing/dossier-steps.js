// Take the steps to a dossier without loading the page again, and list dossiers while a name is typed.
// Without it every step is a plain form that comes back with what was typed.

import { presentToken } from "../web/csrf.js";
import { fetchPart } from "../web/page-part.js";
import { leaveUnsent } from "../web/unsent-words.js";

// Where the hand goes on after a step: a dossier to choose, else a new one to open, a field to fill.
const OPEN_NEW = "[data-candidates] [value=new]";
const NEXT_FIELD = [".candidates [name=take]", OPEN_NEW, "[name=new-arabic]", "#find"];
const TYPING_MS = 250;

// Looking for a dossier, taking one, opening a new one: only that part of the form changes.
export function stepInPlace(form, { onChosen }) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    const find = form.querySelector("#find");
    const isStep = button?.hasAttribute("data-step");
    const meansFind = !button?.name && find?.value.trim();
    if (!isStep && !meansFind) return;
    event.preventDefault();
    step(form, meansFind ? ["do", "find"] : [button.name, button.value], onChosen);
  });
}

async function step(form, [name, value], onChosen) {
  const part = form.querySelector("[data-dossier-part]");
  part.classList.add("is-waiting");
  try {
    const body = new FormData(form);
    body.set(name, value);
    const fresh = await fetchPart(location.pathname, "[data-dossier-part]", { method: "POST", body });
    part.replaceChildren(...fresh.childNodes);
    // A dossier is chosen: the keys know what is next. Else there is something to choose or fill.
    const isChosen = part.querySelector("[name=dossier]");
    if (isChosen) onChosen(part);
    else NEXT_FIELD.map((what) => part.querySelector(what)).find(Boolean)?.focus();
  } catch {
    // Let the browser do it the plain way: it shows what went wrong.
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(field);
    leaveUnsent();
    HTMLFormElement.prototype.submit.call(form);
  } finally {
    part.classList.remove("is-waiting");
  }
}

// Dossiers under the box while one types; the arrow goes down to them and from one to the next.
export function findWhileTyping(form) {
  let timer = 0;
  let asking = null;
  const stop = () => {
    clearTimeout(timer);
    asking?.abort();
  };
  form.addEventListener("submit", stop);
  form.addEventListener("input", ({ target }) => {
    if (target.id !== "find") return;
    stop();
    if (target.value.trim().length < 2) return;
    timer = setTimeout(async () => {
      asking = new AbortController();
      try {
        const found = await candidatesFor(target.value, { url: form.dataset.candidatesUrl, signal: asking.signal });
        form.querySelector("[data-candidates]")?.replaceChildren(...found.childNodes);
      } catch {
        // Typed on, or the line is down: Enter asks again and tells.
      }
    }, TYPING_MS);
  });
  form.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const choices = `.candidates button, [data-before] button, ${OPEN_NEW}`;
    const isHere = event.target.matches(`#find, ${choices}`);
    if (!by || !isHere) return;
    const stops = [form.querySelector("#find"), ...form.querySelectorAll(choices)];
    const next = stops[stops.indexOf(event.target) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

// Only the words of the box are sent, and only the list comes back.
function candidatesFor(words, { url, signal }) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", presentToken());
  body.set("find", words);
  return fetchPart(url, "[data-candidates]", { method: "POST", body, signal });
}
