// Put the parts of the filing form together: steps, keys, kinds and the pages beside it.
// Without it the form is sent step by step, and comes back with what was typed.

import { findWhileTyping, stepInPlace } from "./dossier-steps.js";
import { fileByKeys } from "./filing-keys.js";
import { narrowKinds } from "./kind-filter.js";
import { openPagePanel } from "./page-panel.js";

const panel = openPagePanel(document.querySelector("[data-sheets]"));
const form = document.querySelector("[data-filing]");
if (form) {
  let keys = null;
  const onChosen = (part) => keys.goOnFrom(part);
  stepInPlace(form, { onChosen });
  findWhileTyping(form);
  narrowKinds(form.querySelector("[data-kind-part]"), { onChosen });
  // What was refused is read first (refused.js); the keys take no focus from it.
  const isReadFirst = document.getElementById("problem") !== null;
  keys = fileByKeys(form, { ...panel, isReadFirst });
}
