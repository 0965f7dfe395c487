"""Days are typed day first, births also by the year alone, names with a letter."""

from datetime import date

import pytest
from django import forms
from django.utils.translation import override

from dossiers.vocabulary import DatePrecision
from dossiers.web.fields import BirthField, Born, NameField, PastDateField


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


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("1988", Born(date(1988, 1, 1), DatePrecision.YEAR)),
        ("١٩٨٨", Born(date(1988, 1, 1), DatePrecision.YEAR)),
        (" 1988\u200f", Born(date(1988, 1, 1), DatePrecision.YEAR)),
        ("01/01/1988", Born(date(1988, 1, 1), DatePrecision.DAY)),
        ("07 05 2014", Born(date(2014, 5, 7), DatePrecision.DAY)),
        ("", None),
    ],
)
def test_a_birth_is_a_day_or_a_year_alone(typed: str, born: Born | None) -> None:
    assert BirthField(required=False).clean(typed) == born


@pytest.mark.parametrize("typed", ["0000", "1700", "2999", "88", "05/1988", "19888"])
def test_what_is_no_birth_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        BirthField().clean(typed)


@pytest.mark.parametrize("typed", ["12345", "١٢٣", "---", ".", "\u200f?"])
def test_a_name_without_a_letter_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        NameField(required=False).clean(typed)


@pytest.mark.parametrize("typed", ["رقية", "Rkia", "M'hamed", "محمد 2", "ⵔⵇⵉⵢⴰ", ""])
def test_a_name_with_a_letter_is_taken(typed: str) -> None:
    assert NameField(required=False).clean(typed) == typed
