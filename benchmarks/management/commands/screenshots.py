"""`./aman screenshots`: the pictures of the documentation, from the running demo.

Start `./aman run` first and let its papers be read. `--all --into FOLDER` takes
every desk, in three languages, wide and narrow, for looking at.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, CommandParser
from django.core.management.base import BaseCommand
from PIL import Image

from aman_site.pid_file import read_running_site
from benchmarks.public_pages.browser import find_browser
from dossiers.demo.accounts import DEMO_PASSWORD
from dossiers.models import Document, Dossier
from dossiers.vocabulary import SHELF_STATES, DocumentState

WIDE, NARROW = (1280, 860), (360, 740)
COLOURS = 64


@dataclass(frozen=True)
class Shot:
    """One picture: its name, who looks, the address behind the language, the typed name."""

    name: str
    path: str
    user: str = ""
    types: str = ""


class Command(BaseCommand):
    """Take the two pictures of the README, or all."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare `--all` and `--into`."""
        parser.add_argument("--all", action="store_true", help="every desk, language and width")
        parser.add_argument("--into", type=Path, default=settings.BASE_DIR / "docs" / "pictures")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the browser once and walk through the shots."""
        site = read_running_site()
        program = find_browser()
        if site is None or program is None:
            raise CommandError("This needs a running ./aman run and a Chromium.")
        folder: Path = options["into"]
        folder.mkdir(parents=True, exist_ok=True)
        wanted = list(all_shots()) if options["all"] else [(shot, "ar", WIDE) for shot in README]
        # Playwright brings an event loop, where the database may not be asked.
        from playwright.sync_api import sync_playwright  # a package of development only

        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
            for shot, language, size in wanted:
                page = browser.new_page(viewport={"width": size[0], "height": size[1]})
                picture = take(page, shot, home=f"http://127.0.0.1:{site.port}/{language}")
                width = "" if size == WIDE else f"-{size[0]}"
                target = folder / f"{shot.name}-{language}{width}.png"
                save(picture, target)
                self.stdout.write(str(target))
                page.context.close()
            browser.close()


README = (Shot("home", "/"), Shot("desk", "/dossiers/tray/", user="desk"))


def all_shots() -> Iterator[tuple[Shot, str, tuple[int, int]]]:
    """Yield every desk in every language and width."""
    dossier = Dossier.objects.filter(documents__state__in=SHELF_STATES, protected=False).first()
    waiting = Document.objects.filter(state=DocumentState.READ).first()
    shots = [
        *README,
        Shot("sign-in", "/account/login/"),
        Shot("area", "/dossiers/", user="registration"),
        Shot("search", "/dossiers/", user="registration", types="Fatima"),
    ]
    if dossier:
        paper = dossier.documents.filter(state__in=SHELF_STATES).first()
        shots.append(Shot("dossier", f"/dossiers/d/{dossier.uid}/", user="director"))
        shots.append(Shot("sharing", f"/dossiers/d/{dossier.uid}/sharing/", user="director"))
        if paper:
            shots.append(Shot("paper", f"/dossiers/p/{paper.uid}/", user="director"))
    if waiting:
        shots.append(Shot("filing", f"/dossiers/tray/{waiting.uid}/", user="desk"))
    for language, _name in settings.LANGUAGES:
        for size in (WIDE, NARROW):
            yield from ((shot, language, size) for shot in shots)


def take(page: Any, shot: Shot, *, home: str) -> bytes:
    """Sign in if the shot has a user, go there, type if it types; return a PNG."""
    if shot.user:
        page.goto(f"{home}/account/login/")
        page.fill("[name=login]", shot.user)
        page.fill("[name=password]", DEMO_PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_load_state("networkidle")
    page.goto(f"{home}{shot.path}")
    page.wait_for_load_state("networkidle")
    if shot.types:
        box = page.locator("input[type=search]").first
        box.fill(shot.types)
        box.press("Enter")
        page.wait_for_load_state("networkidle")
    picture: bytes = page.screenshot()
    return picture


def save(picture: bytes, target: Path) -> None:
    """Write the picture small: few colours are enough for a page."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS).save(target, optimize=True)
