"""The inbox of referrals: for those who may triage, and the journal knows who opened one."""

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.models import JournalEntry, Referral, ReferralAddition
from dossiers.tests.factories import ReferralFactory
from dossiers.tests.world import STAFF, World
from dossiers.vocabulary import JournalAction, ReferralState

pytestmark = pytest.mark.django_db

MAY_TRIAGE = {"supervisor", "director"}


@pytest.fixture
def referral(world: World) -> Referral:
    return ReferralFactory(unit=world.units["social_work"], description="طفل وحده في الشارع ليلا")


def views() -> int:
    return JournalEntry.objects.filter(action=JournalAction.VIEW).count()


@pytest.mark.parametrize("user", sorted(set(STAFF) - MAY_TRIAGE - {"left"}))
def test_without_the_right_to_triage_there_is_no_inbox(
    client: Client, world: World, referral: Referral, user: str
) -> None:
    client.force_login(world.users[user])

    answers = [
        client.get(reverse("dossiers:referrals")),
        client.get(reverse("dossiers:referral", args=[referral.uid])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert views() == 0


def test_a_supervisor_of_another_unit_does_not_see_it(client: Client, world: World) -> None:
    elsewhere = ReferralFactory(unit=world.units["health"])
    client.force_login(world.users["supervisor"])

    assert client.get(reverse("dossiers:referral", args=[elsewhere.uid])).status_code == 404
    listed = client.get(reverse("dossiers:referrals")).content.decode()
    assert elsewhere.tracking_number not in listed
    assert views() == 0


@pytest.mark.parametrize("user", sorted(MAY_TRIAGE))
def test_who_may_triage_reads_it_and_the_journal_tells(
    client: Client, world: World, referral: Referral, user: str
) -> None:
    client.force_login(world.users[user])

    page = client.get(reverse("dossiers:referral", args=[referral.uid]))

    assert referral.description in page.content.decode()
    line = JournalEntry.objects.get(action=JournalAction.VIEW)
    assert (line.actor_id, line.thing) == (world.users[user].pk, f"referral {referral.pk}")


def test_the_list_shows_new_ones_first_and_nothing_of_their_words(
    client: Client, world: World, referral: Referral
) -> None:
    sorted_out = ReferralFactory(unit=referral.unit, state=ReferralState.ACCEPTED)
    client.force_login(world.users["supervisor"])

    listed = client.get(reverse("dossiers:referrals")).content.decode()

    assert listed.index(referral.tracking_number) < listed.index(sorted_out.tracking_number)
    assert referral.description not in listed


def test_the_page_has_no_name_in_its_title_and_is_kept_nowhere(
    client: Client, world: World, referral: Referral
) -> None:
    Referral.objects.update(child="أمين")
    client.force_login(world.users["director"])

    page = client.get(reverse("dossiers:referral", args=[referral.uid]))

    title = page.content.decode().partition("</title>")[0]
    assert "أمين" not in title
    assert "no-store" in page.headers["Cache-Control"]


def test_additions_and_doubts_are_shown_to_who_triages(
    client: Client, world: World, referral: Referral
) -> None:
    Referral.objects.update(is_doubtful=True)
    ReferralAddition.objects.create(
        referral=referral, description="باب أزرق", content_digest="x", language="ar"
    )
    client.force_login(world.users["director"])

    listed = client.get(reverse("dossiers:referrals")).text
    shown = client.get(reverse("dossiers:referral", args=[referral.uid])).text

    assert "إضافة واحدة" in listed
    assert "مشكوك فيه" in listed
    assert "باب أزرق" not in listed
    assert shown.index(referral.description) < shown.index("باب أزرق")
    assert "مشكوك فيه" in shown


def test_doubtful_ones_stand_after_the_other_new_ones(
    client: Client, world: World, referral: Referral
) -> None:
    doubtful = ReferralFactory(unit=world.units["social_work"], is_doubtful=True)
    client.force_login(world.users["director"])

    listed = client.get(reverse("dossiers:referrals")).text

    assert listed.index(referral.tracking_number) < listed.index(doubtful.tracking_number)
