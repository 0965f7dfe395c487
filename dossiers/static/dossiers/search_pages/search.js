// Suggest people while a name is typed, and keep results through "back". Words travel in the body of
// a POST, never in an address. Without it the form is sent by its button.

import { areSingleKeysOn, hasModifier, isTyping } from "../web/keys.js";
import { fetchPart } from "../web/page-part.js";

const FROM_LETTERS = 2;
// The first key asks at once, the next ones at most so often: what is typed is answered while
// it is typed, and a key that is held down does not ask thirty times a second.
const WAIT_MS = 60;

const form = document.querySelector("form.desk-search");

if (form) {
  suggestWhileTyping(form);
  keepResults(form);
  sendChoices();
  walkByKeys(form);
}

// Offer people under the box: a combobox after the ARIA pattern with a listbox popup.
function suggestWhileTyping(form) {
  const input = form.querySelector('input[name="q"]');
  const list = form.querySelector('[role="listbox"]');
  const status = form.querySelector("[data-suggest-status]");
  let timer = 0;
  let askedAt = 0;
  let asking = null;
  let active = -1;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  input.addEventListener("input", () => {
    clearTimeout(timer);
    asking?.abort();
    if (input.value.trim().length < FROM_LETTERS) {
      close();
      return;
    }
    timer = setTimeout(ask, Math.max(0, askedAt + WAIT_MS - performance.now()));
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!list.children.length || (list.hidden && document.querySelector(".hits"))) return;
      event.preventDefault();
      list.hidden = false;
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      list.children[active].click();
    }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    asking?.abort();
    close();
  });

  async function ask() {
    askedAt = performance.now();
    asking = new AbortController();
    try {
      const response = await fetch(form.dataset.suggest, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        signal: asking.signal,
      });
      // A session that ended answers with the sign-in page: the form itself will lead there.
      if (!response.ok || response.redirected) return close();
      show((await response.json()).people);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function show(people) {
    if (document.activeElement !== input) return;
    list.replaceChildren(...people.map(option));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !people.length;
    input.setAttribute("aria-expanded", String(people.length > 0));
    status.textContent = people.length ? status.dataset.some : status.dataset.none;
  }

  function option(person, index) {
    const item = document.createElement("li");
    item.id = `${list.id}-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const name = piece("span", "suggestion-name names");
    if (person.arabic) name.append(script(person.arabic, "ar", "rtl"));
    if (person.latin) {
      const second = piece("span", "names-second");
      if (person.arabic) second.append(piece("span", "names-between"));
      second.append(script(person.latin, "fr", "ltr"));
      name.append(" ", second);
    }
    const place = piece("span", "suggestion-place");
    place.append(...[person.role, person.unit].filter(Boolean).map(isolated).flatMap(spaced));
    const reference = isolated(person.reference);
    reference.dir = "ltr";
    reference.className = "reference";
    place.append(reference);
    item.append(name, place);
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => location.assign(person.url));
    return item;
  }

  function move(step) {
    const count = list.children.length;
    list.children[active]?.setAttribute("aria-selected", "false");
    active = active < 0 && step < 0 ? count - 1 : (active + step + count) % count;
    const item = list.children[active];
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", item.id);
    input.setAttribute("aria-expanded", "true");
  }

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
}

// A results page came by POST: "back" to it would ask to send the form again. The question stays in
// this tab's history entry, and is sent again by itself.
function keepResults(form) {
  const results = document.querySelector("[data-results]");
  if (!results) return;
  form.addEventListener("submit", () => results.setAttribute("aria-busy", "true"));
  addEventListener("pageshow", () => results.removeAttribute("aria-busy"));
  if ("part" in results.dataset) {
    const asked = Object.fromEntries(new FormData(form));
    delete asked.csrfmiddlewaretoken;
    if (results.dataset.part) asked.part = results.dataset.part;
    if (results.dataset.page) asked.page = results.dataset.page;
    history.replaceState({ search: asked }, "", location.href);
  } else if (history.state?.search) {
    form.querySelector('input[name="q"]').value = history.state.search.q ?? "";
    fetchResults(form, results, history.state.search);
  }
}

// A choice or an order is sent when it is made; the button is for who has no script.
function sendChoices() {
  document.addEventListener("change", (event) => {
    const choices = event.target.closest("[data-choices]");
    if (choices) event.target.form.requestSubmit(choices.querySelector("button"));
  });
}

// "/" leads to the box, the arrows from the box through the hits and back.
function walkByKeys(form) {
  const input = form.querySelector('input[name="q"]');
  document.addEventListener("keydown", (event) => {
    if (hasModifier(event) || event.isComposing) return;
    if (event.key === "/" && !isTyping(event.target) && areSingleKeysOn()) {
      event.preventDefault();
      input.focus();
      input.select();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const hits = [...document.querySelectorAll(".hits h3 > a")];
    const place = event.target === input ? -1 : hits.indexOf(event.target);
    if (!step || event.defaultPrevented || (place < 0 && event.target !== input)) return;
    const next = place + step < 0 ? input : hits[place + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

async function fetchResults(form, results, asked) {
  results.setAttribute("aria-busy", "true");
  try {
    const body = new FormData(form);
    for (const [name, value] of Object.entries(asked)) body.set(name, value);
    const fresh = await fetchPart(form.action, "[data-results]", { method: "POST", body });
    results.replaceChildren(...fresh.childNodes);
  } catch {
    // The line is down or the session over: the button of the form shows which.
  } finally {
    results.removeAttribute("aria-busy");
  }
}

function piece(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

function isolated(text) {
  const element = document.createElement("bdi");
  element.textContent = text;
  return element;
}

function script(text, lang, dir) {
  const element = isolated(text);
  element.lang = lang;
  element.dir = dir;
  return element;
}

function spaced(element) {
  return [element, document.createTextNode(" · ")];
}
