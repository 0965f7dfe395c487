"""No screen of the area, of the account or of the public site shows a word in the wrong language.

Every page that the permission matrix knows is drawn in Arabic and in French; what a person reads
there is compared with the English of our catalogue and of the packages that draw pages.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import allauth
import django.contrib.auth
import polib
import pytest
from bs4 import BeautifulSoup, NavigableString
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from dossiers.tests.matrix import rows, site_public
from dossiers.tests.matrix.doors import doors
from dossiers.tests.matrix.things import Town, make_town
from dossiers.tests.world import STAFF
from publicsite.tests.conftest import STANDING_SITE

LANGUAGES = ("ar", "fr")
CATALOGUES = (
    Path(settings.BASE_DIR) / "locale",
    Path(allauth.__file__).parent / "locale",
    Path(django.contrib.auth.__file__).parent / "locale",
    Path(django.__file__).parent / "conf" / "locale",
)
# What is read aloud or shown although it is no text of an element.
READ_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "data-none", "data-taken")
# Values of the archive, keys and codes keep their language, and say so.
OF_NO_LANGUAGE = ("script", "style", "bdi", "kbd", "code", "pre", "svg")
LATIN_WORDS = re.compile(r"[A-Za-z]{3,}[ ,.’'-]+[A-Za-z]{3,}")
ARABIC = re.compile(r"[\u0621-\u064a]")
# Short words that a name or a unit of measure may be, too.
SHORTEST = 4
# The roles that open most pages first.
ROLES = ("director", "auditor", "superuser", *STAFF)


class UndoError(Exception):
    """Leave the transaction of one page."""


@cache
def english_of(language: str) -> frozenset[str]:
    """Return the English sentences that read otherwise in a language, and are none of its own."""
    entries = [
        entry
        for folder in CATALOGUES
        for entry in polib.pofile(str(folder / language / "LC_MESSAGES" / "django.po"))
    ]
    translated = {" ".join(entry.msgid.split()) for entry in entries if entry.msgstr}
    own = {" ".join(entry.msgstr.split()) for entry in entries}
    return frozenset(text for text in translated - own if len(text) >= SHORTEST)


def texts_of(page: str, *, language: str) -> Iterator[str]:
    """Yield what a person reads or hears, each text as it stands in one element."""
    tree = BeautifulSoup(page, "html.parser")
    for element in tree.find_all(True):
        if _is_of_no_language(element, language):
            continue
        yield from (str(element[name]) for name in READ_ATTRIBUTES if element.get(name))
        if element.name == "input" and element.get("type") in {"submit", "button"}:
            yield str(element.get("value", ""))
        for child in element.children:
            if type(child) is NavigableString:
                yield str(child)


def _is_of_no_language(element: object, language: str) -> bool:
    here = element
    while here is not None and getattr(here, "name", None) not in (None, "[document]", "html"):
        if here.name in OF_NO_LANGUAGE or here.get("lang", language) != language:
            return True
        here = here.parent
    return False


def in_the_wrong_language(page: str, *, language: str) -> list[str]:
    """Return the texts that are English, or in Arabic pages words of Latin letters alone."""
    english = english_of(language)
    texts = {" ".join(text.split()) for text in texts_of(page, language=language)}
    return sorted(
        text
        for text in texts
        if text in english
        or (language == "ar" and LATIN_WORDS.search(text) and not ARABIC.search(text))
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "<h1>File a document</h1>"),
        ("fr", '<input placeholder="Look for it">'),
        ("fr", '<button aria-label="Split or arrange pages"></button>'),
        ("ar", "<p>Some words that no catalogue holds</p>"),
    ],
)
def test_an_english_word_is_found(language: str, text: str) -> None:
    assert in_the_wrong_language(text, language=language)


@pytest.mark.parametrize("text", ["<bdi>Rkia Oubella</bdi>", '<p lang="en">Read on</p>', "وثيقة"])
def test_values_and_words_that_name_their_language_are_no_fault(text: str) -> None:
    assert in_the_wrong_language(text, language="ar") == []


@pytest.fixture
def matrix_town(db: None) -> Town:
    """The world with every state that the tables speak of."""
    return make_town()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_the_area_shows_a_word_in_the_wrong_language(
    matrix_town: Town, language: str
) -> None:
    wrong = {}
    seen = 0
    for name, row in rows.addresses().items():
        for state, roles in row.opens.items():
            role = next((role for role in ROLES if role in roles), None)
            if "GET" not in row.methods or role is None:
                continue
            client = Client()
            client.force_login(matrix_town.world.users[role])
            with override(language):
                address = reverse(f"dossiers:{name}", args=matrix_town.arguments[row.thing][state])
            page = _drawn(client, address)
            seen += bool(page)
            if texts := in_the_wrong_language(page, language=language):
                wrong[f"{name} {state}"] = texts

    assert seen > 100
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("signed_in", [True, False])
def test_no_page_of_the_account_or_of_the_public_site_does(
    public_site: object, matrix_world: dict[str, object], language: str, signed_in: bool
) -> None:
    client = Client()
    if signed_in:
        client.force_login(matrix_world["user"])
    addresses = [
        site_public.ADDRESSES.get(door.name) or door.address({})
        for door in doors()
        if not door.name.startswith("wagtail") and not door.parameters
    ]
    wrong = {}
    seen = 0
    for address in filter(None, addresses):
        own = re.sub(r"^/(ar|fr|en)/", f"/{language}/", address)
        page = _drawn(client, own)
        seen += bool(page)
        if texts := in_the_wrong_language(page, language=language):
            wrong[own] = texts

    assert seen > 5
    assert wrong == {}


@pytest.fixture
def public_site(db: None) -> object:
    """The small public site."""
    return STANDING_SITE.take()


@pytest.fixture
def matrix_world(public_site: object, django_user_model: type) -> dict[str, object]:
    """Somebody who has an account."""
    return {"user": django_user_model.objects.create_user(username="reader", password=None)}


def _drawn(client: Client, address: str) -> str:
    """Return a page, "" where the answer is a file, a picture or a way elsewhere; undo it."""
    answer: HttpResponse
    try:
        with transaction.atomic():
            answer = client.get(address)
            raise UndoError
    except UndoError:
        pass
    is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    return "" if answer.streaming or not is_page else answer.content.decode()
