"""How the desks write names and birth dates: as far as they are known, and no more."""

import re
from datetime import date

import pytest
from django.utils.translation import override

from dossiers.models import Person
from dossiers.models.person import main_name
from dossiers.search_pages.results import BothNames
from dossiers.templatetags.desk_tags import birth, or_unnamed
from dossiers.templatetags.result_tags import both_names
from dossiers.vocabulary import DatePrecision

BORN = date(1985, 3, 2)


@pytest.mark.parametrize(
    ("precision", "written"),
    [
        (DatePrecision.DAY, "2 mars 1985"),
        (DatePrecision.MONTH, "mars 1985"),
        (DatePrecision.YEAR, "1985"),
    ],
)
def test_a_birth_date_is_written_as_exactly_as_it_is_known(precision, written):
    with override("fr"):
        assert birth(Person(birth_date=BORN, birth_precision=precision)) == written


@pytest.mark.parametrize(
    ("month", "word"), [(5, "ماي"), (7, "يوليوز"), (8, "غشت"), (9, "شتنبر"), (11, "نونبر")]
)
def test_months_are_those_of_morocco(month, word):
    with override("ar"):
        assert birth(Person(birth_date=date(2014, month, 17))) == f"17 {word} 2014"


def test_an_estimated_year_says_that_it_is_one():
    with override("en"):
        about = Person(birth_date=BORN, birth_precision=DatePrecision.ABOUT)
        assert birth(about) == "about 1985"


def test_a_hijri_date_is_shown_as_it_was_written_when_there_is_no_other():
    assert birth(Person(birth_hijri="12 رجب 1405")) == "12 رجب 1405"


def test_an_unknown_birth_date_is_nothing():
    assert birth(Person()) == ""


def test_a_missing_name_is_said_in_words():
    with override("en"):
        assert or_unnamed("") == "Name not known"
        assert or_unnamed("رقية") == "رقية"


ARABIC = '<bdi lang="ar" dir="rtl">رقية</bdi>'
LATIN = '<bdi lang="fr" dir="ltr">R &lt;b&gt;</bdi>'


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (BothNames("رقية", "R <b>"), f"{ARABIC} {LATIN}"),
        (BothNames("رقية", ""), ARABIC),
        (BothNames("", "R <b>"), LATIN),
        (BothNames("", ""), "Name not known"),
    ],
    ids=["both", "Arabic", "Latin, escaped", "none"],
)
def test_name_is_written_in_the_scripts_that_are_known(names, written):
    with override("en"):
        markup = re.sub("<span[^>]*names-between.*?</span> |</?span[^>]*>", "", both_names(names))

    assert markup == written


def test_mark_between_two_scripts_is_not_read_aloud():
    assert both_names(BothNames("رقية", "Rkia")).count('aria-hidden="true">·<') == 1
    assert "·" not in both_names(BothNames("رقية", ""))


def test_one_name_in_a_line_is_the_arabic_one_where_it_is_known():
    assert main_name(BothNames("رقية", "Rkia")) == "رقية"
    assert main_name(BothNames("", "Rkia")) == "Rkia"
