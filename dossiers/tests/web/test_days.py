"""A day is typed and shown day first, whatever the language of the browser."""

from datetime import date

import pytest
from django import forms
from django.utils.translation import override

from dossiers.web.fields import PastDateField


class DayForm(forms.Form):
    day = PastDateField()


@pytest.mark.parametrize(
    "typed",
    [
        "05/09/2019",
        "5/9/2019",
        "٠٥/٠٩/٢٠١٩",
        "05-09-2019",
        "05.09.2019",
        "05 09 2019",
        "05092019",
        "2019-09-05",
        "\u200f05/09/2019",
    ],
)
def test_a_day_is_read_day_first(typed: str) -> None:
    form = DayForm({"day": typed})

    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2019, 9, 5)


@pytest.mark.parametrize("typed", ["13/13/2019", "2019", "31/02/2019", "tomorrow", "01/01/1700"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    assert not DayForm({"day": typed}).is_valid()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_known_day_is_shown_as_it_is_typed(language: str) -> None:
    with override(language):
        shown = str(DayForm(initial={"day": date(2019, 9, 5)})["day"])

    assert 'value="05/09/2019"' in shown
    assert 'type="date"' not in shown
