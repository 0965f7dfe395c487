// Sending papers: chosen, dropped, pasted or photographed, one after the other, each by tus
// (vendor/tus.min.js), so that a cut line costs nothing. Without it the plain form sends them.

const words = JSON.parse(document.getElementById("tray-words").textContent);
const CHUNK_BYTES = 2 * 1024 * 1024;
// After a cut: at once, then slower; progress begins the list anew. About half an hour in all.
const RETRY_DELAYS_MS = [0, 1000, 2000, 5000, 10000, ...Array(60).fill(30000)];
const FINGERPRINT_BYTES = 64 * 1024;
const THUMBNAIL_PX = 96;

const uploadForm = document.querySelector("[data-upload]");
if (uploadForm && window.tus?.isSupported) sendOneByOne(uploadForm);

function sendOneByOne(form) {
  const zone = form.querySelector("[data-drop]");
  const list = document.querySelector("[data-outcomes]");
  const count = document.querySelector("[data-sent]");
  const queue = [];
  const jobs = [];
  let isSending = false;

  prepare(form, zone, take);
  // A closed page would take the waiting photographs with it.
  window.addEventListener("beforeunload", (event) => {
    if (isSending || queue.length > 0) event.preventDefault();
  });
  window.addEventListener("online", () => {
    for (const job of jobs) if (job.isLost) enqueue(job);
  });

  function take(files) {
    for (const file of files) {
      const line = new OutcomeLine(file);
      list.append(line.element);
      const isTooLarge = file.size > words.max_bytes;
      if (file.size === 0 || isTooLarge) {
        line.refuse(isTooLarge ? words.too_large : words.empty);
        // It counts among the files on the list, though nothing of it is sent.
        jobs.push({ hasEnded: true });
        tell();
      } else begin({ file, line, unit: form.elements.unit.value });
    }
  }

  function begin(job) {
    jobs.push(job);
    enqueue(job);
  }

  function enqueue(job) {
    job.isLost = false;
    job.line.wait();
    queue.push(job);
    next();
  }

  async function next() {
    tell();
    if (isSending || queue.length === 0) return;
    isSending = true;
    const job = queue.shift();
    await send(form, job, () => enqueue(job));
    isSending = false;
    next();
  }

  function tell() {
    const ended = jobs.filter((job) => job.hasEnded).length;
    count.hidden = jobs.length < 2;
    count.textContent = words.so_far.replace("{done}", ended).replace("{all}", jobs.length);
  }
}

// The label becomes the button; files leave as soon as they are there.
function prepare(form, zone, take) {
  zone.classList.add("is-scripted");
  for (const button of form.querySelectorAll("[data-choose]")) {
    button.className = button.dataset.choose;
  }
  form.querySelector("[data-send]").hidden = true;
  form.querySelector("[data-drop-hint]").hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      take([...input.files]);
      input.value = "";
    });
  }
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
    take([...event.dataTransfer.files]);
  });
  // A file dropped beside the zone must not replace the page.
  for (const name of ["dragover", "drop"]) {
    window.addEventListener(name, (event) => event.preventDefault());
  }
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    take(files.map(named));
  });
}

// Browsers call every pasted picture "image.png".
function named(file) {
  if (!file.type.startsWith("image/")) return file;
  const name = `${words.pasted} ${new Date().toTimeString().slice(0, 8).replaceAll(":", ".")}`;
  return new File([file], `${name}.${file.type.slice(6)}`, { type: file.type });
}

// Resolves when the file is captured, refused or lost for now; tus goes on after every cut.
function send(form, job, tryAgain) {
  const { file, line, unit } = job;
  return new Promise((done) => {
    const end = (finish) => {
      finish();
      done();
    };
    const lose = (reason) =>
      end(() => {
        job.isLost = true;
        line.lose(reason, tryAgain);
      });
    const close = (finish) => {
      job.hasEnded = true;
      end(finish);
    };
    const upload = new window.tus.Upload(file, {
      endpoint: new URL(form.dataset.arrivals, location.href).href,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      metadata: { filename: file.name, unit },
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      urlStorage: new TabStorage(),
      fingerprint: () => fingerprint(file, unit),
      removeFingerprintOnSuccess: true,
      onUploadUrlAvailable: () => {
        job.url = upload.url;
      },
      onProgress: (loaded, total) => line.progress(loaded, total),
      onShouldRetry: (error) => {
        const again = mayPass(error);
        if (again) line.pause();
        return again;
      },
      onError: (error) => {
        const reason = reasonOf(error);
        if (reason) close(() => line.refuse(reason));
        else lose(wasSignedOut(error) ? words.signed_out : words.lost);
      },
      onSuccess: async () => {
        const outcome = await outcomeOf(upload.url);
        if (!outcome) lose(words.lost);
        else close(() => line.conclude(outcome));
        document.dispatchEvent(new Event("tray:changed"));
      },
    });
    goOn(upload, job);
  });
}

// A second try goes on where the first stopped; so does the same file after a reload.
async function goOn(upload, job) {
  if (job.url) upload.url = job.url;
  else {
    const [earlier] = await upload.findPreviousUploads();
    if (earlier) upload.resumeFromPreviousUpload(earlier);
  }
  upload.start();
}

async function outcomeOf(url) {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" } });
      if (response.ok && !response.redirected) return await response.json();
      if (response.status < 500) return null;
    } catch {
      // The line is down for a moment.
    }
    await new Promise((again) => setTimeout(again, 1000 * 2 ** attempt));
  }
  return null;
}

// A cut, a server that restarts, a place in the file that moved: all pass.
function mayPass(error) {
  if (wasSignedOut(error)) return false;
  const status = error.originalResponse?.getStatus() ?? 0;
  return status === 0 || status >= 500 || [409, 423, 429, 460].includes(status);
}

// Signed out: the request was led to the sign-in page, or its token is an old one.
function wasSignedOut(error) {
  const request = error.originalResponse?.getUnderlyingObject();
  if (!request?.responseURL) return false;
  const asked = new URL(error.originalRequest.getURL(), location.href).pathname;
  return request.status === 403 || new URL(request.responseURL).pathname !== asked;
}

function reasonOf(error) {
  try {
    return JSON.parse(error.originalResponse.getBody()).reason ?? "";
  } catch {
    return "";
  }
}

// Where an upload goes on after a reload: in this tab only, and without the name of the file.
class TabStorage {
  prefix = "arrival:";

  async findAllUploads() {
    return this.read(() => true);
  }

  async findUploadsByFingerprint(print) {
    return this.read((key) => key === this.prefix + print);
  }

  async addUpload(print, upload) {
    const key = this.prefix + print;
    sessionStorage.setItem(key, JSON.stringify({ uploadUrl: upload.uploadUrl }));
    return key;
  }

  async removeUpload(key) {
    sessionStorage.removeItem(key);
  }

  read(isWanted) {
    return Object.keys(sessionStorage)
      .filter((key) => key.startsWith(this.prefix) && isWanted(key))
      .map((key) => ({ ...JSON.parse(sessionStorage.getItem(key)), urlStorageKey: key }));
  }
}

// Two files with the same print would be mixed: its head and tail are part of it.
async function fingerprint(file, unit) {
  const head = file.slice(0, FINGERPRINT_BYTES).arrayBuffer();
  const tail = file.slice(-FINGERPRINT_BYTES).arrayBuffer();
  const told = new TextEncoder().encode(
    [unit, file.name, file.size, file.lastModified].join("\n"),
  );
  return mixed([told, new Uint8Array(await head), new Uint8Array(await tail)]);
}

// A hash of 106 bits (cyrb53 twice); crypto.subtle exists on https and localhost only.
function mixed(parts) {
  return [0x9e3779b9, 0x7f4a7c15]
    .map((seed) => {
      let [high, low] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
      for (const part of parts)
        for (const byte of part) {
          high = Math.imul(high ^ byte, 2654435761);
          low = Math.imul(low ^ byte, 1597334677);
        }
      high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
      low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
      return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
    })
    .join("");
}

class OutcomeLine {
  constructor(file) {
    this.element = document.createElement("li");
    this.element.className = "outcome";
    const picture = document.createElement("canvas");
    picture.className = "outcome-picture";
    picture.setAttribute("aria-hidden", "true");
    this.box = document.createElement("div");
    const title = document.createElement("bdi");
    title.className = "outcome-name";
    title.textContent = file.name;
    this.word = document.createElement("p");
    this.word.className = "outcome-word";
    this.box.append(title, this.word);
    this.element.append(picture, this.box);
    draw(file, picture);
  }

  wait() {
    this.box.querySelector("button")?.remove();
    this.element.className = "outcome";
    this.say(words.waiting);
  }

  progress(loaded, total) {
    if (!this.bar) {
      this.bar = document.createElement("progress");
      this.bar.setAttribute("aria-label", words.sending);
      this.box.append(this.bar);
    }
    [this.bar.max, this.bar.value] = [total, loaded];
    this.element.classList.remove("outcome-paused");
    this.say(loaded < total ? words.sending : words.checking);
  }

  pause() {
    this.element.classList.add("outcome-paused");
    this.say(words.paused);
  }

  conclude({ captured, waiting, reason, notice }) {
    if (!captured && !waiting) return this.refuse(reason);
    this.end(captured ? "outcome-ok" : "outcome-paused", captured ? words.captured : reason);
    if (!notice) return;
    const line = document.createElement("p");
    line.className = "outcome-notice";
    line.textContent = notice;
    this.box.append(line);
  }

  refuse(reason) {
    this.end("outcome-refused", `${words.refused} ${reason}`);
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
    this.element.classList.remove("outcome-paused");
    this.element.classList.add(look);
    this.say(text);
  }

  say(text) {
    if (this.word.textContent !== text) this.word.textContent = text;
  }
}

// A small picture of a photograph, so that a batch can be looked over; drawn, for the policy of
// the page shows no blob. What the browser cannot open stays a grey sheet.
async function draw(file, canvas) {
  [canvas.width, canvas.height] = [THUMBNAIL_PX, THUMBNAIL_PX];
  if (!file.type.startsWith("image/")) return;
  try {
    const picture = await createImageBitmap(file, { resizeHeight: THUMBNAIL_PX });
    const x = (THUMBNAIL_PX - picture.width) / 2;
    canvas.getContext("2d").drawImage(picture, x, 0);
    picture.close();
  } catch {
    canvas.classList.add("is-blank");
  }
}
