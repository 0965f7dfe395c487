"""The frame of every public page: navigation, foot, way from home, translations, settings.

Two queries a page, none in a template; the order of the tree is the order of the menu.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from wagtail.models import Page, Site

from publicsite.models.settings import SiteSettings
from publicsite.page_cache import kept_or_made
from publicsite.private_pages import public_q

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


@dataclass(frozen=True)
class PageNavigation:
    """What stands around one page: the menu, the way to it, its published translations."""

    navigation: Navigation
    crumbs: tuple[Page, ...]
    translations: dict[str, Page]


def frame(*, language: str) -> dict[str, Any]:
    """Return what the templates of the frame need, for views that show no page."""
    shown = _menu_q(language) & public_q()
    pages = Page.objects.filter(shown).select_related("content_type")
    return {"navigation": navigation(pages), "contact_details": contact_details()}


def contact_details() -> SiteSettings | None:
    """Return what the centre entered about itself, kept until it enters something else."""
    site_settings = SiteSettings.objects.filter(site__is_default_site=True)
    return kept_or_made("contact-details", site_settings.first)


def page_navigation(page: Page, *, language: str) -> PageNavigation:
    """Read menu, way and translations of a page in one query."""
    above = {page.path[:end] for end in range(page.steplen, len(page.path), page.steplen)}
    translations = Q(translation_key=page.translation_key, live=True)
    shown = (translations | _menu_q(language)) & public_q()
    wanted = Page.objects.filter(Q(path__in=above) | shown)
    pages = list(wanted.select_related("content_type", "locale").order_by("path"))
    way = [one for one in pages if one.path in above and one.depth >= HOME_DEPTH]
    versions = {
        one.locale.language_code: one
        for one in pages
        if one.translation_key == page.translation_key
    }
    root = _root_path(language)
    return PageNavigation(
        navigation=navigation(one for one in pages if root and _is_in_menu(one, root=root)),
        crumbs=(*way, page),
        # The page itself, not what is stored of it: it may be the preview of a draft.
        translations=versions | {language: page},
    )


def navigation(pages: Iterable[Page]) -> Navigation:
    """Sort the start page and its children by their use."""
    ordered = sorted(pages, key=lambda page: str(page.path))
    if not ordered or ordered[0].depth != HOME_DEPTH:
        return Navigation(home=None)
    home, *children = ordered
    named = {page.content_type.model: page for page in children}
    return Navigation(
        home=home,
        menu=tuple(page for page in children if page.show_in_menus),
        foot=tuple(page for page in children if not page.show_in_menus),
        help=named.get("helppage"),
        contact=named.get("contactpage"),
    )


def _root_path(language: str) -> str:
    """Return where the start page of a language stands; Wagtail keeps all of them in its cache."""
    roots = (root for root in Site.get_site_root_paths() if root.language_code == language)
    return next((str(root.root_path) for root in roots), "")


def _menu_q(language: str) -> Q:
    """Ask for the published start page of this language and its children."""
    root = _root_path(language)
    if not root:
        return Q(pk__in=())
    return Q(url_path__startswith=root, depth__lte=HOME_DEPTH + 1, live=True)


def _is_in_menu(page: Page, *, root: str) -> bool:
    return page.live and page.depth <= HOME_DEPTH + 1 and page.url_path.startswith(root)
