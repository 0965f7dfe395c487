"""Printing cover sheets and labels: for whom, of what, and what the journal keeps."""

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.models import Document, JournalEntry, Suggestion
from dossiers.tests.factories import DocumentKindFactory, OriginalFactory, PageFactory
from dossiers.tests.world import World
from dossiers.vocabulary import JournalAction, SuggestedField


def printed() -> list[str]:
    lines = JournalEntry.objects.filter(action=JournalAction.PRINT).order_by("pk")
    return list(lines.values_list("thing", flat=True))


def test_sheet_of_a_hidden_dossier_is_not_printed(clerk: Client, world: World) -> None:
    address = reverse("dossiers:cover_sheet", args=[world.hidden.uid])

    assert clerk.post(address, {"kind": ""}).status_code == 404
    assert printed() == []


def test_sheet_is_sent_and_told(clerk: Client, world: World) -> None:
    kind = DocumentKindFactory(code="EC01")

    answer = clerk.post(reverse("dossiers:cover_sheet", args=[world.family.uid]), {"kind": kind.pk})

    assert answer.content.startswith(b"%PDF-")
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Disposition"] == 'attachment; filename="cover-2026-0012.pdf"'
    assert printed() == [world.family.reference]


def test_separator_is_about_no_dossier(clerk: Client, world: World) -> None:
    assert clerk.get(reverse("dossiers:separator_sheet")).content.startswith(b"%PDF-")
    assert printed() == ["separator sheet"]


def test_labels_of_hidden_dossiers_are_not_told_from_unknown_ones(
    clerk: Client, world: World
) -> None:
    sent = f"{world.family.reference}\n{world.hidden.reference}\n1901/0001"

    answer = clerk.post(reverse("dossiers:labels"), {"references": sent})

    assert answer.status_code == 422
    said = str(answer.context["form"].errors["references"])
    assert world.hidden.reference in said
    assert "1901/0001" in said
    assert printed() == []


def test_labels_are_sent_and_each_is_told(clerk: Client, world: World) -> None:
    sent = f"{world.family.reference}, {world.others.reference}"

    answer = clerk.post(reverse("dossiers:labels"), {"references": sent, "first": "3"})

    assert answer.content.startswith(b"%PDF-")
    assert printed() == [world.family.reference, world.others.reference]


@pytest.mark.parametrize(("whose", "is_told"), [("hidden", True), ("family", False)])
def test_sheet_of_a_dossier_one_may_not_file_into_is_ignored_with_a_warning(
    clerk: Client, world: World, whose: str, is_told: bool
) -> None:
    dossier = getattr(world, whose)
    paper: Document = world.tray_paper
    sheet = PageFactory(
        document=None,
        number=0,
        sheet_code=f"{dossier.uid}.",
        original=OriginalFactory(unit=paper.unit),
    )
    Suggestion.objects.create(
        document=paper, page=sheet, field=SuggestedField.DOSSIER, value=dossier.uid, confidence=1.0
    )

    shown = clerk.get(reverse("dossiers:file", args=[paper.uid]))

    assert bool(shown.context["sheet_notice"]) is is_told
    assert world.hidden.reference not in shown.content.decode()
