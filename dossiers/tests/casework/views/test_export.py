"""The export of a dossier: what goes along, what never does, and the line before the first byte."""

import io
import zipfile

import pytest
from django.db import DatabaseError

from dossiers import journal
from dossiers.access.permissions import Right
from dossiers.access.roles import BUNDLES, Bundle, Role
from dossiers.models import Dossier, JournalEntry
from dossiers.storage.private_files import private_storage
from dossiers.vocabulary import ConfidentialityClass, DocumentState, JournalAction

ALL = [one.value for one in ConfidentialityClass]


def address(dossier: Dossier) -> str:
    return f"/fr/dossiers/d/{dossier.uid}/export/"


def take(client, user, dossier, classes=ALL):
    client.force_login(user)
    return client.post(address(dossier), {"classes": classes})


def opened(response):
    # A stream is read once.
    if not hasattr(response, "packed"):
        response.packed = response.getvalue()
    return zipfile.ZipFile(io.BytesIO(response.packed))


def papers_in(response):
    return {name for name in opened(response).namelist() if name.startswith("papers/")}


def exports():
    return JournalEntry.objects.filter(action=JournalAction.EXPORT)


@pytest.mark.parametrize("user", ["registration_worker", "educator", "auditor", "superuser"])
def test_who_may_not_export_is_told_of_no_such_page(client, stored, user):
    response = take(client, stored.users[user], stored.family)

    assert response.status_code == 404
    assert client.get(address(stored.family)).status_code == 404
    assert not exports().exists()


def test_the_page_of_a_dossier_leads_there_only_who_may(client, stored):
    for user, is_led in (("registration_worker", False), ("social_worker", True)):
        client.force_login(stored.users[user])
        page = client.get(f"/fr/dossiers/d/{stored.family.uid}/").content.decode()
        assert (address(stored.family) in page) == is_led


def test_the_papers_come_as_captured_under_names_that_tell_nobody_s_name(client, stored):
    response = take(client, stored.users["social_worker"], stored.family)

    archive = opened(response)
    names = papers_in(response)
    assert names == {f"papers/2026-0012-{paper.pk}.jpg" for paper in stored.papers.values()}
    assert all(archive.read(name).startswith(b"\xff\xd8\xff") for name in names)
    assert response["Content-Disposition"] == 'attachment; filename="2026-0012.zip"'
    assert response["Cache-Control"] == "no-store, private"


def test_classes_one_may_not_read_are_neither_packed_nor_counted_nor_named(
    client, stored, monkeypatch
):
    # A role of the town that answers for papers, yet reads no medical and no protection ones.
    rights = BUNDLES[Role.SOCIAL_WORKER].rights | {Right.EXPORT}
    monkeypatch.setitem(BUNDLES, Role.SOCIAL_WORKER, Bundle(rights, "for this test"))
    stored.grant("educator", Role.SOCIAL_WORKER, stored.family)
    hidden = [
        stored.papers[one]
        for one in (ConfidentialityClass.MEDICAL, ConfidentialityClass.PROTECTION)
    ]
    for paper in hidden:
        paper.title = "كلمة سرية canari"
        paper.save()
    client.force_login(stored.users["educator"])

    asked = client.get(address(stored.family)).content.decode()
    refused = client.post(address(stored.family), {"classes": ["medical"]})
    response = take(client, stored.users["educator"], stored.family, ["general", "civil"])

    assert 'value="medical"' not in asked
    assert refused.status_code == 422
    packed = papers_in(response)
    index = opened(response).read("index.html").decode()
    assert b"canari" not in response.packed
    for paper in hidden:
        assert f"-{paper.pk}." not in " ".join(packed) + index
        assert paper.pk not in exports().get().detail["documents"]


def test_a_trashed_paper_does_not_go_along(client, stored):
    paper = stored.papers[ConfidentialityClass.SCHOOL]
    paper.state = DocumentState.TRASHED
    paper.save()

    rest = [one for one in ALL if one != ConfidentialityClass.SCHOOL]

    response = take(client, stored.users["director"], stored.family, rest)

    assert len(papers_in(response)) == len(rest)
    assert paper.pk not in exports().get().detail["documents"]


def test_only_chosen_classes_go_along(client, stored):
    response = take(client, stored.users["director"], stored.family, ["civil"])

    assert papers_in(response) == {
        f"papers/2026-0012-{stored.papers[ConfidentialityClass.CIVIL].pk}.jpg"
    }
    assert exports().get().detail["classes"] == ["civil"]


def test_discreet_classes_are_not_ticked_by_themselves(client, stored):
    client.force_login(stored.users["director"])

    form = client.get(address(stored.family)).context["form"]

    assert form["classes"].value() == ["general", "civil", "school"]


def test_an_export_of_nothing_says_what_is_missing(client, stored):
    assert take(client, stored.users["director"], stored.family, []).status_code == 422
    assert not exports().exists()


def test_the_index_lists_what_went_along_in_the_language_of_the_reader(client, stored):
    response = take(client, stored.users["director"], stored.family, ["civil"])

    index = opened(response).read("index.html").decode()
    assert '<html lang="fr" dir="ltr">' in index
    assert f"papers/2026-0012-{stored.papers[ConfidentialityClass.CIVIL].pk}.jpg" in index
    assert f"-{stored.papers[ConfidentialityClass.MEDICAL].pk}." not in index


def test_the_journal_tells_before_the_first_byte_what_goes_along(client, stored):
    user = stored.users["director"]
    response = take(client, user, stored.family)

    line = exports().get()
    assert (line.actor_id, line.folder_id) == (user.pk, stored.family.pk)
    assert set(line.detail["documents"]) == {paper.pk for paper in stored.papers.values()}
    assert response.streaming


def test_what_cannot_be_written_down_is_not_exported(client, stored, monkeypatch):
    def fail(**line):
        raise DatabaseError

    client.force_login(stored.users["director"])
    monkeypatch.setattr(journal, "record", fail)
    client.raise_request_exception = False

    assert client.post(address(stored.family), {"classes": ALL}).status_code == 500


def test_a_right_that_ends_while_it_is_packed_ends_the_papers(client, stored):
    user = stored.users["social_worker"]
    response = take(client, user, stored.family)

    user.is_active = False
    user.save()

    assert papers_in(response) == set()


def test_a_file_that_cannot_be_opened_is_told_of_and_the_rest_goes_along(client, stored):
    paper = stored.papers[ConfidentialityClass.CIVIL]
    private_storage.delete(paper.originals.get().stored_name)

    response = take(client, stored.users["director"], stored.family)

    assert len(papers_in(response)) == len(ConfidentialityClass) - 1
    assert "n’a pas pu être ouvert" in opened(response).read("index.html").decode()
