"""Break-glass: one dossier, one hour, a reason; told at once, reviewed by somebody else."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from dossiers.access.roles import Role
from dossiers.errors import RefusedError
from dossiers.models import BreakGlassReview, Document, Dossier, Grant, JournalEntry, Notice
from dossiers.sharing.break_glass import break_glass, review_break_glass
from dossiers.sharing.grants import end_grant
from dossiers.tests.browsing import address, signed_in
from dossiers.tests.world import World
from dossiers.vocabulary import ConfidentialityClass, GrantCause

pytestmark = pytest.mark.django_db

REASON = "الطفل في المستشفى ونحتاج إلى تلقيحاته الآن"


@pytest.mark.parametrize("name", ["web_editor", "superuser", "auditor", "other_social_worker"])
def test_who_may_not_find_the_dossier_breaks_no_glass(world: World, name: str) -> None:
    url = address("break_glass", world.family.uid)

    answer = signed_in(world.users[name]).post(url, {"reason": REASON})

    assert answer.status_code == 404
    assert not Grant.objects.filter(cause=GrantCause.BREAK_GLASS).exists()


def test_a_protected_dossier_has_no_glass_to_break(world: World) -> None:
    with pytest.raises(PermissionDenied):
        break_glass(dossier=world.hidden, reason=REASON, by=world.users["registration_worker"])


@pytest.mark.parametrize("reason", ["", "urgent", "a" + " " * 30 + "b"])
def test_a_short_reason_opens_nothing(world: World, reason: str) -> None:
    worker = world.users["registration_worker"]

    answer = signed_in(worker).post(address("break_glass", world.family.uid), {"reason": reason})

    assert answer.context["form"].errors
    with pytest.raises(RefusedError):
        break_glass(dossier=world.family, reason=reason, by=worker)
    assert world.papers[ConfidentialityClass.MEDICAL] not in Document.objects.visible_to(worker)


def test_the_dossier_is_open_for_an_hour_and_no_longer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = world.users["registration_worker"]
    signed_in(worker).post(address("break_glass", world.family.uid), {"reason": REASON})
    assert set(world.papers.values()) <= set(Document.objects.visible_to(worker))
    assert world.others.pk not in Dossier.objects.filter(
        grants__cause=GrantCause.BREAK_GLASS
    ).values_list("pk", flat=True)

    later = timezone.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert world.papers[ConfidentialityClass.MEDICAL] not in Document.objects.visible_to(worker)


def test_who_answers_is_told_at_once_and_the_journal_marks_it(world: World) -> None:
    worker = world.users["registration_worker"]

    break_glass(dossier=world.family, reason=REASON, by=worker)

    told = {notice.recipient.username for notice in Notice.objects.all()}
    assert told == {"social_worker", "director"}
    line = JournalEntry.objects.get(action="break_glass")
    assert (line.actor_id, line.folder_id, line.reason) == (worker.pk, world.family.pk, REASON)


def test_the_notice_is_counted_in_the_menu_until_it_is_seen(world: World) -> None:
    break_glass(dossier=world.family, reason=REASON, by=world.users["registration_worker"])
    client = signed_in(world.users["director"])

    before = client.get(address("notices"))
    client.post(address("notices_seen"))
    after = client.get(address("notices"))

    assert REASON in before.content.decode()
    assert (before.context["unseen"], after.context["unseen"]) == (1, 0)
    assert "notice-count" in before.content.decode()
    assert "notice-count" not in after.content.decode()


def test_nobody_sees_the_notices_of_somebody_else(world: World) -> None:
    break_glass(dossier=world.family, reason=REASON, by=world.users["registration_worker"])

    page = signed_in(world.users["educator"]).get(address("notices"))

    assert page.context["notices"] == []


@pytest.mark.parametrize("name", ["registration_worker", "social_worker", "educator"])
def test_who_does_not_review_gets_no_list(world: World, name: str) -> None:
    grant = break_glass(dossier=world.family, reason=REASON, by=world.users["registration_worker"])
    client = signed_in(world.users[name])

    answers = [
        client.get(address("break_glass_reviews")),
        client.post(address("break_glass_review", grant.uid), {"finding": "justified"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not BreakGlassReview.objects.exists()


@pytest.mark.parametrize("name", ["director", "auditor"])
def test_a_reviewer_notes_what_they_found_once(world: World, name: str) -> None:
    grant = break_glass(dossier=world.family, reason=REASON, by=world.users["registration_worker"])
    client, url = signed_in(world.users[name]), address("break_glass_review", grant.uid)

    assert REASON in client.get(address("break_glass_reviews")).content.decode()
    client.post(url, {"finding": "justified", "note": "Vu avec l’hôpital"})
    client.post(url, {"finding": "not_justified"})

    assert BreakGlassReview.objects.get().finding == "justified"


def test_nobody_reviews_their_own(world: World) -> None:
    grant = break_glass(dossier=world.family, reason=REASON, by=world.users["director"])

    with pytest.raises(RefusedError):
        review_break_glass(grant=grant, finding="justified", by=world.users["director"])


def test_a_second_break_glass_in_the_hour_is_refused(world: World) -> None:
    worker = world.users["registration_worker"]
    break_glass(dossier=world.family, reason=REASON, by=worker)

    with pytest.raises(RefusedError):
        break_glass(dossier=world.family, reason=REASON, by=worker)


def test_the_review_tells_how_much_was_looked_at(world: World) -> None:
    worker = world.users["registration_worker"]
    client = signed_in(worker)
    client.post(address("break_glass", world.family.uid), {"reason": REASON})
    for paper in (ConfidentialityClass.MEDICAL, ConfidentialityClass.CIVIL):
        client.get(address("document", world.papers[paper].uid))

    page = signed_in(world.users["director"]).get(address("break_glass_reviews"))

    assert page.context["rows"][0].papers == 2


def test_the_first_page_of_who_answers_says_so_at_once(world: World) -> None:
    director = world.users["director"]
    before = signed_in(director).get(reverse("dossiers:home"))

    break_glass(dossier=world.family, reason=REASON, by=world.users["scanning_desk"])
    after = signed_in(director).get(reverse("dossiers:home"))

    def desks(page: HttpResponse) -> dict[str, str]:
        return {desk.url: desk.sentence for desk in page.context["waiting"]}

    notices, reviews = reverse("dossiers:notices"), reverse("dossiers:break_glass_reviews")
    assert notices not in desks(before)
    assert notices in desks(after)
    assert desks(before)[reviews] != desks(after)[reviews]


def test_notice_of_a_dossier_that_closed_to_its_reader_keeps_reference_and_reason(
    world: World,
) -> None:
    reader, notices = world.users["social_worker"], address("notices")
    break_glass(dossier=world.family, reason=REASON, by=world.users["registration_worker"])
    before = signed_in(reader).get(notices).content.decode()

    end_grant(grant=Grant.objects.get(user=reader), by=None)
    world.grant("social_worker", Role.RESPONSIBLE, world.others)
    after = signed_in(reader).get(notices).content.decode()

    assert world.family.reference in before
    assert REASON in before
    assert "ملف صار مغلقا" in after
    assert world.family.reference not in after
    assert REASON not in after
