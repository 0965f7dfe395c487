"""The lines of search results: names, facts and reasons of a person, facts of a paper.

Filters, not templates: a page holds twenty-five of each, and pieces of templates would be
half of what a search costs. Every value is escaped here. Decides no permission.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dossiers.models.person import main_name
from dossiers.search_pages.results import BothNames, FoundPaper, FoundPerson, Why
from search import api

from .desk_tags import birth, or_unnamed

register = template.Library()

NAMES_BETWEEN = '<span class="names-between" aria-hidden="true">·</span> '


@register.filter
def both_names(names: BothNames) -> SafeString:
    """Write a name in both scripts, as far as they are known, each in its own direction.

    With a mark between them, which a place that writes one above the other hides.
    """
    arabic = _bdi(names.name_arabic, 'lang="ar" dir="rtl"')
    latin = _bdi(names.name_latin, 'lang="fr" dir="ltr"')
    if arabic and latin:
        latin = _safe(f'<span class="names-second">{NAMES_BETWEEN}{latin}</span>')
    pieces: list[str] = [piece for piece in (arabic, latin) if piece] or [_text(or_unnamed(""))]
    return _safe(f'<span class="names">{_joined(pieces, " ")}</span>')


@register.filter
def person_facts(found: FoundPerson) -> SafeString:
    """Write role, birth, mother, reference and unit of a person, as far as they may be known."""
    facts: list[str] = []
    if found.may_open:
        facts.append(_text(found.role))
        if found.is_known and (born := birth(found.row)):
            facts.append(_text(_("born %(day)s") % {"day": born}))
        if found.mother:
            facts.append(_labelled(_("mother:"), main_name(found.mother)))
    facts += [_reference(found.reference), _bdi(found.unit)]
    if not found.may_open:
        facts.append(_labelled(_("responsible:"), found.responsible or "—"))
    return _joined(facts)


@register.filter
def reasons(why: Iterable[Why]) -> SafeString:
    """Write why a person matched: what was typed, what stands there, in which way alike."""
    return _joined((_reason(one) for one in why), " ")


@register.filter
def paper_facts(found: FoundPaper) -> SafeString:
    """Write title, date, dossier and unit of a paper."""
    row = found.row
    facts: list[str] = [_bdi(row.title)] if row.title else []
    if row.issued_on:
        facts.append(_text(date_format(row.issued_on, "DATE_FORMAT")))
    if found.dossier_url:
        reference = _text(row.reference)
        link = f'<a class="reference" dir="ltr" href="{_text(found.dossier_url)}">{reference}</a>'
        facts.append(_safe(link))
    return _joined([*facts, _bdi(row.unit_name)])


@register.filter
def mark_words(text: str, words: str) -> SafeString:
    """Write a text with the words of a search marked."""
    pieces, place = [], 0
    for start, end in api.marks(text, words):
        pieces += [_text(text[place:start]), f"<mark>{_text(text[start:end])}</mark>"]
        place = end
    return _joined([*pieces, _text(text[place:])], "")


@register.filter
def snippets(found: FoundPaper) -> SafeString:
    """Write the places where the words stand; a side among several is named, and led to."""
    return _joined((_snippet(found, one) for one in found.snippets), "")


def _snippet(found: FoundPaper, snippet: api.Snippet) -> SafeString:
    side = ""
    if found.row.page_count > 1:
        number = _("Page %(number)s") % {"number": snippet.page}
        side = f'<a href="{_text(found.paper_url)}?page={snippet.page}">{_text(number)}</a> '
    before, after = "…" * snippet.is_cut_before, "…" * snippet.is_cut_after
    pieces = (
        f"<mark>{_text(piece)}</mark>" if is_marked else _text(piece)
        for piece, is_marked in snippet.parts
    )
    return _safe(f'<p class="snippet" dir="auto">{side}{before}{"".join(pieces)}{after}</p>')


def _reason(why: Why) -> SafeString:
    typed, matched, reason = _text(why.typed), _text(why.matched), _text(why.reason)
    alike = "" if why.typed == why.matched else f" ≈ <bdi>{matched}</bdi>"
    return _safe(f"<span><bdi>{typed}</bdi>{alike} ({reason})</span>")


def _text(value: object) -> str:
    """Escape a text or a word that waits for its language."""
    return escape(str(value))


def _bdi(text: str, attributes: str = "") -> SafeString:
    """Isolate a text; "" stays so."""
    return _safe(f"<bdi {attributes}>{_text(text)}</bdi>".replace(" >", ">") if text else "")


def _reference(text: str) -> SafeString:
    return _bdi(text, 'class="reference" dir="ltr"')


def _labelled(word: str | Promise, text: str) -> SafeString:
    return _safe(f"{_text(word)} {_bdi(text)}")


def _joined(pieces: Iterable[str], between: str = " · ") -> SafeString:
    return _safe(between.join(pieces))


def _safe(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308  (made of escaped values only)
