// Sugar for filing: steps without a jump, dossiers while one types, a list of kinds that narrows.
// Without it every step is a plain form that comes back with what was typed.

import { leaveUnsent } from "./unsent.js";

// Where the hand goes on after a step: a dossier to choose, else a new one to open, a field to fill.
const OPEN_NEW = "[data-candidates] [value=new]";
const NEXT_FIELD = [".candidates [name=take]", OPEN_NEW, "[name=new-arabic]", "#find"];
const TYPING_MS = 250;

const form = document.querySelector("[data-filing]");
if (form) {
  stepInPlace(form);
  findWhileTyping(form);
  narrowKinds(form.querySelector("[data-kind-part]"));
  // The browser obeys autofocus only where nothing else had the focus before.
  form.querySelector(".doubles[autofocus]")?.focus();
}

// Looking for a dossier, taking one, opening a new one: only that part of the form changes.
function stepInPlace(form) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    const find = form.querySelector("#find");
    const isStep = button?.hasAttribute("data-step");
    const meansFind = !button?.name && find?.value.trim();
    if (!isStep && !meansFind) return;
    event.preventDefault();
    step(form, meansFind ? ["do", "find"] : [button.name, button.value]);
  });
}

async function step(form, [name, value]) {
  const part = form.querySelector("[data-dossier-part]");
  part.classList.add("is-waiting");
  try {
    part.replaceChildren(...(await ask(form, name, value)).childNodes);
    // A dossier is chosen: the keys know what is next. Else there is something to choose or fill.
    const isChosen = part.querySelector("[name=dossier]");
    if (isChosen) document.dispatchEvent(new CustomEvent("filing:step", { detail: { part } }));
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

// Ask for a step; return the part of the form about the dossier as it is after it.
async function ask(form, name, value, signal) {
  const body = new FormData(form);
  body.set(name, value);
  const response = await fetch(location.pathname, { method: "POST", body, signal });
  if (!response.ok) throw new Error(`answer ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-dossier-part]");
  if (!fresh) throw new Error("no form in the answer");
  return fresh;
}

// Dossiers under the box while one types; the arrow goes down to them and from one to the next.
function findWhileTyping(form) {
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
        const fresh = await ask(form, "do", "find", asking.signal);
        const found = fresh.querySelector("[data-candidates]");
        if (found) form.querySelector("[data-candidates]")?.replaceChildren(...found.childNodes);
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

// A field above the list: its words, in any language, leave only the kinds that have them all.
function narrowKinds(part) {
  const select = part.querySelector("select");
  const whole = [...select.children];
  const label = document.createElement("label");
  label.className = "visually-hidden";
  label.htmlFor = "kind-filter";
  label.textContent = part.dataset.filterLabel;
  const input = document.createElement("input");
  Object.assign(input, { id: "kind-filter", type: "search", className: "kind-filter", dir: "auto" });
  input.placeholder = part.dataset.filterLabel;
  input.autocomplete = "off";
  select.before(label, input);

  input.addEventListener("input", () => {
    const wanted = fold(input.value).split(/\s+/).filter(Boolean);
    const chosen = select.value;
    select.replaceChildren(...whole.map((child) => narrowed(child, wanted)).filter(Boolean));
    const options = [...select.options].filter((option) => option.value);
    select.value = options.some((option) => option.value === chosen) ? chosen : "";
    select.size = wanted.length ? Math.min(Math.max(options.length + 2, 3), 8) : 1;
    if (wanted.length && options.length === 1) select.value = options[0].value;
  });
  input.addEventListener("keydown", (event) => {
    const isChoice = event.key === "ArrowDown" || (event.key === "Enter" && input.value.trim());
    if (!isChoice || event.ctrlKey) return;
    event.preventDefault();
    if (!select.value) select.value = [...select.options].find((option) => option.value)?.value ?? "";
    if (event.key === "ArrowDown" || !select.value) select.focus();
    else document.dispatchEvent(new CustomEvent("filing:step", { detail: { part } }));
  });
  select.addEventListener("change", () => {
    if (select.size > 1 && select.value) select.size = 1;
  });
}

function narrowed(child, wanted) {
  if (!wanted.length) return child.cloneNode(true);
  if (child.tagName !== "OPTGROUP") return null;
  const group = child.cloneNode(true);
  for (const option of [...group.children]) {
    const words = fold(option.dataset.words ?? option.textContent);
    if (!wanted.every((word) => words.includes(word))) option.remove();
  }
  return group.children.length ? group : null;
}

// Marks away, hamza and ya forms alike: enough to find a kind in a list of forty.
function fold(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\u0649/g, "\u064a") // ى → ي
    .replace(/\u0629/g, "\u0647"); // ة → ه
}
