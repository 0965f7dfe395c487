"""The first page after signing in."""

import pytest

from dossiers.models import JournalEntry
from dossiers.vocabulary import DossierState


def home(client, user, language="fr"):
    client.force_login(user)
    return client.get(f"/{language}/dossiers/")


def test_a_stranger_is_sent_to_the_sign_in_page_and_back(client, db):
    response = client.get("/fr/dossiers/")

    assert response["Location"] == "/fr/account/login/?next=/fr/dossiers/"


def test_nothing_waits_for_who_holds_no_right(client, world):
    response = home(client, world.users["web_editor"])

    assert response.context["waiting"] == []
    assert response.context["recent"] == []


def test_the_tray_is_counted_for_who_files(client, world):
    response = home(client, world.users["scanning_desk"], "en")

    assert [desk.sentence for desk in response.context["waiting"]] == ["1 document is waiting."]


@pytest.mark.parametrize(
    ("user", "desks"),
    [
        ("auditor", 1),
        ("scanning_desk", 2),
        ("supervisor", 3),
    ],
)
def test_the_menu_holds_the_desks_that_have_something_for_one(client, world, user, desks):
    page = home(client, world.users[user], "en").content.decode()

    nav = page.split('class="site-nav desk-nav"')[1].split("</nav>")[0]
    assert nav.count("<li>") == desks


def test_dossiers_opened_lately_are_listed_latest_first(client, world):
    user = world.users["director"]
    client.force_login(user)
    for dossier in (world.family, world.others, world.family):
        client.get(f"/fr/dossiers/d/{dossier.uid}/")

    response = home(client, user)

    assert response.context["recent"] == [world.family, world.others]


def test_a_dossier_one_may_no_longer_open_leaves_the_list(client, world):
    user = world.users["director"]
    client.force_login(user)
    client.get(f"/fr/dossiers/d/{world.family.uid}/")
    world.family.state = DossierState.DESTROYED
    world.family.save()

    assert home(client, user).context["recent"] == []


def test_what_others_opened_is_not_listed(client, world):
    client.force_login(world.users["director"])
    client.get(f"/fr/dossiers/d/{world.family.uid}/")

    assert home(client, world.users["supervisor"]).context["recent"] == []
    assert JournalEntry.objects.filter(folder_id=world.family.pk).exists()
