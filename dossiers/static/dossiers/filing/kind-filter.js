// Narrow the list of kinds by words typed above it. Without it the whole list is scrolled.

import { fold } from "../web/text.js";

// A field above the list: its words, in any language, leave only the kinds that have them all.
export function narrowKinds(part, { onChosen }) {
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
    else onChosen(part);
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
