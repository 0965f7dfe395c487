"""The page of corrections and the button of verification, as a reader meets them."""

import pytest

from dossiers.models import JournalEntry
from dossiers.vocabulary import ConfidentialityClass, DocumentState, JournalAction


def address(paper, door):
    return f"/fr/dossiers/p/{paper.uid}/{door}/"


def form_of(paper, **changes):
    people = list(paper.people.values_list("uid", flat=True))
    return {"kind": paper.kind.code, "people": people, "original_place": "unknown"} | changes


def verbs():
    lines = JournalEntry.objects.filter(action=JournalAction.CHANGE)
    return [line.detail.get("verb") for line in lines]


@pytest.fixture
def paper(stored):
    paper = stored.papers[ConfidentialityClass.CIVIL]
    paper.filed_by = stored.users["registration_worker"]
    paper.act_number = "17"
    paper.save()
    return paper


@pytest.mark.parametrize("user", ["educator", "scanning_desk", "superuser", "auditor"])
def test_who_may_not_change_the_dossier_finds_no_such_page(client, stored, paper, user):
    client.force_login(stored.users[user])

    assert client.get(address(paper, "correct")).status_code == 404
    assert client.post(address(paper, "correct"), form_of(paper)).status_code == 404
    assert client.post(address(paper, "verify")).status_code == 404
    assert verbs() == []


def test_the_form_shows_what_is_known_beside_the_picture(client, stored, paper):
    client.force_login(stored.users["social_worker"])

    shown = client.get(address(paper, "correct")).content.decode()

    assert 'value="17"' in shown
    assert f"/p/{paper.uid}/pages/1/screen/" in shown


def test_a_discreet_paper_stays_closed_until_it_is_asked_for(client, stored):
    client.force_login(stored.users["director"])
    medical = stored.papers[ConfidentialityClass.MEDICAL]

    closed = client.get(address(medical, "correct")).content.decode()
    shown = client.get(address(medical, "correct"), {"show": "1"}).content.decode()

    assert ("/pages/1/" in closed, "/pages/1/" in shown) == (False, True)


def test_a_correction_is_written_and_leads_back_to_the_paper(client, stored, paper):
    client.force_login(stored.users["social_worker"])

    answer = client.post(address(paper, "correct"), form_of(paper, act_number="418"))

    paper.refresh_from_db()
    assert (answer.status_code, paper.act_number) == (302, "418")
    assert verbs() == ["corrected"]


def test_what_cannot_be_is_said_and_nothing_changes(client, stored, paper):
    client.force_login(stored.users["social_worker"])

    answer = client.post(address(paper, "correct"), form_of(paper, issued_on="2999-01-01"))

    assert answer.status_code == 422
    assert verbs() == []


def test_the_button_is_offered_to_a_second_person_only(client, stored, paper):
    for user, is_offered in (("registration_worker", False), ("social_worker", True)):
        client.force_login(stored.users[user])
        page = client.get(f"/fr/dossiers/p/{paper.uid}/").content.decode()
        assert (address(paper, "verify") in page) == is_offered


def test_a_second_person_verifies_with_one_press(client, stored, paper):
    client.force_login(stored.users["social_worker"])

    answer = client.post(address(paper, "verify"), follow=True)

    paper.refresh_from_db()
    assert paper.state == DocumentState.VERIFIED
    assert "tag-ok" in answer.content.decode()


def test_who_filed_it_is_told_why_not(client, stored, paper):
    client.force_login(stored.users["registration_worker"])

    answer = client.post(address(paper, "verify"), follow=True)

    paper.refresh_from_db()
    assert paper.state == DocumentState.FILED
    assert "seconde personne" in answer.content.decode()
