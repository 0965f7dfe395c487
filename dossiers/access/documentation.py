"""Writes `docs/permissions.md` from the map, the bundles and the sentences themselves."""

from collections.abc import Iterable, Iterator
from itertools import chain

from django.utils.translation import override

from dossiers.transition import Transition
from dossiers.vocabulary import ConfidentialityClass

from .permission_map import PERMISSION_MAP
from .permissions import RIGHT_OF_CLASS, SENTENCES, Right
from .predicates import signed_in
from .roles import BUNDLES, DOSSIER_ROLES, UNIT_ROLES, Role

HEAD = """\
# Who may do what

Generated from `dossiers/access/` by `./aman manage make_permissions_doc`; a test fails when
it is out of date. Rights are given on units and dossiers only, never on papers; they run
down the tree until a boundary stops them. A superuser holds none of them by being one.
"""
PREDICATES = """\
## What is asked of one thing

`user.has_perm(name, thing)` is answered by this map; what is not listed is refused, and a
refusal is a 404. Everybody must be signed in and not have left. Beyond that each line is
one way: all of its conditions must hold.
"""


LIFE = """\
## The life of a paper

From `dossiers/documents/lifecycle.py`, the only place that sets the state of a paper. Each step
asks its permission first; a step from any other state is refused with a sentence. “failed” is a
captured paper that could not be read. Every step ends the lease of the worker and its attempts.
"""


def permissions_doc(steps: Iterable[tuple[str, Transition]]) -> str:
    """Return the whole page, in English whatever the language in force.

    `steps` is the table of what may happen to a paper: pairs of a verb and its line.
    """
    parts = (_rights(), _classes(), _roles(), [PREDICATES], _map(), [LIFE], _life(steps))
    with override("en"):
        return "\n".join([HEAD, *chain.from_iterable(parts)])


def _rights() -> Iterator[str]:
    yield "## Rights\n"
    yield "| Right | What it opens |"
    yield "|---|---|"
    yield from (f"| `{right.value}` | {SENTENCES[right]} |" for right in Right)
    yield ""


def _classes() -> Iterator[str]:
    yield "## Classes of papers\n"
    yield "The class of a paper chooses the right that is asked; an unknown class asks for the"
    yield "most closed. Find passes “stop inheriting”; nothing passes “protect”.\n"
    yield "| Class | Right |"
    yield "|---|---|"
    yield from (
        f"| {ConfidentialityClass(name).label} | `{right.value}` |"
        for name, right in RIGHT_OF_CLASS.items()
    )
    yield ""


def _roles() -> Iterator[str]:
    yield "## Roles\n"
    yield "| Role | Given on | What it is for | Rights |"
    yield "|---|---|---|---|"
    for role in Role:
        bundle = BUNDLES[role]
        rights = ", ".join(f"`{right.value}`" for right in Right if right in bundle.rights)
        yield f"| {role.label} | {_given_on(role)} | {bundle.sentence} | {rights} |"
    yield ""
    yield "Nobody gives more than they hold themselves, nor for longer, nor to themselves or to a"
    yield "group of theirs; nobody takes more than they hold. A director of the topmost unit names"
    yield "auditors besides: nobody else could be the first to. A responsible is named, a glass is"
    yield "broken: neither is given by hand on a unit.\n"


def _given_on(role: Role) -> str:
    places = [("unit", UNIT_ROLES), ("dossier", DOSSIER_ROLES)]
    return ", ".join(word for word, roles in places if role in roles) or "nobody gives it"


def _map() -> Iterator[str]:
    for permission, ways in PERMISSION_MAP.items():
        yield f"- **`{permission}`**"
        for way in ways:
            predicates = [predicate for predicate in way if predicate is not signed_in]
            sentences = "; ".join(_sentence(predicate.__doc__ or "") for predicate in predicates)
            yield f"  - {sentences}."
    yield ""


def _life(steps: Iterable[tuple[str, Transition]]) -> Iterator[str]:
    yield "| Step | From | To | Permission |"
    yield "|---|---|---|---|"
    for verb, step in steps:
        permission = f"`{step.permission}`" if step.permission else "none: the reading itself"
        yield f"| {verb} | {', '.join(step.sources)} | {', '.join(step.targets)} | {permission} |"
    yield ""


def _sentence(docstring: str) -> str:
    line = docstring.strip().splitlines()[0].rstrip(".")
    return line if line.startswith("`") else line[0].lower() + line[1:]
