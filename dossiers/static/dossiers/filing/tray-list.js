// Watch in the tray how papers are read. Without it a button loads the list again.

const POLL_MS = 2000;

// Ask every two seconds, only while something is in work and somebody looks.
// Returns `ask`, for whatever knows that something has changed.
export function watchTray(section) {
  const list = section.querySelector("[data-papers]");
  const empty = section.querySelector("[data-empty]");
  const count = section.querySelector("[data-count]");
  const said = section.querySelector("[data-said]");
  const stopped = section.querySelector("[data-stopped]").firstElementChild;
  let etag = "";
  let inWork = section.hasAttribute("data-in-work");
  let isSignedOut = false;
  let timer = 0;

  async function ask() {
    clearTimeout(timer);
    try {
      const headers = { Accept: "application/json", "X-Aman-Background": "1" };
      if (etag) headers["If-None-Match"] = etag;
      const response = await fetch(section.dataset.status, { headers, cache: "no-store" });
      // Led to the sign-in page.
      isSignedOut = response.redirected;
      stopped.hidden = !isSignedOut;
      if (response.status === 200 && !isSignedOut) {
        etag = response.headers.get("ETag") ?? "";
        show(await response.json());
      } else if (response.status === 404) inWork = false;
    } catch {
      // The line is down for a moment: the next round asks again.
    }
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (inWork && !isSignedOut && document.visibilityState === "visible") timer = setTimeout(ask, POLL_MS);
  }

  function show(status) {
    inWork = status.in_work;
    if (status.count) count.textContent = status.count;
    if (said.textContent !== status.said) said.textContent = status.said;
    const lines = status.papers.map(lineFor);
    for (const line of [...list.children]) if (!lines.includes(line)) line.remove();
    lines.forEach((line, place) => {
      if (list.children[place] !== line) list.insertBefore(line, list.children[place] ?? null);
    });
    empty.hidden = lines.length > 0 || !status.count;
  }

  // The line that is there, or a newer one in its place; the focus stays where it was.
  function lineFor({ uid, mark, html }) {
    const old = list.querySelector(`[data-uid="${CSS.escape(uid)}"]`);
    if (old?.dataset.mark === mark) return old;
    const template = document.createElement("template");
    template.innerHTML = html;
    const line = template.content.querySelector("li");
    if (old) replace(old, line);
    return line;
  }

  // What somebody has begun in a line, a reason or a tick, goes over into the newer one.
  function replace(old, line) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const more = line.querySelector("details");
    if (more) more.open = old.querySelector("details")?.open ?? false;
    for (const field of old.querySelectorAll("input:not([type=hidden])")) {
      const same = line.querySelector(`[name="${field.name}"]`);
      if (same) [same.value, same.checked] = [field.value, field.checked];
    }
    old.replaceWith(line);
    if (!focused) return;
    const place = focused.id ? `#${CSS.escape(focused.id)}` : focused.localName;
    const heir = line.querySelector(place) ?? line.querySelector("a, button");
    heir?.focus();
    if (focused.id) heir?.setSelectionRange?.(focused.selectionStart, focused.selectionEnd);
  }

  document.addEventListener("visibilitychange", () => {
    if (inWork && document.visibilityState === "visible") ask();
  });
  plan();
  return { ask };
}
