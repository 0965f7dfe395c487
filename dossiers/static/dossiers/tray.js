// Sugar for the tray: drop files, see each one travel, watch the reading go on.
// Without it the form sends the files and the page is looked at again by hand.

const words = JSON.parse(document.getElementById("tray-words").textContent);
const POLL_MS = 2000;

const uploadForm = document.querySelector("[data-upload]");
const tray = document.querySelector("[data-tray]");
const poll = watchTray(tray);
if (uploadForm) sendOneByOne(uploadForm);

function sendOneByOne(form) {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector("[data-drop]");
  const list = document.querySelector("[data-outcomes]");
  const queue = [];
  let isSending = false;

  // The label becomes the button; files leave as soon as they are chosen.
  zone.classList.add("is-scripted");
  form.querySelector("[data-choose]").className = "button button-primary";
  form.querySelector("[data-send]").hidden = true;
  form.querySelector("[data-drop-hint]").hidden = false;
  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove("is-over");
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    take(event.dataTransfer.files);
  });
  // A file dropped beside the zone must not replace the page.
  for (const name of ["dragover", "drop"]) {
    window.addEventListener(name, (event) => event.preventDefault());
  }

  function take(files) {
    for (const file of files) {
      const line = new OutcomeLine(file.name);
      list.append(line.element);
      if (file.size === 0) line.refuse(words.empty);
      else if (file.size > words.max_bytes) line.refuse(words.too_large);
      else enqueue({ file, line, id: newId() });
    }
  }

  function enqueue(job) {
    job.line.wait();
    queue.push(job);
    next();
  }

  function next() {
    if (isSending || queue.length === 0) return;
    isSending = true;
    const job = queue.shift();
    send(form, job, () => enqueue(job)).finally(() => {
      isSending = false;
      next();
    });
  }
}

// One request a file. The id makes a second try harmless: it is captured once.
function send(form, { file, line, id }, tryAgain) {
  const body = new FormData(form);
  body.set("papers", file);
  body.set("upload_id", id);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => line.progress(event));
    request.addEventListener("loadend", () => {
      tellAnswer(request, line, tryAgain);
      done();
    });
    request.send(body);
  });
}

function tellAnswer(request, line, tryAgain) {
  const answer = readJson(request);
  if (answer?.outcomes) {
    const [outcome] = answer.outcomes;
    if (outcome.captured) {
      line.capture(outcome.notice);
      poll();
    } else line.refuse(outcome.reason);
  } else if (answer?.reasons) line.refuse(answer.reasons.join(" "));
  // Signed out: the answer is the sign-in page instead of JSON.
  else if (request.status === 200 || request.status === 403) line.lose(words.signed_out, tryAgain);
  else line.lose(words.lost, tryAgain);
}

function readJson(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
}

// randomUUID exists on https and localhost only; a centre's own network may have neither.
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

class OutcomeLine {
  constructor(name) {
    this.element = document.createElement("li");
    this.element.className = "outcome";
    const box = document.createElement("div");
    const title = document.createElement("bdi");
    title.className = "outcome-name";
    title.textContent = name;
    this.word = document.createElement("p");
    this.word.className = "outcome-word";
    box.append(title, this.word);
    this.box = box;
    this.element.append(box);
  }

  wait() {
    this.box.querySelector("button")?.remove();
    this.element.className = "outcome";
    this.word.textContent = words.waiting;
  }

  progress({ loaded, total, lengthComputable }) {
    if (!this.bar) {
      this.bar = document.createElement("progress");
      this.bar.setAttribute("aria-label", words.sending);
      this.box.append(this.bar);
    }
    if (lengthComputable) [this.bar.max, this.bar.value] = [total, loaded];
    const word = loaded < total ? words.sending : words.checking;
    if (this.word.textContent !== word) this.word.textContent = word;
  }

  capture(notice) {
    this.end("outcome-ok", words.captured);
    if (!notice) return;
    const line = document.createElement("p");
    line.className = "outcome-notice";
    line.textContent = notice;
    this.box.append(line);
  }

  refuse(reason) {
    this.end("outcome-refused", `${words.refused}: ${reason}`);
  }

  lose(reason, tryAgain) {
    this.end("outcome-refused", reason);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.textContent = words.again;
    button.addEventListener("click", tryAgain, { once: true });
    this.box.append(button);
  }

  end(look, text) {
    this.bar?.remove();
    this.bar = null;
    this.element.classList.add(look);
    this.word.textContent = text;
  }
}

// Ask every two seconds, only while something is in work and somebody looks.
function watchTray(section) {
  const list = section.querySelector("[data-papers]");
  const empty = section.querySelector("[data-empty]");
  const count = section.querySelector("[data-count]");
  const said = section.querySelector("[data-said]");
  let etag = "";
  let inWork = section.hasAttribute("data-in-work");
  let timer = 0;

  async function ask() {
    clearTimeout(timer);
    try {
      const headers = { Accept: "application/json" };
      if (etag) headers["If-None-Match"] = etag;
      const response = await fetch(section.dataset.status, { headers, cache: "no-store" });
      if (response.status === 200 && !response.redirected) {
        etag = response.headers.get("ETag") ?? "";
        show(await response.json());
      } else if (response.status !== 304) inWork = false;
    } catch {
      // The line is down for a moment: the next round asks again.
    }
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (inWork && document.visibilityState === "visible") timer = setTimeout(ask, POLL_MS);
  }

  function show(status) {
    inWork = status.in_work;
    count.textContent = status.count;
    if (said.textContent !== status.said) said.textContent = status.said;
    const lines = status.papers.map(lineFor);
    for (const line of [...list.children]) if (!lines.includes(line)) line.remove();
    lines.forEach((line, place) => {
      if (list.children[place] !== line) list.insertBefore(line, list.children[place] ?? null);
    });
    empty.hidden = lines.length > 0;
  }

  // The line that is there, or a newer one in its place; the focus stays where it was.
  function lineFor({ uid, mark, html }) {
    const old = list.querySelector(`[data-uid="${CSS.escape(uid)}"]`);
    if (old?.dataset.mark === mark) return old;
    const template = document.createElement("template");
    template.innerHTML = html;
    const line = template.content.querySelector("li");
    const hadFocus = old?.contains(document.activeElement);
    old?.replaceWith(line);
    if (hadFocus) line.querySelector("a, button")?.focus();
    return line;
  }

  document.addEventListener("visibilitychange", () => {
    if (inWork && document.visibilityState === "visible") ask();
  });
  plan();
  return ask;
}
