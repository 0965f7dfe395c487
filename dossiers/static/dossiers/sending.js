// Sending the papers that bringing.js brings, one after the other, each by tus
// (vendor/tus.min.js), so that a cut line costs nothing. Without it the plain form sends them.

const words = JSON.parse(document.getElementById("tray-words").textContent);
const CHUNK_BYTES = 2 * 1024 * 1024;
// After a cut: at once, then slower; progress begins the list anew. About half an hour in all.
const RETRY_DELAYS_MS = [0, 1000, 2000, 5000, 10000, ...Array(60).fill(30000)];
// A line can die without a word. The last piece is answered when the file has been looked into,
// which may take a minute: what shows no sign for longer is taken up again where it stopped.
const SILENCE_MS = 90_000;
const LISTEN_EVERY_MS = 5000;
const FINGERPRINT_BYTES = 64 * 1024;
const THUMBNAIL_PX = 96;

const uploadForm = document.querySelector("[data-upload]");
if (uploadForm && window.tus?.isSupported) sendOneByOne(uploadForm);

function sendOneByOne(form) {
  const list = document.querySelector("[data-outcomes]");
  const count = document.querySelector("[data-sent]");
  const queue = [];
  const jobs = [];
  let isSending = false;

  document.addEventListener("tray:brought", (event) => take(event.detail));
  // A closed page would take the waiting photographs with it.
  window.addEventListener("beforeunload", (event) => {
    if (isSending || jobs.some((job) => !job.hasEnded)) event.preventDefault();
  });
  window.addEventListener("online", () => {
    for (const job of jobs) if (job.isLost) enqueue(job);
  });

  function take(brought) {
    for (const { file, isFolder } of brought) {
      const line = new OutcomeLine(file);
      list.append(line.element);
      const reason = reasonAgainst(file, isFolder);
      if (reason) {
        line.refuse(reason);
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

function reasonAgainst(file, isFolder) {
  if (isFolder) return words.folder;
  if (file.size === 0) return words.empty;
  return file.size > words.max_bytes ? words.too_large : "";
}

// Resolves when the file is captured, refused or lost for now; tus goes on after every cut.
async function send(form, job, tryAgain) {
  const { file, line, unit } = job;
  if (job.wasSignedOut) await renewTokens(form.dataset.address);
  return new Promise((done) => {
    const ear = new Ear(() => {
      line.pause();
      upload.abort();
      goOn(upload, job).catch(giveUp);
    });
    const end = (finish) => {
      ear.close();
      finish();
      done();
    };
    const lose = (wasSignedOut) =>
      end(() => {
        Object.assign(job, { isLost: true, wasSignedOut });
        line.lose(wasSignedOut ? words.signed_out : words.lost, tryAgain);
        if (wasSignedOut) line.lead(form.dataset.address, words.sign_in);
      });
    const close = (finish) => {
      job.hasEnded = true;
      end(finish);
    };
    // A card taken out, a file saved anew: no line brings that back.
    const giveUp = () => {
      upload.abort();
      close(() => line.refuse(words.unreadable));
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
      onProgress: (loaded, total) => {
        ear.hear();
        line.progress(loaded, total);
      },
      onAfterResponse: (request, response) => {
        ear.hear();
        refuseToBeginAnew(request, response);
      },
      onShouldRetry: (error) => {
        if (!mayPass(error)) return false;
        line.pause();
        file.slice(0, 1).arrayBuffer().catch(giveUp);
        return true;
      },
      onError: (error) => {
        const reason = reasonOf(error);
        if (reason) close(() => line.refuse(reason));
        else lose(wasSignedOut(error));
      },
      onSuccess: async () => {
        ear.close();
        const outcome = await outcomeOf(upload.url);
        if (!outcome) lose(false);
        else close(() => line.conclude(outcome));
        document.dispatchEvent(new Event("tray:changed"));
      },
    });
    goOn(upload, job).catch(giveUp);
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

// Whoever signs in again, in another tab, has a new token; the forms here have the old one.
async function renewTokens(address) {
  try {
    const response = await fetch(address, { cache: "no-store" });
    if (!response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-upload] [name=csrfmiddlewaretoken]").value;
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = fresh;
  } catch {
    // The line is down: the sending says so.
  }
}

// tus takes any answer but a good one for "there is no such upload" and begins a second: where
// the server only stumbles, that would send everything again, and perhaps twice.
function refuseToBeginAnew(request, response) {
  if (request.getMethod() === "HEAD" && response.getStatus() >= 500) {
    throw new Error("the server stumbles");
  }
}

async function outcomeOf(url) {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      const signal = AbortSignal.timeout(SILENCE_MS);
      const response = await fetch(url, { headers: { Accept: "application/json" }, signal });
      if (response.ok && !response.redirected) return await response.json();
      // Looked into only now, and refused.
      if (response.status === 422) return { captured: false, ...(await response.json()) };
      if (response.status < 500) return null;
    } catch {
      // The line is down for a moment.
    }
    await new Promise((again) => setTimeout(again, 1000 * 2 ** attempt));
  }
  return null;
}

// A cut, a server that restarts, a place in the file that moved: all pass. What has expired in
// the middle begins anew.
function mayPass(error) {
  if (wasSignedOut(error)) return false;
  const status = error.originalResponse?.getStatus() ?? 0;
  // A full disk: the answer says what to do, and trying again does not help.
  if (status === 507) return false;
  if (status === 404) return error.originalRequest.getMethod() === "PATCH";
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

// Calls out when nothing was heard for long.
class Ear {
  constructor(callOut) {
    this.hear();
    this.timer = setInterval(() => {
      if (Date.now() - this.heardAt < SILENCE_MS) return;
      this.hear();
      callOut();
    }, LISTEN_EVERY_MS);
  }

  hear() {
    this.heardAt = Date.now();
  }

  close() {
    clearInterval(this.timer);
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
    this.ways?.remove();
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
    this.ways = document.createElement("div");
    this.ways.className = "cluster outcome-ways";
    this.ways.append(button);
    this.box.append(this.ways);
  }

  // In a tab of its own: this one holds the files.
  lead(address, text) {
    const link = document.createElement("a");
    Object.assign(link, { href: address, target: "_blank", rel: "noopener", textContent: text });
    link.className = "button button-small";
    this.ways.prepend(link);
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
