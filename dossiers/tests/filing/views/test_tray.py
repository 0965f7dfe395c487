"""The tray: who sees which papers, what is told of them, trying again, what a script hears."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.filing.views import tray
from dossiers.models import Document, JournalEntry
from dossiers.tests.factories import DocumentFactory, PageFactory
from dossiers.tests.world import STAFF, World
from dossiers.vocabulary import DocumentState, JournalAction

pytestmark = pytest.mark.django_db

MAY_FILE = {"scanning_desk", "registration_worker", "director"}
# They file in dossiers or units of their own, whose trays are empty here.
OTHER_TRAYS = {"social_worker", "other_social_worker", "supervisor"}


@pytest.fixture
def models_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tray, "models_are_there", lambda: True)


def a_paper(world: World, **fields: Any) -> Document:
    return DocumentFactory(unit=world.units["civil_registration"], **fields)


def status_of(client: Client) -> dict[str, Any]:
    return client.get(reverse("dossiers:tray_status")).json()


# --- Who sees what


@pytest.mark.parametrize("user", sorted(set(STAFF) - MAY_FILE - OTHER_TRAYS - {"left"}))
@pytest.mark.parametrize("name", ["tray", "tray_status"])
def test_who_files_nowhere_has_no_tray(client: Client, world: World, user: str, name: str) -> None:
    client.force_login(world.users[user])

    assert client.get(reverse(f"dossiers:{name}")).status_code == 404


@pytest.mark.parametrize("user", sorted(OTHER_TRAYS))
def test_papers_of_foreign_trays_are_not_listed(client: Client, world: World, user: str) -> None:
    client.force_login(world.users[user])

    assert client.get(reverse("dossiers:tray")).context["papers"] == []
    assert status_of(client)["papers"] == []


def test_who_files_in_a_dossier_but_in_no_unit_is_offered_no_upload(
    client: Client, world: World
) -> None:
    client.force_login(world.users["social_worker"])

    assert "data-upload" not in client.get(reverse("dossiers:tray")).content.decode()


def test_who_left_is_sent_to_sign_in(client: Client, world: World) -> None:
    client.force_login(world.users["left"])

    assert client.get(reverse("dossiers:tray")).status_code == 302


@pytest.mark.parametrize("user", sorted(MAY_FILE))
def test_the_papers_of_ones_units_are_listed_newest_first(
    client: Client, world: World, user: str
) -> None:
    newer = a_paper(world)
    client.force_login(world.users[user])

    papers = client.get(reverse("dossiers:tray")).context["papers"]

    assert [paper.uid for paper in papers] == [newer.uid, world.tray_paper.uid]


def test_a_filed_paper_is_not_in_the_tray(clerk: Client, world: World) -> None:
    listed = {paper.uid for paper in clerk.get(reverse("dossiers:tray")).context["papers"]}

    assert listed.isdisjoint(paper.uid for paper in world.papers.values())


# --- What is told


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"page_count": 12}, "waiting"),
        ({"page_count": 12, "pages_read": 3}, "reading"),
        ({"read": True}, "ready"),
        ({"failure": "unheard_of"}, "failed"),
        ({"state": DocumentState.RESCAN}, "rescan"),
    ],
)
def test_each_state_is_told(
    clerk: Client, world: World, fields: dict[str, Any], state: str
) -> None:
    a_paper(world, **fields)

    assert clerk.get(reverse("dossiers:tray")).context["papers"][0].state == state


def test_progress_is_told_in_pages(clerk: Client, world: World) -> None:
    a_paper(world, page_count=12, pages_read=3)

    shown = clerk.get(reverse("dossiers:tray")).content.decode()

    assert '<progress value="3" max="12"' in shown


def test_a_failure_nobody_foresaw_still_says_what_to_do(clerk: Client, world: World) -> None:
    failed = a_paper(world, failure="unheard_of")

    paper = clerk.get(reverse("dossiers:tray")).context["papers"][0]

    assert paper.failure
    assert "unheard_of" not in paper.failure
    assert (
        reverse("dossiers:retry", args=[failed.uid])
        in clerk.get(reverse("dossiers:tray")).content.decode()
    )


def test_only_a_read_paper_leads_to_filing(clerk: Client, world: World) -> None:
    waiting = a_paper(world)

    shown = clerk.get(reverse("dossiers:tray")).content.decode()

    assert f'href="{reverse("dossiers:file", args=[world.tray_paper.uid])}"' in shown
    assert f'href="{reverse("dossiers:file", args=[waiting.uid])}"' not in shown


def test_a_picture_is_shown_when_the_first_side_has_one(clerk: Client, world: World) -> None:
    with_picture = a_paper(world, page_count=1)
    PageFactory(document=with_picture, thumbnail_name="a/picture")

    shown = clerk.get(reverse("dossiers:tray")).content.decode()

    assert reverse("dossiers:page_thumbnail", args=[with_picture.uid, 1]) in shown
    assert reverse("dossiers:page_thumbnail", args=[world.tray_paper.uid, 1]) not in shown


@pytest.mark.parametrize("there", [True, False])
def test_missing_models_are_told(
    clerk: Client, monkeypatch: pytest.MonkeyPatch, *, there: bool
) -> None:
    monkeypatch.setattr(tray, "models_are_there", lambda: there)

    shown = clerk.get(reverse("dossiers:tray")).content.decode()

    assert ("tesseract-ocr-ara" in shown) is not there


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_limits_are_told_before(clerk: Client, settings: Any, language: str) -> None:
    settings.AMAN_UPLOAD_MAX_BYTES = 37 * 1024 * 1024
    settings.AMAN_UPLOAD_MAX_PAGES = 123

    shown = clerk.get(f"/{language}/dossiers/tray/").content.decode()

    assert "37" in shown
    assert "123" in shown


# --- Trying again


@pytest.mark.parametrize("user", sorted(set(STAFF) - MAY_FILE - {"left"}))
def test_a_foreign_paper_cannot_be_tried_again(client: Client, world: World, user: str) -> None:
    failed = a_paper(world, failure="unheard_of")
    client.force_login(world.users[user])

    assert client.post(reverse("dossiers:retry", args=[failed.uid])).status_code == 404
    failed.refresh_from_db()
    assert failed.has_failed


def test_trying_again_asks_for_post(clerk: Client, world: World) -> None:
    failed = a_paper(world, failure="unheard_of")

    assert clerk.get(reverse("dossiers:retry", args=[failed.uid])).status_code == 405


def test_what_did_not_fail_is_not_tried_again(clerk: Client, world: World) -> None:
    clerk.post(reverse("dossiers:retry", args=[world.tray_paper.uid]))

    world.tray_paper.refresh_from_db()
    assert world.tray_paper.state == DocumentState.READ
    assert not JournalEntry.objects.filter(action=JournalAction.CHANGE, detail__verb="sent back")


def test_a_failed_paper_is_sent_back_and_keeps_its_pages(clerk: Client, world: World) -> None:
    failed = a_paper(world, failure="unheard_of", failure__attempts=3, page_count=2, pages_read=1)

    answer = clerk.post(reverse("dossiers:retry", args=[failed.uid]))

    assert answer.headers["Location"] == reverse("dossiers:tray")
    failed.refresh_from_db()
    job = failed.reading_job
    assert (job.failure, job.attempts, failed.pages_read) == ("", 0, 1)
    line = JournalEntry.objects.get(action=JournalAction.CHANGE, detail__verb="sent back")
    assert (line.actor_id, line.thing) == (
        world.users["scanning_desk"].pk,
        f"document {failed.pk}",
    )


# --- What a script is told


@pytest.mark.usefixtures("models_there")
def test_the_status_says_whether_something_is_in_work(clerk: Client, world: World) -> None:
    before = status_of(clerk)["in_work"]
    a_paper(world)

    after = status_of(clerk)
    assert (before, after["in_work"]) == (False, True)
    assert after["count"] == tray.count_papers(2)


def test_without_models_nobody_waits_for_a_change(
    clerk: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tray, "models_are_there", lambda: False)
    a_paper(world)

    assert status_of(clerk)["in_work"] is False


@pytest.mark.usefixtures("models_there")
def test_unchanged_is_answered_in_one_line(clerk: Client, world: World) -> None:
    paper = a_paper(world, page_count=2)
    url = reverse("dossiers:tray_status")
    etag = clerk.get(url).headers["ETag"]

    unchanged = clerk.get(url, headers={"If-None-Match": etag})
    Document.objects.filter(pk=paper.pk).update(pages_read=1)
    changed = clerk.get(url, headers={"If-None-Match": etag})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200


def test_another_language_is_another_answer(clerk: Client, world: World) -> None:
    etag = clerk.get("/ar/dossiers/tray/status/").headers["ETag"]

    french = clerk.get("/fr/dossiers/tray/status/", headers={"If-None-Match": etag})

    assert french.status_code == 200


def test_the_status_costs_six_queries_however_many_papers(
    clerk: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        a_paper(world, page_count=3)
    # The first answer is told in the journal; those of the next minutes lean on its line.
    clerk.get(reverse("dossiers:tray_status"))

    with django_assert_max_num_queries(6):
        clerk.get(reverse("dossiers:tray_status"))


def test_an_empty_later_page_does_not_say_that_nothing_waits(clerk: Client, world: World) -> None:
    a_paper(world)

    told = clerk.get(reverse("dossiers:tray_status"), {"page": "2"}).json()

    assert (told["papers"], told["count"]) == ([], "")


def test_a_page_beyond_the_end_is_empty(clerk: Client, world: World) -> None:
    for page in ("99", "-1", "x", "٣"):
        assert clerk.get(reverse("dossiers:tray_status"), {"page": page}).status_code == 200


HANDWRITTEN = {"ar": "مكتوبة بخط اليد", "fr": "manuscrite", "en": "handwritten"}


@pytest.mark.parametrize("language", sorted(HANDWRITTEN))
def test_a_handwritten_page_is_told_in_the_tray_and_where_it_is_filed(
    client: Client, world: World, language: str
) -> None:
    paper = a_paper(world, state=DocumentState.READ, page_count=1, pages_read=1)
    PageFactory(document=paper, quality=["handwritten"])
    client.force_login(world.users["registration_worker"])

    for address in ("/dossiers/tray/", f"/dossiers/tray/{paper.uid}/"):
        page = client.get(f"/{language}{address}", follow=True)

        assert HANDWRITTEN[language] in page.content.decode()
