"""Dates are shown as they are typed: the day first, in all three languages."""

from datetime import date, datetime

import pytest
from django.utils import formats
from django.utils.translation import override

DAY = date(2025, 6, 12)


@pytest.mark.parametrize(
    ("language", "written"),
    [("ar", "12 يونيو 2025"), ("fr", "12 juin 2025"), ("en", "12 June 2025")],
)
def test_a_date_is_written_day_first(language: str, written: str) -> None:
    with override(language):
        assert formats.date_format(DAY) == written
        assert formats.date_format(DAY, "SHORT_DATE_FORMAT") == "12/06/2025"


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_what_is_shown_is_what_is_read(language: str) -> None:
    with override(language):
        shown = formats.date_format(DAY, "SHORT_DATE_FORMAT")
        read = datetime.strptime(shown, formats.get_format("DATE_INPUT_FORMATS")[0])

    assert read.date() == DAY


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_hour_is_of_24(language: str) -> None:
    with override(language):
        assert "14" in formats.date_format(datetime(2025, 6, 12, 14, 5), "DATETIME_FORMAT")
