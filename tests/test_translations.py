"""Every visible string has its Arabic and its French text."""

import re
import shutil
import string
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.utils import translation

from aman_site.catalogues import catalogue_files
from aman_site.management.commands.check_translations import gaps_of, missing_strings
from aman_site.sign_in.words import WORDS

LANGUAGES = ("ar", "fr")
FIELDS = string.Formatter()


def entries(path: Path) -> list[polib.POEntry]:
    """Return the entries in use."""
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


def test_there_is_a_catalogue_for_each_language() -> None:
    assert {path.parent.parent.name for path in catalogue_files()} == set(LANGUAGES)


@pytest.mark.parametrize("path", catalogue_files(), ids=lambda path: path.parent.parent.name)
def test_no_string_is_empty_or_guessed(path: Path) -> None:
    assert list(gaps_of(path)) == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="no gettext (apt-get install gettext)")
def test_no_string_of_the_code_is_unknown() -> None:
    assert list(missing_strings()) == []


@pytest.mark.parametrize("path", catalogue_files(), ids=lambda path: path.parent.parent.name)
def test_translations_keep_the_placeholders(path: Path) -> None:
    wrong = [
        entry.msgid
        for entry in entries(path)
        if entry.msgstr and placeholders(entry.msgid) != placeholders(entry.msgstr)
    ]

    assert wrong == []


def placeholders(text: str) -> set[str]:
    """Return the named gaps of a text: `{name}` and `%(name)s`."""
    percent = {part.partition(")")[0] for part in text.split("%(")[1:]}
    try:
        braces = {name for _text, name, _spec, _kind in FIELDS.parse(text) if name}
    except ValueError:
        braces = set()
    return percent | braces


def test_no_french_line_begins_with_its_punctuation() -> None:
    """A mark of two parts and a guillemet hold to their word by a space that does not break."""
    [catalogue] = [path for path in catalogue_files() if path.parent.parent.name == "fr"]
    texts = {
        text
        for entry in entries(catalogue)
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    }
    texts |= set(Path("publicsite/content/fr.toml").read_text(encoding="utf-8").splitlines())

    assert [text for text in texts if re.search("\u0020[?!:;»]|«\u0020", text)] == []


# What a word would say instead of what is meant; the language review gives the reasons.
MISLEADING = {
    "to erase, for to scan": ("ar", r"امسح|ممسوح|مسح(?!\S* (?:ال)?ضوئي)"),
    "registered, for a record of a person": (
        "ar",
        r"تسجيلان|تسجيلين|مسجل مرتين|تسجيل شخص|هل سبق تسجيل|يُسجَّل (?:أحد|أي شخص)",
    ),
    "an estate, for the roles of the unit": ("ar", r"توريث|يرث"),
    "management, for to turn a page": ("ar", r"إدارة (?:الصفحات|صفحة|إلى)"),
    "out of validity, for out of reach": ("ar", r"خارج الصلاحية"),
    "tanwin, which the site writes nowhere": ("ar", "\u064b"),
    "a school class, for what decides who reads": (
        "fr",
        r"\b(?:une|la|cette|ces|autre) classes?\b",
    ),
    "an estate, in French": ("fr", r"[Hh]érit"),
    "registered, for a record, in French": ("fr", r"[Ii]nscrite? deux fois"),
}


@pytest.mark.parametrize(("language", "pattern"), MISLEADING.values(), ids=MISLEADING)
def test_no_word_says_something_else(language: str, pattern: str) -> None:
    [catalogue] = [path for path in catalogue_files() if path.parent.parent.name == language]
    texts = [
        text
        for entry in entries(catalogue)
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    ]

    assert [text for text in texts if re.search(pattern, text)] == []


# A filed paper is a document on every screen. These speak of a sheet of paper, or of what a
# family brings.
SHEETS = (
    r"[Ss]heet|[Ss]lip|codes|invited you|\bon paper|paper file\b|[Pp]apers to bring|Which papers"
    r"|a paper on the list|Where the paper is|[Aa]ny one of these|Keep the papers|paper original"
)


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", r"(?<!\()\b[Pp]apers?\b"), ("ar", "ورق[ةت]|أوراق"), ("fr", r"\b[Pp]apiers?\b")],
)
def test_a_document_is_called_so(language: str, word: str) -> None:
    texts = {
        text
        for path in catalogue_files()
        if language in ("en", path.parent.parent.name)
        for entry in entries(path)
        if not re.search(SHEETS, entry.msgid)
        for text in (
            (entry.msgid, entry.msgid_plural)
            if language == "en"
            else (entry.msgstr, *entry.msgstr_plural.values())
        )
    }

    assert [text for text in texts if re.search(word, text)] == []


# Words of the code and of translation that English screens said; docs/glossary.md has theirs.
NOT_ENGLISH = (
    r"[Bb]reak-glass|[Bb]reak the glass|[Ii]nherit|closed off|[Cc]apture|looks after the machine"
    r"|\b(?:birth|marriage|death) acts?\b|\bact number|\banew\b|\blies? (?:in|there)\b"
)


def test_no_english_text_uses_a_word_of_the_code() -> None:
    texts = {
        text
        for path in catalogue_files()
        for entry in entries(path)
        for text in (entry.msgid, entry.msgid_plural)
    }

    assert len(texts) > 1000
    assert [text for text in texts if re.search(NOT_ENGLISH, text)] == []


def test_arabic_has_its_six_plural_forms() -> None:
    path = next(path for path in catalogue_files() if path.parent.parent.name == "ar")

    short = [
        entry.msgid
        for entry in entries(path)
        if entry.msgid_plural and len(entry.msgstr_plural) != 6
    ]

    assert short == []


def test_a_password_is_called_by_one_word_in_arabic() -> None:
    others = ("رمز المرور", "رمز  المرور", "كلمة السر", "كلمة سر")
    path = next(path for path in catalogue_files() if path.parent.parent.name == "ar")
    assert [
        entry.msgid for entry in entries(path) if any(word in entry.msgstr for word in others)
    ] == []

    with translation.override("ar"):
        shown = {word: translation.gettext(word) for word in WORDS}

    assert [word for word, text in shown.items() if "المرور" not in text or "رمز" in text] == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["account/login/", "account/password/reset/"])
def test_no_page_about_passwords_calls_them_otherwise(client: Client, address: str) -> None:
    text = client.get(f"/ar/{address}").content.decode()

    assert "رمز المرور" not in text
