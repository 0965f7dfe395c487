"""Template tags of both faces: the language switch. No permission is decided here."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language

register = template.Library()

OWN_NAMES = {"ar": "العربية", "fr": "Français", "en": "English"}


@dataclass(frozen=True)
class AlertLook:
    """The colour of an alert, a suffix of the class `alert-…`, and its symbol."""

    tone: str
    icon: str


OK = AlertLook(tone="ok", icon="check")
WARN = AlertLook(tone="warn", icon="warning")
DANGER = AlertLook(tone="danger", icon="danger")
INFO = AlertLook(tone="info", icon="info")
# The levels of Django's messages, and our own words for them.
ALERT_LOOKS = {
    "success": OK, "ok": OK,
    "warning": WARN, "warn": WARN,
    "error": DANGER, "danger": DANGER,
}  # fmt: skip


@dataclass(frozen=True)
class LanguageLink:
    """One language of the switch, by its own name."""

    code: str
    name: str
    url: str
    is_current: bool


@register.filter
def alert_look(kind: str) -> AlertLook:
    """Return how an alert of a kind looks; an unknown kind only informs."""
    return ALERT_LOOKS.get(kind, INFO)


@register.filter
def button_look(attrs: dict[str, Any]) -> str:
    """Return the class of a button that django-allauth describes; "" for a plain one."""
    tags = attrs.get("tags", [])
    if "danger" in tags:
        return "button-danger"
    is_main = attrs.get("type") == "submit" and "cancel" not in tags
    return "button-primary" if is_main else ""


@register.inclusion_tag("components/language_switch.html", takes_context=True)
def language_switch(context: dict[str, Any]) -> dict[str, Any]:
    """Lead to the same page in each language.

    A page with a form that must not be lost names its id in the context as `carried_form`: the
    form is sent along as it stands, with `keep`, and drawn in the other language. One whose fields
    stand in the address says so by `carried_by_get`, and is simply asked in the other language.

    A page that knows its translations puts `language_urls` (code → address) into the context;
    for any other view the language prefix of the address is exchanged.
    """
    known = context.get("language_urls") or {}
    current = get_language()
    request = context.get("request")
    path = request.get_full_path() if request is not None else "/"
    links = [
        LanguageLink(
            code=code,
            name=OWN_NAMES.get(code, code),
            url=known.get(code) or _other_language(path, code),
            is_current=code == current,
        )
        for code, _name in settings.LANGUAGES
    ]
    return {
        "links": links,
        "carried_form": context.get("carried_form", ""),
        "carried_by_get": context.get("carried_by_get", False),
    }


def _other_language(path: str, code: str) -> str:
    """Exchange the prefix; an address that is nobody's leads to the start page."""
    url = translate_url(path, code)
    return url if url.startswith(f"/{code}/") else f"/{code}/"


@register.filter
def language_name_own(code: str) -> str:
    """Return the language's own name: who needs it can read it."""
    return OWN_NAMES.get(code, code)
