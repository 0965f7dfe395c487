"""What stands against a form that was refused: for the title, the top of the page and the focus.

Asks the forms that the view handed over, whatever they are called; so no page can forget it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.messages import ERROR
from django.forms import BaseForm, BaseFormSet

register = template.Library()


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence, with the field it is about where there is one."""

    words: str
    label: str = ""
    field_id: str = ""


@register.simple_tag(takes_context=True)
def refused_problems(context: dict[str, Any]) -> list[Problem]:
    """Return what stands against the forms of the page; `errors` is of the page as a whole."""
    known = context.flatten()  # type: ignore[attr-defined]
    forms = {id(form): form for value in known.values() for form in _forms_in(value)}
    problems = [Problem(str(words)) for words in known.get("errors") or []]
    return problems + [problem for form in forms.values() for problem in _problems_of(form)]


@register.simple_tag(takes_context=True)
def is_refused(context: dict[str, Any]) -> bool:
    """Tell whether something was refused: a form of the page, or by a message from elsewhere."""
    return bool(refused_problems(context)) or has_refusing_message(context)


@register.simple_tag(takes_context=True)
def has_refusing_message(context: dict[str, Any]) -> bool:
    """Tell whether a message of the page says that something was not done."""
    return any(message.level >= ERROR for message in context.get("messages") or [])


def _forms_in(value: Any) -> Iterator[BaseForm]:
    if isinstance(value, BaseForm):
        yield value
    elif isinstance(value, BaseFormSet):
        yield from value.forms
    elif isinstance(value, list) and value and isinstance(value[0], BaseForm):
        yield from value


def _problems_of(form: BaseForm) -> Iterable[Problem]:
    if not form.is_bound:
        return
    for words in form.non_field_errors():
        yield Problem(str(words))
    for field in form:
        for words in field.errors:
            if field.is_hidden:
                yield Problem(str(words))
            else:
                yield Problem(str(words), str(field.label), field.id_for_label)
