// Sugar for the tray: watch the reading go on.
// Without it the page is looked at again by hand.

const POLL_MS = 2000;

watchTray(document.querySelector("[data-tray]"));

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
  // sending.js has captured something.
  document.addEventListener("tray:changed", ask);
  plan();
}
