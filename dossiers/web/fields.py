"""Form fields for what clerks type: any digits, any date order, no invisible marks."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.plain_text import plain
from dossiers.reasons import REASON_MAX
from dossiers.vocabulary import DatePrecision

# Western digits stay Western in every language of the site.
# The number pad of some telephones has no stroke: blanks, or nothing, stand for it.
DATE_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y"]
# Nobody in the archive was born, and no paper written, before.
EARLIEST = date(1880, 1, 1)


class PlainField(forms.CharField):
    """One line of text, kept plain."""

    def to_python(self, value: Any) -> str:
        """Strip what the eye does not see."""
        return plain(super().to_python(value) or "")


class ReasonField(PlainField):
    """Why something is done, in one line."""

    def __init__(self, *, max_length: int = REASON_MAX, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Reason"))
        super().__init__(max_length=max_length, **options)


class NameField(PlainField):
    """A name of a person: it has a letter, whatever marks stand beside it."""

    def validate(self, value: str) -> None:
        """Refuse digits and marks alone."""
        super().validate(value)
        if value and not any(letter.isalpha() for letter in value):
            raise ValidationError(_("Write a name with letters."))


class DayInput(forms.DateInput):
    """A day typed day first, whatever the language of the browser.

    Its own calendar would show 05/09 in the order of that language, beside a paper that says 09/05.
    """

    def __init__(self) -> None:
        attrs = {
            "inputmode": "numeric",
            "dir": "ltr",
            "placeholder": gettext_lazy("day/month/year"),
        }
        super().__init__(attrs={**attrs, "autocomplete": "off"}, format=DATE_FORMATS[0])


class PastDateField(forms.DateField):
    """A day that has been, typed with any digits."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=DATE_FORMATS, **kwargs)

    def to_python(self, value: Any) -> date | None:
        """Read the day and refuse one that cannot be."""
        day = super().to_python(plain(value) if isinstance(value, str) else value)
        return None if day is None else _in_the_past(day)


@dataclass(frozen=True, slots=True)
class Born:
    """A birth date as exactly as it is known; of a year alone `day` is its first of January."""

    day: date
    precision: DatePrecision


class BirthField(PastDateField):
    """A day, or a year alone: many people know no more of their birth, and papers say no more."""

    def to_python(self, value: Any) -> Born | None:  # type: ignore[override]
        """Read the day or the year; refuse one that cannot be."""
        if isinstance(value, str) and re.fullmatch(r"\d{4}", plain(value)):
            year = int(plain(value))
            if year == 0:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            return Born(_in_the_past(date(year, 1, 1)), DatePrecision.YEAR)
        day = super().to_python(value)
        return None if day is None else Born(day, DatePrecision.DAY)


def _in_the_past(day: date) -> date:
    """Return the day; raise ValidationError for one to come, or before anybody's time."""
    if day > timezone.localdate():
        raise ValidationError(_("This date is in the future."))
    if day < EARLIEST:
        raise ValidationError(_("Check the year: this date is too long ago."))
    return day
