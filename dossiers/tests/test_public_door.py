"""Through the door goes a referral; out of it come guides, and nothing about a person."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from dossiers import public_door
from dossiers.models import DocumentKind, JournalEntry, Procedure, Referral
from dossiers.tests.factories import UnitFactory
from dossiers.vocabulary import JournalAction, ReferralState

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"description": ""}, id="nothing told"),
        pytest.param({"description": "x" * 5001}, id="too long"),
        pytest.param({"description": "طفل", "contact": "x" * 201}, id="contact too long"),
    ],
)
def test_an_unusable_referral_is_refused_and_leaves_nothing(wrong: dict[str, str]) -> None:
    UnitFactory(code="social_work")

    with pytest.raises(ValidationError):
        public_door.submit_referral(language="ar", **wrong)

    assert not Referral.objects.exists()
    assert not JournalEntry.objects.exists()


def test_a_referral_reaches_the_inbox_of_triage_and_the_journal() -> None:
    UnitFactory(code="aman")
    triage = UnitFactory(code="social_work")

    number = public_door.submit_referral(description="طفل وحده ليلا", place="درب", language="ar")

    referral = Referral.objects.get(tracking_number=number)
    assert (referral.unit, referral.state) == (triage, ReferralState.NEW)
    line = JournalEntry.objects.get()
    assert (line.action, line.actor_id, line.thing) == (
        JournalAction.REFERRAL,
        None,
        f"referral {referral.pk}",
    )
    assert "درب" not in str(line.detail)


def test_without_a_triage_unit_the_centre_receives_it() -> None:
    centre = UnitFactory(code="aman")
    UnitFactory(code="health", parent=centre)

    public_door.submit_referral(description="Un enfant seul", language="fr")

    assert Referral.objects.get().unit == centre


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_line_of_every_guide_names_something_to_bring(language: str) -> None:
    call_command("load_reference", verbosity=0)

    guides = public_door.procedure_guides(language)

    assert len(guides) == 12
    assert all(guide.title and guide.lines and guide.source for guide in guides)
    assert all(line.papers for guide in guides for line in guide.lines)


def test_a_guide_uses_the_name_an_editor_gave_the_kind() -> None:
    call_command("load_reference", verbosity=0)
    DocumentKind.objects.filter(code="EC06").update(name_fr="Avis de naissance (maternité)")

    first = public_door.procedure_guides("fr")[0]

    assert first.lines[0].papers == ("Avis de naissance (maternité)",)


def test_what_is_general_knowledge_is_marked_unchecked() -> None:
    call_command("load_reference", verbosity=0)

    guides = {guide.code: guide for guide in public_door.procedure_guides("en")}

    assert not any(line.is_checked for line in guides["school-transfer"].lines)
    assert guides["school-year-one"].lines[0].is_checked


def test_the_guides_cost_three_queries_whatever_their_number(
    django_assert_num_queries: object,
) -> None:
    call_command("load_reference", verbosity=0)

    with django_assert_num_queries(3):  # type: ignore[operator]
        public_door.procedure_guides("ar")


def test_a_procedure_out_of_use_is_not_shown() -> None:
    call_command("load_reference", verbosity=0)
    Procedure.objects.filter(code="kafala").update(is_active=False)

    assert public_door.procedure_guides("ar", code="kafala") == ()
    assert "kafala" not in public_door.procedure_codes()


def test_the_street_is_told_when_an_editor_renames_a_kind() -> None:
    call_command("load_reference", verbosity=0)
    told: list[object] = []

    def hear(sender: object, **_kwargs: object) -> None:
        told.append(sender)

    public_door.guides_changed.connect(hear)
    DocumentKind.objects.get(code="EC06").save()

    assert told == [public_door.ProcedureGuide]
