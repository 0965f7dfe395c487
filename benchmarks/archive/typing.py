"""How long a person waits for names while typing: real browser, real server, a large archive.

The browser is a development dependency and imported where it is used.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread
from django.urls import reverse

from dossiers.models import User

from .staff_client import StaffClient

# A quick typist: six letters a second.
BETWEEN_KEYS_MS = 160
# From the key to the frame in which the names stand.
WATCH = """() => {
  const input = document.querySelector('main input[name="q"]');
  const list = document.querySelector('main [role="listbox"]');
  let typedAt = null;
  window.waits = [];
  input.addEventListener("input", () => { typedAt = performance.now(); }, true);
  new MutationObserver(() => {
    if (typedAt === null || list.hidden) return;
    const began = typedAt;
    typedAt = null;
    requestAnimationFrame(() => window.waits.push(performance.now() - began));
  }).observe(list, { childList: true });
}"""


@contextmanager
def live_server() -> Iterator[str]:
    """Serve this process's database from a thread; yield the base address."""

    thread = LiveServerThread("localhost", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://localhost:{thread.port}"
    finally:
        thread.terminate()
        connections.close_all()


def session_of(user: User) -> str:
    """Sign the user in; return the session's key. Not while the browser's loop runs."""
    client = StaffClient()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def waits_while_typing(chromium: Any, base: str, session: str, names: Sequence[str]) -> list[float]:
    """Return the milliseconds from each key to the names it brings, where it brings some."""
    context = chromium.new_context()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}])
    page = context.new_page()
    page.goto(base + reverse("dossiers:home"))
    page.evaluate(WATCH)
    box = page.locator('main input[name="q"]')
    for name in names:
        box.fill("")
        box.press_sequentially(name, delay=BETWEEN_KEYS_MS)
    waits: list[float] = page.evaluate("() => window.waits")
    context.close()
    return waits
