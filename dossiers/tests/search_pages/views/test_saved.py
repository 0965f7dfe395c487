"""Searches kept under a name: one's own, unreadable in the database, deletable."""

import pytest

from dossiers.models import Grant, JournalEntry, SavedSearch
from dossiers.sharing.grants import end_grant
from dossiers.tests.search_pages.searching import SEARCH
from dossiers.vocabulary import JournalAction

SAVE = "/fr/dossiers/search/saved/"
HOME = "/fr/dossiers/"


def save(client, user, name="Mes actes", **fields):
    client.force_login(user)
    return client.post(SAVE, {"name": name, "q": "Rkia", **fields})


def delete(client, saved):
    return client.post(f"{SAVE}{saved.uid}/delete/")


def test_another_person_neither_sees_asks_nor_deletes_it(client, world):
    save(client, world.users["director"])
    saved = SavedSearch.objects.get()
    client.force_login(world.users["supervisor"])

    assert "Mes actes" not in client.get(HOME).content.decode()
    assert "asked" not in client.post(SEARCH, {"saved": saved.uid}).context
    assert delete(client, saved).status_code == 404
    assert SavedSearch.objects.count() == 1


def test_neither_database_nor_journal_holds_what_is_looked_for(client, world):
    save(client, world.users["director"], name="Famille Oubella")

    stored = str(SavedSearch.objects.values().get()) + str(list(JournalEntry.objects.values()))
    assert "Rkia" not in stored
    assert "Oubella" not in stored
    assert JournalEntry.objects.filter(detail__verb="search saved").exists()


def test_a_kept_search_is_asked_again_with_its_choices(client, world):
    user = world.users["director"]
    save(client, user, q="الولادة", part="papers", sort="issued", **{"class": "civil"})
    (saved,) = client.get(HOME).context["saved"]

    response = client.post(SEARCH, {"saved": saved.uid})

    assert response.context["asked"] == saved.asked
    assert {paper.row.paper_class for paper in response.context["papers"]} == {"civil"}
    assert response.context["text"] == "الولادة"


def test_a_kept_search_finds_only_what_may_be_seen_now(client, world):
    save(client, world.users["registration_worker"])
    saved = SavedSearch.objects.get()
    assert client.post(SEARCH, {"saved": saved.uid}).context["sure"]
    for grant in Grant.objects.filter(user=world.users["registration_worker"]):
        end_grant(grant=grant, by=world.users["director"])

    response = client.post(SEARCH, {"saved": saved.uid})

    assert response.context["sure"] == response.context["possible"] == []


def test_its_owner_deletes_it(client, world):
    save(client, world.users["director"])
    response = delete(client, SavedSearch.objects.get())

    assert response.status_code == 302
    assert not SavedSearch.objects.exists()
    assert JournalEntry.objects.filter(
        action=JournalAction.CHANGE, detail__verb="search deleted"
    ).exists()


@pytest.mark.parametrize("name", ["", "   "])
def test_a_search_without_a_name_is_refused_with_a_sentence(client, world, name):
    save(client, world.users["director"], name=name)

    assert not SavedSearch.objects.exists()
    assert "Donnez un nom" in client.get(HOME).content.decode()


def test_there_are_at_most_thirty(client, world):
    for number in range(31):
        save(client, world.users["director"], name=str(number))

    assert SavedSearch.objects.count() == 30


def test_one_that_cannot_be_opened_any_more_is_left_out(client, world):
    save(client, world.users["director"])
    SavedSearch.objects.update(sealed="x")

    assert client.get(HOME).context["saved"] == []
