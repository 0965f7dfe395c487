"""How the public texts read: short sentences, for whom a paper is, what only the centre knows."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings

from publicsite.content.texts import texts_in

LANGUAGES = ("ar", "fr", "en")
MOST_WORDS = 25
# A list, a heading and a paragraph end what stands before them.
BLOCK = re.compile(r"</?(?:p|li|ul|ol|h\d)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")
# A placeholder for the centre is a remark of its own.
END = re.compile(r"[.!?؟](?=[\s\xa0»”]|$)|[\[\]\n]")
PLACEHOLDERS = {
    "ar": r"\[[^\]]*(?:يؤكد|يدخل)",
    "fr": r"\[[^\]]*à (?:confirmer|saisir) par le centre",
    "en": r"\[[^\]]*to be (?:confirmed|entered) by the centre",
}
# Promises that no centre can keep, and what it never asked us to say.
UNKEPT = {
    "ar": "ولا شيء غير ذلك|كل ما تكتبونه سري|لا نطلب اسمكم|يقرؤه الآن|يبقى فيها",
    "fr": "rien d’autre|écrivez est confidentiel|pas votre nom|lisent maintenant|y reste\\.",
    "en": "nothing else|write is confidential|not ask for your name|read it now|stays there\\.",
}
PUBLIC = ("templates/publicsite/", "publicsite/forms/report", "publicsite/views/")
ROOT = Path(settings.BASE_DIR)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, without its marks.

    A colon and a semicolon do not end one: who reads aloud does not breathe there.
    """
    plain = TAG.sub("", BLOCK.sub("\n", text))
    return [part.strip() for part in END.split(plain) if part.strip()]


def words(sentence: str) -> list[str]:
    """Return its words; a mark that stands alone is none."""
    return [word for word in sentence.split() if re.search(r"\w", word)]


def strings(value: Any) -> Iterator[str]:
    """Yield every string within."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def content(language: str) -> list[str]:
    """Return what the pages say as they come with the software."""
    return list(strings(texts_in(language)))


def procedures(language: str) -> list[str]:
    """Return what the lists of papers say."""
    return [text[language] for text in _in_languages(_procedures())]


def messages(language: str) -> list[str]:
    """Return what the templates of the public site say."""
    catalogue = ROOT / "locale" / ("fr" if language == "en" else language)
    found = []
    for entry in polib.pofile(str(catalogue / "LC_MESSAGES" / "django.po")):
        if any(place.startswith(PUBLIC) for place, _line in entry.occurrences):
            plurals = [*entry.msgstr_plural.values(), entry.msgstr]
            found += [entry.msgid, entry.msgid_plural] if language == "en" else plurals
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("source", [content, procedures, messages])
def test_no_sentence_is_longer_than_one_reads_aloud(source: Any, language: str) -> None:
    texts = source(language)

    assert texts
    assert [
        f"{len(words(sentence))}: {sentence}"
        for text in texts
        for sentence in sentences(text)
        if len(words(sentence)) > MOST_WORDS
    ] == []


def test_a_long_sentence_is_seen() -> None:
    assert [
        len(words(one)) for one in sentences("<p>One two : three.</p><ul><li>Four</li></ul>")
    ] == [
        3,
        1,
    ]
    assert [len(words(one)) for one in sentences("كلمة ثم كلمة؟ [يؤكده المركز] كلمة.")] == [3, 2, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_promised_that_cannot_be_kept(language: str) -> None:
    texts = [*content(language), *messages(language)]

    assert [text for text in texts if re.search(UNKEPT[language], text)] == []


def test_what_the_centre_has_yet_to_say_is_marked_in_the_same_places() -> None:
    marked = {
        language: [
            key
            for key, texts in texts_in(language).items()
            for text in strings(texts)
            for _mark in re.findall(PLACEHOLDERS[language], text)
        ]
        for language in LANGUAGES
    }

    assert marked["ar"]
    assert marked["ar"] == marked["fr"] == marked["en"]


def test_arabic_says_for_whom_a_paper_is() -> None:
    """Without the particle, the owner reads as something more to bring."""
    owners = [
        line["whose"]["ar"] for one in _procedures() for line in one["lines"] if "whose" in line
    ]

    assert owners
    assert [owner for owner in owners if not owner.startswith("ل")] == []


def _procedures() -> list[dict[str, Any]]:
    path = ROOT / "dossiers" / "data" / "procedures.json"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _in_languages(value: Any) -> Iterator[dict[str, str]]:
    """Yield each text that stands there in all languages."""
    if isinstance(value, dict) and "ar" in value:
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _in_languages(one)
    elif isinstance(value, list):
        for one in value:
            yield from _in_languages(one)
