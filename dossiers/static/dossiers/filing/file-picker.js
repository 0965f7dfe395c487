// Take papers to send: chosen, dropped, pasted or photographed.
// Without it the plain form sends what was chosen.

// `bring` gets a list of { file, isFolder }; `words.pasted` names a pasted picture.
export function offerFilePicker(form, { bring, words }) {
  prepare(form, bring);
  takeDropped(form.querySelector("[data-drop]"), bring);
  takePasted(bring, words);
}

// The label becomes the button; files leave as soon as they are there.
function prepare(form, bring) {
  form.querySelector("[data-drop]").classList.add("is-scripted");
  for (const button of form.querySelectorAll("[data-choose]")) {
    button.className = button.dataset.choose;
  }
  form.querySelector("[data-send]").hidden = true;
  form.querySelector("[data-drop-hint]").hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      bring([...input.files].map((file) => ({ file })));
      input.value = "";
    });
  }
}

// Files are taken wherever on the page they fall, and nothing that falls replaces the page.
function takeDropped(zone, bring) {
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      if (!hasFiles(event) && isText(event.target)) return;
      event.preventDefault();
      zone.classList.toggle("is-over", hasFiles(event));
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    zone.classList.remove("is-over");
    if (!hasFiles(event) && isText(event.target)) return;
    event.preventDefault();
    bring(droppedIn(event.dataTransfer));
  });
}

function hasFiles(event) {
  return event.dataTransfer.types.includes("Files");
}

function isText(target) {
  return Boolean(target.closest?.("input, textarea"));
}

// Browsers give a folder out as a file that cannot be read.
function droppedIn(transfer) {
  return [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => ({
      file: item.getAsFile(),
      isFolder: item.webkitGetAsEntry?.()?.isDirectory ?? false,
    }))
    .filter(({ file }) => file);
}

function takePasted(bring, words) {
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // Copied from a text, words come with a picture of themselves: a field takes the words.
    const isMeantAsText = isText(event.target) && event.clipboardData.types.includes("text/plain");
    if (files.length === 0 || isMeantAsText) return;
    event.preventDefault();
    bring(files.map((file) => ({ file: named(file, words) })));
  });
}

// Browsers call every pasted picture "image.png".
function named(file, words) {
  if (!file.type.startsWith("image/")) return file;
  const name = `${words.pasted} ${new Date().toTimeString().slice(0, 8).replaceAll(":", ".")}`;
  return new File([file], `${name}.${file.type.slice(6)}`, { type: file.type });
}
