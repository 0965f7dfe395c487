// Sugar for filing: steps without a jump, a list of kinds that narrows, larger pictures.
// Without it every step is a plain form that comes back with what was typed.

// Where the hand goes on after a step: a dossier to choose, a person to tick, a field to fill.
const NEXT_FIELD = ["[name=take]", "[name=people]", "[name=new-arabic]", "#find"];

const form = document.querySelector("[data-filing]");
if (form) {
  stepInPlace(form);
  narrowKinds(form.querySelector("[data-kind-part]"));
}
zoom(document.querySelector("[data-sheets]"));

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
  form.addEventListener("keydown", (event) => {
    // Enter in a field other than the search must not send half a form.
    const { target } = event;
    if (event.key !== "Enter" || target.id === "find") return;
    if (target.matches("input:not([type=checkbox])")) event.preventDefault();
  });
}

async function step(form, [name, value]) {
  const part = form.querySelector("[data-dossier-part]");
  const body = new FormData(form);
  body.set(name, value);
  part.classList.add("is-waiting");
  try {
    const response = await fetch(location.pathname, { method: "POST", body });
    if (!response.ok) throw new Error(`answer ${response.status}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-dossier-part]");
    if (!fresh) throw new Error("no form in the answer");
    part.replaceChildren(...fresh.childNodes);
    NEXT_FIELD.map((what) => part.querySelector(what)).find(Boolean)?.focus();
  } catch {
    // Let the browser do it the plain way: it shows what went wrong.
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(field);
    HTMLFormElement.prototype.submit.call(form);
  } finally {
    part.classList.remove("is-waiting");
  }
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
    if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      if (!select.value) select.value = [...select.options].find((option) => option.value)?.value ?? "";
      select.focus();
    }
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

function zoom(sheets) {
  const view = sheets.querySelector("[data-zoom-view]");
  const tools = sheets.querySelector("[data-zoom-tools]");
  tools.hidden = !view.querySelector("img");
  const change = (by) => {
    const level = by === 0 ? 1 : Math.min(4, Math.max(1, Number(sheets.dataset.zoom) + by));
    const middle = (view.scrollTop + view.clientHeight / 2) / view.scrollHeight;
    sheets.dataset.zoom = level;
    view.scrollTop = middle * view.scrollHeight - view.clientHeight / 2;
  };
  for (const button of tools.querySelectorAll("button")) {
    button.addEventListener("click", () => change(Number(button.dataset.zoomBy)));
  }
  view.addEventListener("keydown", (event) => {
    const by = { "+": 1, "=": 1, "-": -1, 0: 0 }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    change(by);
  });
  // With the script a click on the picture enlarges it here; the link stays for a new window.
  view.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || !event.target.matches(".sheet img")) return;
    event.preventDefault();
    change(sheets.dataset.zoom === "4" ? 0 : 1);
  });
}
