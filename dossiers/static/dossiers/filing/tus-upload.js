// Send papers one after the other by tus (vendor/tus.min.js), so that a lost connection costs nothing.
// Without it the plain form sends them.

import "../../vendor/tus.min.js";

import { renewTokens } from "../web/csrf.js";
import { fetchPart } from "../web/page-part.js";
import { fingerprint } from "./fingerprint.js";
import { OutcomeLine } from "./outcome-line.js";
import { mayPass, reasonOf, wasSignedOut } from "./upload-errors.js";

const CHUNK_BYTES = 2 * 1024 * 1024;
// After a cut: at once, then slower; progress begins the list anew. About half an hour in all.
const RETRY_DELAYS_MS = [0, 1000, 2000, 5000, 10000, ...Array(60).fill(30000)];
// A line can die without a word. The last piece is answered when the file has been looked into,
// which may take a minute: what shows no sign for longer is taken up again where it stopped.
const SILENCE_MS = 90_000;
const LISTEN_EVERY_MS = 5000;

export function canSend() {
  return Boolean(window.tus?.isSupported);
}

// Returns `take`, for files as the picker brings them; `onCaptured` is called after each.
export function sendOneByOne(form, { words, onCaptured }) {
  const list = document.querySelector("[data-outcomes]");
  const count = document.querySelector("[data-sent]");
  const queue = [];
  const jobs = [];
  let isSending = false;

  // A closed page would take the waiting photographs with it.
  window.addEventListener("beforeunload", (event) => {
    if (isSending || jobs.some((job) => !job.hasEnded)) event.preventDefault();
  });
  window.addEventListener("online", () => {
    for (const job of jobs) if (job.isLost) enqueue(job);
  });

  function take(brought) {
    for (const { file, isFolder } of brought) {
      const line = new OutcomeLine(file, words);
      list.append(line.element);
      const reason = reasonAgainst({ file, isFolder, words });
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
    await send(job, { form, words, onCaptured, tryAgain: () => enqueue(job) });
    isSending = false;
    next();
  }

  function tell() {
    const ended = jobs.filter((job) => job.hasEnded).length;
    count.hidden = jobs.length < 2;
    count.textContent = words.so_far.replace("{done}", ended).replace("{all}", jobs.length);
  }

  return { take };
}

function reasonAgainst({ file, isFolder, words }) {
  if (isFolder) return words.folder;
  if (file.size === 0) return words.empty;
  return file.size > words.max_bytes ? words.too_large : "";
}

// Resolves when the file is captured, refused or lost for now; tus goes on after every cut.
async function send(job, { form, words, onCaptured, tryAgain }) {
  const { file, line, unit } = job;
  if (job.wasSignedOut) await fetchTokens(form.dataset.address);
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
        onCaptured();
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
async function fetchTokens(address) {
  try {
    const field = await fetchPart(address, "[data-upload] [name=csrfmiddlewaretoken]", { cache: "no-store" });
    renewTokens(field.value);
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
