"""The doors of the whole site as the resolver lists them, and how one is knocked at.

A door's name is that of its pattern with its namespaces ("wagtailimages:edit"); patterns
without a name go by their route. What may be behind a door is in `site_*.py`, by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern

ARCHIVE = "dossiers"
# Where Wagtail and allauth send whom they do not let in.
SIGN_IN = ("/account/login/", "/admin/login/")
ADMIN_HOME = "/admin/"


@dataclass(frozen=True)
class Door:
    """One pattern of the resolver: its name, and the names of what its address carries."""

    name: str
    parameters: tuple[str, ...]

    def address(self, arguments: dict[str, str | int]) -> str:
        """Return an address of this door; "" if its converters refuse the arguments."""
        filled = {name: arguments[name] for name in self.parameters}
        try:
            return reverse(self.name, kwargs=filled)
        except NoReverseMatch:
            return ""


def doors() -> list[Door]:
    """Return every door of the resolver but those of the archive, which have their own table."""
    return [door for door in _walk(get_resolver().url_patterns, (), "", ()) if not _is_ours(door)]


def _is_ours(door: Door) -> bool:
    return door.name.startswith(f"{ARCHIVE}:")


def _walk(
    patterns: list[URLPattern | URLResolver],
    namespaces: tuple[str, ...],
    route: str,
    outer: tuple[str, ...],
) -> Iterator[Door]:
    for pattern in patterns:
        is_language = isinstance(pattern.pattern, LocalePrefixPattern)
        here = route + ("<language>/" if is_language else str(pattern.pattern))
        parameters = (*outer, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, inner, here, parameters)
        elif pattern.name:
            yield Door(":".join((*namespaces, pattern.name)), parameters)
        else:
            yield Door(here, parameters)


def verdict(response: HttpResponseBase, address: str) -> str:
    """Say in a word or two what the answer means for who asked."""
    status, to = response.status_code, response.headers.get("Location", "")
    if status >= 500:
        return "broken"
    if any(door in to for door in SIGN_IN):
        return "sign in"
    if status == 403 or to == ADMIN_HOME:
        return "refused"
    # Whatever is not found is tried once more with a language before it.
    if status in (404, 410) or to.partition("/admin/")[0] + address == to:
        return "nothing"
    return "no such method" if status == 405 else "in"
