"""The journal's pages: for those who hold the right to it, by dossier, by person, by day."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dossiers import journal
from dossiers.access.roles import Role
from dossiers.models import JournalEntry
from dossiers.tests.browsing import address, signed_in
from dossiers.tests.factories import DossierFactory, UserFactory
from dossiers.tests.world import World
from dossiers.vocabulary import JournalAction

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["director", "social_worker", "superuser", "web_editor"])
def test_who_does_not_audit_reads_no_journal(world: World, name: str) -> None:
    client = signed_in(world.users[name])
    pages = [
        address("journal"),
        address("journal_anomalies"),
        address("dossier_journal", world.family.uid),
        address("unit_journal", world.units["aman"].uid),
        address("person_journal", world.users["director"].pk),
        address("journal_export"),
        address("dossier_journal_export", world.family.uid),
        address("person_journal_export", world.users["director"].pk),
    ]

    assert {client.get(page).status_code for page in pages} == {404}


def test_the_auditor_reads_the_lines_of_a_dossier_without_a_name(world: World) -> None:
    signed_in(world.users["social_worker"]).get(address("dossier", world.family.uid))

    page = signed_in(world.users["auditor"]).get(address("dossier_journal", world.family.uid))

    text = page.content.decode()
    assert "social_worker" in text
    assert world.family.reference in text
    assert "رقية" not in text


def test_the_lines_of_one_person_are_filtered_by_what_and_when(world: World) -> None:
    worker = world.users["social_worker"]
    signed_in(worker).get(address("dossier", world.family.uid))
    client, url = signed_in(world.users["auditor"]), address("person_journal", worker.pk)

    views = client.get(url, {"action": "view"}).context["lines"]
    nothing = client.get(url, {"until": "2001-01-01"}).context["lines"]

    assert {line.entry.action for line in views} == {"view"}
    assert {line.entry.actor_id for line in views} == {worker.pk}
    assert nothing == []


def test_the_auditor_of_one_unit_reads_neither_others_nor_signins(world: World) -> None:
    auditor = UserFactory()
    world.users["unit auditor"] = auditor
    world.grant("unit auditor", Role.AUDITOR, world.units["health"])
    journal.record(by=None, action=JournalAction.LOGIN)
    own = DossierFactory(unit=world.units["health"])
    for dossier in (own, world.family):
        journal.record(by=None, action=JournalAction.VIEW, thing=dossier, folder_id=dossier.pk)

    page = signed_in(auditor).get(address("journal"))

    places = {line.entry.folder_id for line in page.context["lines"]}
    assert own.pk in places
    assert places <= {own.pk, world.units["health"].pk}


def test_a_refused_visit_is_in_the_journal_of_the_dossier(world: World) -> None:
    answer = signed_in(world.users["web_editor"]).get(address("dossier", world.family.uid))
    nobody = signed_in(world.users["web_editor"]).get(address("dossier", "AAAAAAAAAAAAAAAA"))

    page = signed_in(world.users["auditor"]).get(
        address("dossier_journal", world.family.uid), {"action": "refusal"}
    )

    assert answer.status_code == nobody.status_code == 404
    assert answer.content == nobody.content
    assert [line.entry.actor_id for line in page.context["lines"]] == [world.users["web_editor"].pk]


def test_many_foreign_dossiers_on_one_day_are_listed_and_own_ones_are_not(
    world: World, settings: object
) -> None:
    settings.AMAN_ANOMALY_DOSSIERS_A_DAY = 3  # type: ignore[attr-defined]
    supervisor, worker = world.users["supervisor"], world.users["registration_worker"]
    for _ in range(4):
        dossier = DossierFactory(unit=world.units["social_work"])
        for user in (supervisor, worker):
            journal.record(by=user, action=JournalAction.VIEW, thing=dossier, folder_id=dossier.pk)

    page = signed_in(world.users["auditor"]).get(address("journal_anomalies"))

    assert [(row.user_id, row.outside) for row, _name in page.context["rows"]] == [(worker.pk, 4)]


def test_the_auditor_takes_the_filtered_lines_away_and_the_journal_tells(world: World) -> None:
    worker = world.users["social_worker"]
    signed_in(worker).get(address("dossier", world.family.uid))
    url = address("dossier_journal_export", world.family.uid)

    answer = signed_in(world.users["auditor"]).get(url, {"action": "view"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    _heads, *rows = text.splitlines()
    assert len(rows) == 1
    assert "social_worker" in rows[0]
    assert "رقية" not in text
    line = JournalEntry.objects.get(action=JournalAction.EXPORT)
    assert (line.actor_id, line.folder_id) == (world.users["auditor"].pk, world.family.pk)


def test_who_reads_the_journal_stands_in_it(world: World) -> None:
    auditor = world.users["auditor"]

    signed_in(auditor).get(address("person_journal", world.users["educator"].pk))

    line = JournalEntry.objects.get(actor_id=auditor.pk, action=JournalAction.VIEW)
    assert line.thing == f"user {world.users['educator'].pk}"
    assert line.detail == {"screen": "journal"}


def test_ten_thousand_lines_are_exported_with_few_queries(world: World) -> None:
    client = signed_in(world.users["auditor"])
    staff = [user.pk for user in world.users.values()]
    JournalEntry.objects.bulk_create(
        JournalEntry(
            at=timezone.now(),
            actor_id=staff[number % len(staff)],
            action=JournalAction.VIEW,
            thing=f"user {staff[number % len(staff)]}",
            folder_id=world.family.pk,
            detail={"holder": f"user {staff[number % len(staff)]}"},
        )
        for number in range(10_000)
    )

    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address("dossier_journal_export", world.family.uid))
        lines = sum(1 for _line in answer.streaming_content)

    assert lines > 10_000
    assert len(seen) <= 20
