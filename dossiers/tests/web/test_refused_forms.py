"""A refused form says so first: in the title, at the top, by address and by focus."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dossiers.tests.world import World
from dossiers.vocabulary import ConfidentialityClass

pytestmark = pytest.mark.django_db

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Forms of readers and of the editors' admin have frames of their own.
OTHER_FRAMES = ("publicsite", "wagtailadmin", "wagtailcore")
# Nothing of these is refused: signing out, and looking something up.
NEVER_REFUSED = ("account_logout", "dossiers:search")
FORM = re.compile(r"<form\b[^>]*>")
ERROR = {"ar": "خطأ · ", "fr": "Erreur · "}


def forms() -> Iterator[tuple[str, str]]:
    """Return each form of the area and the account that posts: file and tag."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = path.relative_to(TEMPLATES)
        if name.parts[0] in OTHER_FRAMES:
            continue
        for tag in FORM.findall(path.read_text(encoding="utf-8")):
            if 'method="post"' in tag and not any(view in tag for view in NEVER_REFUSED):
                yield str(name), tag


def test_no_form_leaves_a_fragment_in_the_address_of_the_page_after_it() -> None:
    found = list(forms())

    assert len(found) > 50
    # A browser keeps it over the redirect, and no element of that page takes the focus then.
    assert [f"{name}: {tag}" for name, tag in found if "#" in tag] == []


def refused_by(world: World, name: str) -> tuple[str, str, dict[str, Any]]:
    """Return user, address and a form with something wrong in it."""
    family, paper = world.family.uid, world.papers[ConfidentialityClass.CIVIL].uid
    educator = world.users["educator"].pk
    return {
        "filing": ("scanning_desk", reverse("dossiers:file", args=[world.tray_paper.uid]), {}),
        "correction": (
            "registration_worker",
            reverse("dossiers:correct", args=[paper]),
            {"kind": "no"},
        ),
        "class": ("director", reverse("dossiers:paper_class", args=[paper]), {}),
        "sharing": (
            "director",
            reverse("dossiers:dossier_share", args=[family]),
            {"step": "give"},
        ),
        "break-glass": ("health_officer", reverse("dossiers:break_glass", args=[family]), {}),
        "invitation": (
            "director",
            reverse("dossiers:team_invite"),
            {"username": "", "roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"},
        ),
        "staff": (
            "superuser",
            reverse("dossiers:team_change", args=[educator]),
            {"language": "xx"},
        ),
        "closing": (
            "superuser",
            reverse("dossiers:team_close", args=[educator]),
            {"reason": "x" * 999},
        ),
        "cover sheet": (
            "registration_worker",
            reverse("dossiers:cover_sheet", args=[family]),
            {"kind": "no"},
        ),
        "labels": ("registration_worker", reverse("dossiers:labels"), {"numbers": ""}),
        "export": ("director", reverse("dossiers:dossier_export", args=[family]), {}),
        "lost factor": ("superuser", reverse("dossiers:ask_factor_reset"), {}),
        "upload": ("scanning_desk", reverse("dossiers:upload"), {}),
        "crop": (
            "scanning_desk",
            reverse(
                "dossiers:page_picture",
                args=[world.tray_paper.uid, world.tray_paper.pages.get().uid],
            ),
            {"do": "crop", "left": "x"},
        ),
        "sign-in": ("", reverse("account_login"), {"login": "nobody", "password": "wrong"}),
        "slip": ("", reverse("invitation:enter"), {"code": "wrong"}),
        "app": ("educator", reverse("mfa_activate_totp"), {"code": "000"}),
        "again": ("educator", reverse("account_reauthenticate"), {"password": "wrong"}),
        "password": (
            "educator",
            reverse("account_change_password"),
            {"oldpassword": "wrong", "password1": "a", "password2": "b"},
        ),
    }[name]


NAMES = (
    "filing",
    "correction",
    "class",
    "sharing",
    "break-glass",
    "invitation",
    "staff",
    "closing",
    "cover sheet",
    "labels",
    "export",
    "lost factor",
    "upload",
    "crop",
    "sign-in",
    "slip",
    "app",
    "again",
    "password",
)


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("name", NAMES)
def test_a_refused_form_says_so_in_the_title_and_first_in_the_page(
    client: Client, world: World, name: str, language: str
) -> None:
    user, address, told = refused_by(world, name)
    if user:
        client.force_login(world.users[user])

    # A browser always sends the token: a form is never empty.
    told = {"csrfmiddlewaretoken": "token"} | told
    answer = client.post(address.replace("/ar/", f"/{language}/"), told, follow=True)

    page = BeautifulSoup(answer.content, "html.parser")
    assert page.title is not None
    title = " ".join(page.title.get_text().split())
    assert title.startswith(ERROR[language]), title
    [problem] = page.find_all(id="problem")
    [main] = page.find_all("main")
    assert next(tag for tag in main.find_all(True)) is problem
    assert problem["tabindex"] == "-1"
    assert problem.has_attr("autofocus")
    assert problem.get_text(strip=True)
    assert page.find("script", src=re.compile("refused"))
    for link in problem.find_all("a"):
        assert page.find(id=str(link["href"]).removeprefix("#")), link


def test_a_deed_refused_from_elsewhere_says_so_too(client: Client, world: World) -> None:
    client.force_login(world.users["director"])
    address = reverse("dossiers:discard_filed", args=[world.papers[ConfidentialityClass.CIVIL].uid])

    answer = client.post(address, {"reason": ""}, follow=True)

    page = BeautifulSoup(answer.content, "html.parser")
    assert page.title is not None
    assert " ".join(page.title.get_text().split()).startswith(ERROR["ar"])
    assert len(page.find_all(id="problem")) == 1


def test_a_page_where_nothing_was_refused_has_no_error_in_its_title(
    client: Client, world: World
) -> None:
    client.force_login(world.users["scanning_desk"])

    page = client.get(reverse("dossiers:file", args=[world.tray_paper.uid])).content.decode()

    assert ERROR["ar"] not in page
    assert 'id="problem"' not in page
