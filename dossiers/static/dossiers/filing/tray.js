// Put the parts of the tray together: files taken, files sent, the list that shows how they are read.
// Without it the plain form sends what was chosen, and a button loads the list again.

import { offerFilePicker } from "./file-picker.js";
import { watchTray } from "./tray-list.js";
import { canSend, sendOneByOne } from "./tus-upload.js";

const { ask } = watchTray(document.querySelector("[data-tray]"));
const form = document.querySelector("[data-upload]");
if (form && canSend()) {
  const words = JSON.parse(document.getElementById("tray-words").textContent);
  const { take } = sendOneByOne(form, { words, onCaptured: ask });
  offerFilePicker(form, { bring: take, words });
}
