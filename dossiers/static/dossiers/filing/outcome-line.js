// One file on the list of what is sent: its picture, how far it is, how it ended.
// Without it the answer of the server lists the files.

const THUMBNAIL_PX = 96;

export class OutcomeLine {
  constructor(file, words) {
    this.words = words;
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
    this.say(this.words.waiting);
  }

  progress(loaded, total) {
    if (!this.bar) {
      this.bar = document.createElement("progress");
      this.bar.setAttribute("aria-label", this.words.sending);
      this.box.append(this.bar);
    }
    [this.bar.max, this.bar.value] = [total, loaded];
    this.element.classList.remove("outcome-paused");
    this.say(loaded < total ? this.words.sending : this.words.checking);
  }

  pause() {
    this.element.classList.add("outcome-paused");
    this.say(this.words.paused);
  }

  conclude({ captured, waiting, reason, notice }) {
    if (!captured && !waiting) return this.refuse(reason);
    this.end(captured ? "outcome-ok" : "outcome-paused", captured ? this.words.captured : reason);
    if (!notice) return;
    const line = document.createElement("p");
    line.className = "outcome-notice";
    line.textContent = notice;
    this.box.append(line);
  }

  refuse(reason) {
    this.end("outcome-refused", `${this.words.refused} ${reason}`);
  }

  lose(reason, tryAgain) {
    this.end("outcome-refused", reason);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.textContent = this.words.again;
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
