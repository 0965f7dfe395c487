"""The page of a paper: who opens it, and what waits until it is asked for."""

import pytest

from dossiers.models import JournalEntry
from dossiers.tests.factories import PageFactory
from dossiers.vocabulary import ConfidentialityClass, DocumentState, JournalAction


def open_paper(client, user, document, **asked):
    client.force_login(user)
    return client.get(f"/fr/dossiers/p/{document.uid}/", asked)


def views(user):
    return JournalEntry.objects.filter(action=JournalAction.VIEW, actor_id=user.pk)


def test_a_stranger_is_sent_to_the_sign_in_page(client, world):
    response = client.get(f"/fr/dossiers/p/{world.papers[ConfidentialityClass.CIVIL].uid}/")

    assert response.status_code == 302


@pytest.mark.parametrize(
    ("user", "paper_class"),
    [
        ("superuser", ConfidentialityClass.GENERAL),
        ("scanning_desk", ConfidentialityClass.GENERAL),
        ("registration_worker", ConfidentialityClass.MEDICAL),
        ("health_officer", ConfidentialityClass.CIVIL),
        ("educator", ConfidentialityClass.PROTECTION),
    ],
)
def test_a_paper_one_may_not_read_is_not_there(client, world, user, paper_class):
    response = open_paper(client, world.users[user], world.papers[paper_class])

    assert response.status_code == 404
    assert not views(world.users[user]).exists()


def test_a_trashed_paper_is_not_there(client, world):
    paper = world.papers[ConfidentialityClass.CIVIL]
    paper.state = DocumentState.TRASHED
    paper.save()

    assert open_paper(client, world.users["director"], paper).status_code == 404


def test_a_civil_paper_opens_with_its_image_and_its_text(client, stored):
    paper = stored.papers[ConfidentialityClass.CIVIL]
    response = open_paper(client, stored.users["registration_worker"], paper)

    page = response.content.decode()
    assert f"/fr/dossiers/p/{paper.uid}/pages/1/image/" in page
    assert "رسم الولادة" in page
    assert "Rkia Oubella.jpg" not in page


@pytest.mark.parametrize(
    "paper_class", [ConfidentialityClass.MEDICAL, ConfidentialityClass.PROTECTION]
)
def test_a_discreet_paper_is_closed_until_it_is_asked_for(client, stored, paper_class):
    user, paper = stored.users["director"], stored.papers[paper_class]
    closed = open_paper(client, user, paper)
    shown = open_paper(client, user, paper, show="1")

    word = paper.pages.get().text
    assert word not in closed.content.decode()
    assert "/image/" not in closed.content.decode()
    assert word in shown.content.decode()
    assert [line.detail["shown"] for line in views(user)] == [False, True]


def test_opening_is_a_line_in_the_journal(client, world):
    user, paper = world.users["registration_worker"], world.papers[ConfidentialityClass.CIVIL]
    open_paper(client, user, paper)

    line = views(user).get()
    assert (line.thing, line.folder_id) == (str(paper), world.family.pk)
    assert line.detail == {"page": 1, "shown": True}


def test_one_leafs_from_page_to_page(client, stored):
    paper = stored.papers[ConfidentialityClass.CIVIL]
    PageFactory(document=paper, number=2, text="هامش")
    paper.page_count = 2
    paper.save()

    response = open_paper(client, stored.users["director"], paper, page="2")

    assert response.context["number"] == 2
    assert "هامش" in response.content.decode()


@pytest.mark.parametrize("page", ["0", "2", "-1", "one", "٢", "9" * 30])
def test_a_page_that_is_not_there_is_a_404(client, world, page):
    response = open_paper(
        client, world.users["director"], world.papers[ConfidentialityClass.CIVIL], page=page
    )

    assert response.status_code == 404


def test_a_waiting_paper_leads_to_its_tray(client, world):
    response = open_paper(client, world.users["scanning_desk"], world.tray_paper)

    assert response.status_code == 302
    assert response["Location"].endswith(f"/dossiers/tray/{world.tray_paper.uid}/")


@pytest.mark.parametrize(
    ("language", "words"), [("ar", "مكتوبة بخط اليد"), ("fr", "manuscrite"), ("en", "handwritten")]
)
def test_a_handwritten_page_is_told_and_other_faults_of_pictures_are_not(
    client, world, language, words
):
    paper = world.papers[ConfidentialityClass.CIVIL]
    page = paper.pages.first() or PageFactory(document=paper)
    client.force_login(world.users["registration_worker"])
    told = []
    for quality in (["blurred"], ["handwritten"]):
        page.quality = quality
        page.save()
        shown = client.get(f"/{language}/dossiers/p/{paper.uid}/")
        told.append(words in " ".join(shown.context["notices"]))

    assert told == [False, True]
