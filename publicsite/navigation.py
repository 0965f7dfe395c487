"""The frame of every public page: the main navigation, the foot, the settings.

A few queries a page, none in a template; the order of the tree is the order of the menu.
"""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page, Site

from publicsite.models.settings import SiteSettings

# Below Wagtail's invisible root.
HOME_DEPTH = 2


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
    return {"navigation": navigation(language), "contact_details": contact_details()}


def contact_details() -> SiteSettings | None:
    """Return what the centre entered about itself, with its emergency numbers."""
    settings = SiteSettings.objects.filter(site__is_default_site=True)
    return settings.prefetch_related("emergency_numbers").first()


def navigation(language: str) -> Navigation:
    """Read the start page and its children at once and sort them by their use."""
    pages = _pages_of_the_menu(language)
    if not pages or pages[0].depth != HOME_DEPTH:
        return Navigation(home=None)
    home, *children = pages
    named = {page.content_type.model: page for page in children}
    return Navigation(
        home=home,
        menu=tuple(page for page in children if page.show_in_menus),
        foot=tuple(page for page in children if not page.show_in_menus),
        help=named.get("helppage"),
        contact=named.get("contactpage"),
    )


def _pages_of_the_menu(language: str) -> list[Page]:
    """Return the published start page of this language, then its children, in one query."""
    # Wagtail keeps the roots of all languages in its cache.
    roots = [root for root in Site.get_site_root_paths() if root.language_code == language]
    if not roots:
        return []
    pages = Page.objects.filter(url_path__startswith=roots[0].root_path, live=True)
    pages = pages.filter(depth__lte=HOME_DEPTH + 1).select_related("content_type")
    return list(pages.order_by("path"))
