// Take along into another language what is typed beside the one form that the switch sends: rows of a
// list, small forms. Without a script only that form goes along. Words travel in the body of a POST.

import { presentToken } from "./csrf.js";
import { hasModifier } from "./keys.js";
import { leaveUnsent } from "./unsent-words.js";

// What the server looks for: dossiers/web/refill.py.
const AT = "at:";
const FIELDS = "main :is(input:not([type=hidden], [type=password], [type=file]), textarea, select)[id][name]";

document.addEventListener("click", (event) => {
  const way = event.target.closest(".language-switch :is(a, button)");
  if (!way || hasModifier(event)) return;
  // A form whose fields stand in the address takes no words along.
  const carrier = way.form?.method === "post" ? way.form : null;
  const typed = [...document.querySelectorAll(FIELDS)].filter((field) => field.form !== carrier && isTyped(field));
  if (typed.every((field) => field.form === way.form)) return;
  if (carrier) addTo(carrier, typed);
  else {
    event.preventDefault();
    send(way.href ?? way.formAction, typed);
  }
});

function addTo(form, typed) {
  const add = ({ formData }) => typed.forEach((field) => formData.append(AT + field.id, valueOf(field)));
  form.addEventListener("formdata", add, { once: true });
}

function send(address, typed) {
  const form = Object.assign(document.createElement("form"), { method: "post", action: address, hidden: true });
  document.body.append(form);
  form.addEventListener("formdata", ({ formData }) => {
    formData.append("csrfmiddlewaretoken", presentToken());
    formData.append("keep", "1");
  });
  addTo(form, typed);
  leaveUnsent();
  form.submit();
  form.remove();
}

function isTyped(field) {
  if ("typed" in field.dataset) return true;
  if (isTicked(field)) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return field.selectedIndex !== firstChoice(field);
  return field.value !== field.defaultValue;
}

function valueOf(field) {
  return isTicked(field) && !field.checked ? "" : field.value;
}

function isTicked(field) {
  return field.matches("[type=checkbox], [type=radio]");
}

function firstChoice({ options }) {
  return Math.max(0, [...options].findIndex((option) => option.defaultSelected));
}
