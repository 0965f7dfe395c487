"""Read the public texts from their files, in the form that pages take."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publicsite.blocks import REQUIRED_SECTIONS

FOLDER = Path(__file__).resolve().parent

# As it stands in the file; its shape depends on the page type.
Texts = dict[str, Any]


@dataclass(frozen=True)
class PagePlan:
    """Where a page stands and of which type it is, the same in every language."""

    key: str
    type: str
    parent: str | None
    icon: str = ""
    period: str = ""
    menu: bool = True


def page_plans() -> list[PagePlan]:
    """Return the tree, parents before children."""
    tree = tomllib.loads((FOLDER / "tree.toml").read_text())
    return [
        PagePlan(key=key, parent=plan.pop("parent", None), **plan) for key, plan in tree.items()
    ]


def texts_in(language: str) -> dict[str, Texts]:
    """Return the texts of one language by the key of their page."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text())


def field_values(*, plan: PagePlan, texts: dict[str, Texts]) -> dict[str, Any]:
    """Return the fields of one page; what its type does not have is left out."""
    own = texts[plan.key]
    values: dict[str, Any] = {name: own[name] for name in ("title", "slug", "summary")}
    values["show_in_menus"] = plan.menu
    for name in ("icon", "period"):
        if getattr(plan, name):
            values[name] = getattr(plan, name)
    if "headline" in own:
        values["headline"] = own["headline"]
    if "body" in own:
        values["body"] = [_block(block) for block in own["body"]]
    if plan.type == "ServicePage":
        defaults = texts["defaults"]
        values["sections"] = [
            (name, own.get(name, defaults.get(name, ""))) for name in REQUIRED_SECTIONS
        ]
    return values


def _block(block: Texts) -> tuple[str, Any]:
    """Turn one entry of a `body` into a block of BodyBlock."""
    kind = block["type"]
    match kind:
        case "text":
            return kind, block["html"]
        case "callout":
            names = ("kind", "title", "text")
            return kind, {name: block.get(name, "") for name in names}
        case "points" | "steps":
            items = [{"title": title, "text": f"<p>{text}</p>"} for title, text in block[kind]]
            return kind, {"title": block.get("title", ""), kind: items}
    raise ValueError(f"No such block: {kind}")
