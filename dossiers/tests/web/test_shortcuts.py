"""The doors to bytes: page image, thumbnail, original. Refusal, journal, envelope."""

import pytest
from django.db import DatabaseError

from dossiers import journal
from dossiers.access.roles import Role
from dossiers.models import JournalEntry, Original
from dossiers.vocabulary import ConfidentialityClass, DocumentState, DossierState, JournalAction

DOORS = ("pages/1/image/", "pages/1/screen/", "pages/1/thumbnail/", "original/", "archive/")
# A right of its own.
FILES = ("original/", "archive/")
PASSED = (JournalAction.PAGE_IMAGE, JournalAction.DOWNLOAD)


@pytest.fixture(params=DOORS, ids=["image", "screen", "thumbnail", "original", "archive"])
def door(request):
    return request.param


def knock(client, user, document, door):
    if user is not None:
        client.force_login(user)
    return client.get(f"/ar/dossiers/p/{document.uid}/{door}")


def passed():
    return JournalEntry.objects.filter(action__in=PASSED)


def test_a_stranger_is_sent_to_the_sign_in_page(client, stored, door):
    response = knock(client, None, stored.papers[ConfidentialityClass.GENERAL], door)

    assert response.status_code == 302
    assert not passed().exists()


@pytest.mark.parametrize("user", ["web_editor", "superuser", "auditor", "scanning_desk"])
def test_who_may_not_read_the_paper_gets_nothing(client, stored, door, user):
    response = knock(client, stored.users[user], stored.papers[ConfidentialityClass.GENERAL], door)

    assert response.status_code == 404
    assert not passed().exists()


@pytest.mark.parametrize(
    "paper_class",
    [ConfidentialityClass.MEDICAL, ConfidentialityClass.PROTECTION, ConfidentialityClass.SCHOOL],
)
def test_a_class_one_lacks_is_not_there(client, stored, door, paper_class):
    response = knock(client, stored.users["registration_worker"], stored.papers[paper_class], door)

    assert response.status_code == 404
    assert not passed().exists()


@pytest.mark.parametrize("state", [DocumentState.TRASHED, DocumentState.DESTROYED])
def test_a_paper_in_the_trash_is_refused_even_to_the_director(client, stored, door, state):
    paper = stored.papers[ConfidentialityClass.CIVIL]
    paper.state = state
    paper.save()

    assert knock(client, stored.users["director"], paper, door).status_code == 404


def test_a_paper_of_a_destroyed_dossier_is_refused(client, stored, door):
    stored.family.state = DossierState.DESTROYED
    stored.family.save()

    response = knock(
        client, stored.users["director"], stored.papers[ConfidentialityClass.CIVIL], door
    )

    assert response.status_code == 404


def test_what_cannot_be_written_down_is_not_sent(client, stored, door, monkeypatch):
    def fail(**line):
        raise DatabaseError

    client.force_login(stored.users["director"])
    monkeypatch.setattr(journal, "record", fail)
    client.raise_request_exception = False

    response = knock(client, None, stored.papers[ConfidentialityClass.CIVIL], door)

    assert response.status_code == 500
    assert b"JFIF" not in response.content


def test_who_may_read_gets_the_bytes_in_a_closed_envelope(client, stored, door):
    # The bare original is for who answers for the dossier; the pictures for every reader.
    user = stored.users["social_worker" if door in FILES else "health_officer"]
    response = knock(client, user, stored.papers[ConfidentialityClass.MEDICAL], door)

    assert response.status_code == 200
    is_copy = door == "archive/"
    assert response["Content-Type"] == ("application/pdf" if is_copy else "image/jpeg")
    assert response.content.startswith(b"%PDF" if is_copy else b"\xff\xd8\xff")
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in response["Content-Security-Policy"]


def test_each_passage_is_a_line_in_the_journal(client, stored, door):
    user, paper = stored.users["director"], stored.papers[ConfidentialityClass.CIVIL]
    knock(client, user, paper, door)

    line = passed().get()
    assert (line.actor_id, line.thing) == (user.pk, str(paper))
    assert line.folder_id == stored.family.pk


def test_a_waiting_paper_is_shown_to_its_tray_and_to_nobody_else(client, stored, door):
    stored.grant("educator", Role.SCANNING_DESK, stored.units["health"])

    refused = knock(client, stored.users["educator"], stored.tray_paper, door)
    given = knock(client, stored.users["scanning_desk"], stored.tray_paper, door)

    assert (refused.status_code, given.status_code) == (404, 200)


def test_a_page_that_is_not_there_is_a_404(client, stored):
    client.force_login(stored.users["director"])
    paper = stored.papers[ConfidentialityClass.CIVIL]

    assert client.get(f"/ar/dossiers/p/{paper.uid}/pages/2/image/").status_code == 404


def test_the_original_is_saved_under_a_name_that_tells_nobody_s_name(client, stored):
    paper = stored.papers[ConfidentialityClass.CIVIL]
    response = knock(client, stored.users["director"], paper, "original/")

    assert response["Content-Disposition"] == f'attachment; filename="2026-0012-{paper.pk}.jpg"'


def test_what_is_no_picture_and_no_pdf_has_no_type(client, stored):
    from dossiers.storage.private_files import private_storage

    paper = stored.papers[ConfidentialityClass.CIVIL]
    stored_name = private_storage.put(b"<script>alert(1)</script>")
    Original.objects.filter(pages__document=paper).update(stored_name=stored_name)

    response = knock(client, stored.users["director"], paper, "original/")

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].endswith('.bin"')


def test_a_page_read_before_there_were_three_sizes_sends_the_large_one(client, stored):
    paper = stored.papers[ConfidentialityClass.CIVIL]
    paper.pages.update(screen_name="")

    shown = knock(client, stored.users["director"], paper, "pages/1/screen/")

    assert shown.content == knock(client, None, paper, "pages/1/image/").content
