"""A reason is cleaned in one way, and everywhere fits the column that keeps it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.urls import get_resolver

from dossiers.errors import RefusedError
from dossiers.reasons import LONG_REASON_MAX, REASON_MAX, clean_reason
from dossiers.web.fields import ReasonField
from tests.source_tree import sources


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  the wrong\n\tfamily ", "the wrong family"),
        ("\u200fالرسم ٢٤", "الرسم 24"),
        ("x" * 500, "x" * REASON_MAX),
    ],
    ids=["one line", "no marks, Western digits", "cut"],
)
def test_reason_is_kept_plain(typed: str, kept: str) -> None:
    assert clean_reason(typed) == kept


@pytest.mark.parametrize("typed", ["", " \n ", "\u200f\u200e"], ids=["", "blanks", "marks"])
def test_reason_that_the_eye_does_not_see_is_none(typed: str) -> None:
    with pytest.raises(RefusedError, match="Give the reason"):
        clean_reason(typed, missing="Give the reason.")


def test_blanks_do_not_make_a_reason_long_enough() -> None:
    with pytest.raises(RefusedError, match="20"):
        clean_reason("a" + " " * 30 + "b", least=20)

    assert clean_reason("a" * 20, least=20) == "a" * 20


def forms_with_reason() -> list[type[forms.BaseForm]]:
    """Return every form of the archive that asks for a reason."""
    # All pages are loaded, and their forms with them.
    _ = get_resolver().url_patterns

    def below(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
        for one in form.__subclasses__():
            yield one
            yield from below(one)

    found = {form for form in below(forms.BaseForm) if form.__module__.startswith("dossiers.")}
    return [form for form in found if "reason" in getattr(form, "base_fields", {})]


def test_every_form_asks_for_a_reason_with_the_one_field() -> None:
    found = forms_with_reason()

    assert len(found) > 6
    assert {form for form in found if type(form.base_fields["reason"]) is not ReasonField} == set()


def test_columns_of_reasons_have_one_of_two_lengths() -> None:
    columns = [
        column
        for model in apps.get_app_config("dossiers").get_models()
        for column in model._meta.concrete_fields
        if column.name in {"reason", "trash_reason"}
    ]

    assert len(columns) > 5
    assert {column.max_length for column in columns} == {REASON_MAX, LONG_REASON_MAX}


def test_plain_inputs_for_a_reason_take_what_is_kept() -> None:
    templates = Path(settings.BASE_DIR, "templates/dossiers").rglob("*.html")
    inputs = [
        tag
        for template in templates
        for tag in re.findall(r"<input[^>]*>", template.read_text())
        if 'name="reason"' in tag
    ]

    assert len(inputs) > 2
    assert [tag for tag in inputs if f'maxlength="{REASON_MAX}"' not in tag] == []


def test_nobody_else_cleans_a_reason() -> None:
    found = [
        source.name
        for source in sources()
        if re.search(r"reason(\.strip|\.split|\[:)|REASON_MAX = ", source.path.read_text())
    ]

    assert found == ["dossiers/reasons.py"]
