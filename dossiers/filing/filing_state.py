"""What the filing screen was sent: which step was pressed, and all that was typed, parsed once."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from django.http import QueryDict

from dossiers.plain_text import plain

from .forms import PaperForm


class Step(StrEnum):
    """What a press on the filing screen asks for."""

    # The same screen again, as after a switch of the language.
    RETURN = "return"
    FIND = "find"
    TAKE = "take"
    USE = "use"
    OPEN_NEW = "new"
    OTHER = "other"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class FilingState:
    """The state of the screen, as it was sent.

    `typed` holds the fields of all forms. `query` is the name or reference to look for; `dossier`
    the uid of the dossier that is chosen, "" where there is none; `people` the uids of those of
    its people whom the document concerns; `is_new` whether a new dossier is described.
    """

    step: Step
    typed: QueryDict
    query: str
    dossier: str
    people: tuple[str, ...]
    is_new: bool

    @classmethod
    def parse(cls, sent: QueryDict) -> Self:
        """Read what a press sent; never fails, since the forms judge what was typed."""
        step = _step_of(sent)
        dossier, people = sent.get("dossier", ""), sent.getlist("people")
        if step is Step.TAKE:
            # Those of its people whom the document names may follow.
            dossier, *people = sent.get("take", "").split() or [""]
        return cls(
            step=step,
            typed=_with_suggestion(sent) if step is Step.USE else sent,
            query=plain(sent.get("look") or sent.get("find", "")),
            dossier=dossier,
            people=tuple(people),
            is_new="new" in sent,
        )

    @classmethod
    def carried_along(cls, sent: QueryDict) -> Self:
        """Read what a switch of the language carried along: it pressed nothing."""
        is_looking = sent.get("find") and not {"dossier", "new"} & sent.keys()
        return cls(
            step=Step.FIND if is_looking else Step.RETURN,
            typed=sent,
            query=plain(sent.get("find", "")),
            dossier=sent.get("dossier", ""),
            people=tuple(sent.getlist("people")),
            is_new="new" in sent,
        )


def _step_of(sent: QueryDict) -> Step:
    """Return the step whose button was pressed; Enter alone looks for a dossier, or files."""
    for step in (Step.TAKE, Step.USE):
        if step in sent:
            return step
    pressed = sent.get("do", "")
    if pressed in {Step.FIND, Step.OPEN_NEW, Step.OTHER}:
        return Step(pressed)
    if not pressed and _is_looking(sent):
        return Step.FIND
    return Step.FILE


def _is_looking(sent: QueryDict) -> bool:
    """Whether a printed name was pressed, or Enter in the box with nothing chosen."""
    return "look" in sent or (
        bool(sent.get("find", "").strip()) and not {"dossier", "new"} & sent.keys()
    )


def _with_suggestion(sent: QueryDict) -> QueryDict:
    """Return the fields with one of them as the print suggests it ("act_number 418")."""
    name, _space, value = sent.get("use", "").partition(" ")
    fields = sent.copy()
    if name in PaperForm.base_fields:
        fields[name] = value
    return fields
