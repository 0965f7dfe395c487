"""What was asked at the search desk: words, which part of the answer, choices, order, page.

Read from the body of a POST and from nowhere else; anything odd is left out, never an error.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from dossiers.web.numbers import whole_number
from search.entries import SearchQuery

TEXT_LIMIT = 200
VALUE_LIMIT = 40
# A hit further down is not led to.
DEEPEST = 99_999
# Names of the choices, in the order they are shown.
FACETS = ("unit", "class", "kind", "year", "state", "language")
PARTS = ("", "people", "papers")
SORTS: dict[str, str | Promise] = {
    "relevance": pgettext_lazy("order of hits", "Best match first"),
    "newest": pgettext_lazy("order of hits", "Newest first"),
    "oldest": pgettext_lazy("order of hits", "Oldest first"),
    "issued": pgettext_lazy("order of hits", "Date of issue"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `part` is "" for people and papers together; `offset` counts hits."""

    text: str = ""
    part: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = "relevance"
    any_word: bool = False
    offset: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked: papers may be looked through without a word."""
        return not self.text and self.part != "papers"

    @property
    def asks_people(self) -> bool:
        """Whether people belong to the answer."""
        return self.part != "papers"

    @property
    def asks_papers(self) -> bool:
        """Whether papers belong to the answer."""
        return self.part != "people"

    @property
    def shows_choices(self) -> bool:
        """Whether choices and order stand above the papers: where papers stand alone."""
        return self.part == "papers"

    def as_fields(self) -> dict[str, str]:
        """Return the question as the form's fields, without the page; see `read_asked`."""
        fields = {"q": self.text, "part": self.part, "any": "1" if self.any_word else ""}
        fields |= {"sort": self.sort if self.sort != "relevance" else "", **self.chosen}
        return {name: value for name, value in fields.items() if value}

    def papers(self, limit: int) -> SearchQuery:
        """Return the question as the card index takes it. Choices are about papers alone."""
        return SearchQuery(
            text=self.text,
            filters={name: frozenset({value}) for name, value in self.chosen.items()},
            any_word=self.any_word,
            sort=self.sort,
            offset=self.offset,
            limit=limit,
        )


def read_asked(fields: Mapping[str, Any]) -> Asked:
    """Read the fields of the form."""
    # A button for another page of hits is about papers.
    part = "papers" if "page" in fields else str(fields.get("part", ""))
    part, sort = part if part in PARTS else "", str(fields.get("sort", ""))
    chosen = {
        name: value
        for name in FACETS
        if part == "papers" and (value := str(fields.get(name, ""))[:VALUE_LIMIT])
    }
    return Asked(
        text=" ".join(str(fields.get("q", ""))[:TEXT_LIMIT].split()),
        part=part,
        chosen=chosen,
        sort=sort if sort in SORTS and part == "papers" else "relevance",
        any_word=fields.get("any") == "1",
        offset=whole_number(str(fields.get("page", "")), otherwise=0, most=DEEPEST),
    )
