"""The counts beside the hits: what would be left by a choice of unit, class, kind, year and so on.

Counted by the card index over what the user may see and nothing else. The words of
units and kinds are reference data without personal data: kept in this process a while.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext, pgettext_lazy

from dossiers.models import DocumentKind, Unit
from dossiers.vocabulary import ConfidentialityClass, DocumentState

from .question import FACETS

# Above, "more than": nobody chooses by whether 1,200 or 1,300 are left.
COUNT_LIMIT = 1000
# The most frequent values of each.
OPTIONS = 14
WORDS_KEY, WORDS_S = "words-of-facets", 60

TITLES: dict[str, str | Promise] = {
    "unit": pgettext_lazy("filter", "Unit"),
    "class": pgettext_lazy("filter", "Class"),
    "kind": pgettext_lazy("filter", "Kind of document"),
    "year": pgettext_lazy("filter", "Year"),
    "state": pgettext_lazy("filter", "State"),
    "language": pgettext_lazy("filter", "Language"),
}
LANGUAGES: dict[str, str | Promise] = {
    "ar": pgettext_lazy("language of a paper", "Arabic"),
    "fr": pgettext_lazy("language of a paper", "French"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One value that may be chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One choice to narrow the hits by."""

    name: str
    title: str | Promise
    options: tuple[Option, ...]


def facets_of(
    counts: Mapping[str, Mapping[str, int]], chosen: Mapping[str, str]
) -> Iterator[Facet]:
    """Yield the choices that would narrow these hits, and those that were made."""
    words = _words(counts)
    for name in FACETS:
        counted = dict(counts.get(name, {}))
        if name in chosen:
            counted.setdefault(chosen[name], 0)
        if len(counted) < 2 and name not in chosen:
            continue
        values = sorted(counted, key=lambda value: (-counted[value], value))[:OPTIONS]
        values += [chosen[name]] if chosen.get(name, values[0]) not in values else []
        if name == "year":
            values.sort(reverse=True)
        options = (
            Option(value, f"{words[name].get(value, value)} ({bounded(counted[value])})",
                   is_chosen=chosen.get(name) == value)
            for value in values
        )  # fmt: skip
        yield Facet(name, TITLES[name], tuple(options))


def bounded(number: int) -> str:
    """Write a count, up to `COUNT_LIMIT`."""
    if number > COUNT_LIMIT:
        return pgettext("more than this many", "%(number)s+") % {"number": COUNT_LIMIT}
    return str(number)


def _words(counts: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, str]]:
    """Return for each choice the words of its values in the language in force."""
    words_by_code = _kept_words()
    if any(
        not words_by_code[name].keys() >= counts.get(name, {}).keys() for name in ("unit", "kind")
    ):
        words_by_code = _kept_words(anew=True)
    place = {"fr": 1, "en": 2}.get(get_language() or "ar", 0)
    return {
        "unit": {code: names[place] for code, names in words_by_code["unit"].items()},
        "kind": {code: names[place] for code, names in words_by_code["kind"].items()},
        "class": {value: str(label) for value, label in ConfidentialityClass.choices},
        "state": {value: str(label) for value, label in DocumentState.choices},
        "language": {value: str(label) for value, label in LANGUAGES.items()},
        "year": {},
    }


def _kept_words(*, anew: bool = False) -> dict[str, dict[str, tuple[str, str, str]]]:
    """Return code → names of units and kinds, read again after a minute or when one is missing."""
    stored = None if anew else cache.get(WORDS_KEY)
    if stored is None:
        names = ("code", "name_ar", "name_fr", "name_en")
        stored = {
            name: {code: tuple(words) for code, *words in model.objects.values_list(*names)}
            for name, model in (("unit", Unit), ("kind", DocumentKind))
        }
        cache.set(WORDS_KEY, stored, WORDS_S)
    return stored
