"""Reference data arrives whole, once, and leaves alone what people changed."""

from io import StringIO

import pytest
from django.core.management import call_command

from dossiers.models import DocumentKind, FolderClosure, Unit
from dossiers.vocabulary import ConfidentialityClass

pytestmark = pytest.mark.django_db


def load() -> str:
    out = StringIO()
    call_command("load_reference", stdout=out)
    return out.getvalue()


def test_what_people_edited_stays_as_they_left_it() -> None:
    load()
    DocumentKind.objects.filter(code="EC01").update(name_fr="Extrait (corrigé)", is_active=False)
    Unit.objects.filter(code="health").update(name_ar="الصحة للجميع")

    said = load()

    kind = DocumentKind.objects.get(code="EC01")
    assert (kind.name_fr, kind.is_active) == ("Extrait (corrigé)", False)
    assert Unit.objects.get(code="health").name_ar == "الصحة للجميع"
    assert said == "Reference data: 0 new units, 0 new kinds of document, 0 new procedures.\n"


def test_a_deleted_kind_comes_back_alone() -> None:
    load()
    DocumentKind.objects.get(code="SA05").delete()

    assert "0 new units, 1 new kinds" in load()


def test_every_unit_lies_in_the_centre_and_the_centre_reaches_it() -> None:
    load()

    centre = Unit.objects.get(parent=None)
    reached = FolderClosure.objects.filter(ancestor_id=centre.pk, find_only=False)
    assert centre.code == "aman"
    assert set(reached.values_list("descendant_id", flat=True)) == set(
        Unit.objects.values_list("pk", flat=True)
    )


def test_the_five_pillars_are_there() -> None:
    load()

    pillars = set(Unit.objects.exclude(parent=None).values_list("pillar", flat=True))
    assert len(pillars) == 5


@pytest.mark.parametrize(
    ("code", "paper_class"),
    [
        ("EC01", ConfidentialityClass.CIVIL),
        ("EC12", ConfidentialityClass.PROTECTION),
        ("SA05", ConfidentialityClass.MEDICAL),
        ("SA11", ConfidentialityClass.CIVIL),
        ("SC07", ConfidentialityClass.SCHOOL),
        ("JU03", ConfidentialityClass.PROTECTION),
        ("CE01", ConfidentialityClass.GENERAL),
    ],
)
def test_a_kind_has_the_class_of_its_papers(code: str, paper_class: ConfidentialityClass) -> None:
    load()

    assert DocumentKind.objects.get(code=code).paper_class == paper_class


def test_forty_kinds_have_a_name_in_each_language() -> None:
    load()

    kinds = DocumentKind.objects.all()
    assert len(kinds) == 40
    assert all(kind.name_ar and kind.name_fr and kind.name_en for kind in kinds)
