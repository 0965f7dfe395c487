"""The frame of every public page: the main navigation, the foot, the settings.

Two queries a page; the order of the tree is the order of the menu.
"""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page, Site


@dataclass(frozen=True)
class Navigation:
    """Where one can go from every page of one language."""

    home: Page | None
    menu: tuple[Page, ...] = ()
    foot: tuple[Page, ...] = ()
    help: Page | None = None
    contact: Page | None = None


def frame(*, language: str) -> dict[str, Any]:
    """Return what the templates of the frame need, for pages and for views."""
    return {"navigation": navigation(language)}


def navigation(language: str) -> Navigation:
    """Read the children of the start page once and sort them by their use."""
    home = _home(language)
    if home is None:
        return Navigation(home=None)
    children = Page.objects.child_of(home).live().select_related("content_type")
    menu, foot, named = [], [], {}
    for page in children:
        named[page.content_type.model] = page
        (menu if page.show_in_menus else foot).append(page)
    return Navigation(
        home=home,
        menu=tuple(menu),
        foot=tuple(foot),
        help=named.get("helppage"),
        contact=named.get("contactpage"),
    )


def _home(language: str) -> Page | None:
    """Return the published start page in this language, if there is one."""
    site = Site.objects.filter(is_default_site=True).values_list("root_page__translation_key")
    locale = Locale.objects.filter(language_code=language)
    return Page.objects.filter(translation_key__in=site, locale__in=locale, live=True).first()
