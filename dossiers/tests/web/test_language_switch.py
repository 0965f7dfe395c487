"""The language switch takes a long form along: every word stays, and nothing is saved."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from dossiers.models import Document, Dossier, Grant, JournalEntry
from dossiers.tests.factories import PageFactory
from dossiers.tests.world import World
from dossiers.vocabulary import ConfidentialityClass, DocumentState, JournalAction
from dossiers.web.refill import refill

pytestmark = pytest.mark.django_db

WORD = "أول « ' \" > &"
SKIPPED = ("hidden", "checkbox", "radio", "file", "password")


def addresses(world: World) -> dict[str, tuple[str, str]]:
    """Return the pages with a long form: user and address."""
    family, paper = world.family.uid, world.papers[ConfidentialityClass.CIVIL].uid
    educator = world.users["educator"].pk
    grant = Grant.objects.in_force().filter(folder_id=world.units["aman"].pk).first()
    assert grant is not None
    return {
        "filing": ("scanning_desk", reverse("dossiers:file", args=[world.tray_paper.uid])),
        "correction": ("registration_worker", reverse("dossiers:correct", args=[paper])),
        "filed by mistake": ("director", reverse("dossiers:document", args=[paper])),
        "class": ("director", reverse("dossiers:paper_class", args=[paper])),
        "sharing": ("director", reverse("dossiers:dossier_share", args=[family])),
        "role": (
            "director",
            reverse("dossiers:unit_share_change", args=[world.units["aman"].uid, grant.uid]),
        ),
        "break-glass": ("health_officer", reverse("dossiers:break_glass", args=[family])),
        "invitation": ("director", reverse("dossiers:team_invite")),
        "staff": ("superuser", reverse("dossiers:team_change", args=[educator])),
        "closing": ("superuser", reverse("dossiers:team_close", args=[educator])),
        "units": ("director", reverse("dossiers:units")),
        "pile": ("scanning_desk", reverse("dossiers:pile", args=[world.tray_paper.uid])),
        "page": (
            "scanning_desk",
            reverse(
                "dossiers:page_picture",
                args=[world.tray_paper.uid, world.tray_paper.pages.get().uid],
            ),
        ),
        "handing over": ("director", reverse("dossiers:dossier_sharing", args=[family])),
        "other record": (
            "director",
            reverse("dossiers:person_merge", args=[world.mother.person.uid]),
        ),
    }


NAMES = (
    "filing",
    "correction",
    "filed by mistake",
    "class",
    "sharing",
    "role",
    "break-glass",
    "invitation",
    "staff",
    "closing",
    "units",
    "pile",
    "page",
    "handing over",
    "other record",
)


def form_of(page: Any) -> Tag:
    form = BeautifulSoup(page.content, "html.parser").find(id="typed")
    assert isinstance(form, Tag)
    return form


def text_fields(form: Tag) -> list[Tag]:
    fields = form.find_all(["input", "textarea"])
    return [field for field in fields if field.get("type") not in SKIPPED and field.get("name", "")]


def value_of(field: Tag) -> str:
    """Return what a browser shows in a field."""
    if field.name == "textarea":
        return field.get_text().removeprefix("\n")
    return str(field.get("value", ""))


def filled(form: Tag) -> dict[str, Any]:
    """Return what a browser would send, with a word in every field of text."""
    hidden = form.find_all("input", type="hidden")
    told: dict[str, Any] = {str(field["name"]): str(field.get("value", "")) for field in hidden}
    return told | {str(field["name"]): WORD for field in text_fields(form)}


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_a_long_form_is_there_in_the_other_language(
    client: Client, world: World, name: str
) -> None:
    user, address = addresses(world)[name]
    client.force_login(world.users[user])
    page = client.get(address)
    switch = " ".join(page.content.decode().split())
    there = address.replace("/ar/", "/fr/")
    # In the header, and in the menu of a telephone.
    assert switch.count(f'form="typed" formaction="{there}" formnovalidate name="keep"') == 2
    assert f'href="{there}"' not in switch

    answer = client.post(there, filled(form_of(page)) | {"keep": "1"})

    assert answer.status_code == 200
    fields = text_fields(form_of(answer))
    assert fields
    assert {value_of(field) for field in fields} == {WORD}
    assert 'lang="fr"' in answer.content.decode()


def test_the_switch_saves_nothing_even_where_the_form_is_whole(
    client: Client, world: World
) -> None:
    client.force_login(world.users["director"])
    before = Grant.objects.count(), Dossier.objects.count()
    told = {"keep": "1", "step": "give", "do": "file", "role": "reader"}
    told |= {"holder": f"u{world.users['educator'].pk}", "dossier": world.family.uid}

    for _user, address in addresses(world).values():
        client.post(address, told | {"kind": "EC01", "reason": WORD, "paper_class": "general"})

    assert (Grant.objects.count(), Dossier.objects.count()) == before
    world.tray_paper.refresh_from_db()
    assert world.tray_paper.state == DocumentState.READ
    assert not JournalEntry.objects.filter(action=JournalAction.CHANGE).exists()
    assert (
        Document.objects.get(pk=world.papers[ConfidentialityClass.CIVIL].pk).paper_class
        == ConfidentialityClass.CIVIL
    )


def test_the_desk_keeps_the_chosen_dossier_its_people_and_the_kind(
    client: Client, world: World
) -> None:
    client.force_login(world.users["scanning_desk"])
    address = reverse("dossiers:file", args=[world.tray_paper.uid]).replace("/ar/", "/en/")
    mother = world.mother.person.uid
    told = {"kind": "EC01", "dossier": world.family.uid, "people": [mother], "act_number": "418"}

    form = form_of(client.post(address, {**told, "keep": "1"}))

    kind = form.find(id="id_kind")
    assert isinstance(kind, Tag)
    assert [str(option["value"]) for option in kind.find_all("option", selected=True)] == ["EC01"]
    ticked = [str(box["value"]) for box in form.find_all("input", checked=True, type="checkbox")]
    assert ticked == [mother]
    assert form.find("input", attrs={"name": "act_number", "value": "418"})


def test_a_new_dossier_keeps_its_names(client: Client, world: World) -> None:
    client.force_login(world.users["scanning_desk"])
    address = reverse("dossiers:file", args=[world.tray_paper.uid])

    page = client.post(address, {"new": "1", "new-arabic": "رقية", "keep": "1"})

    assert form_of(page).find("input", attrs={"name": "new-arabic", "value": "رقية"})


def test_whoever_may_not_see_the_page_gets_nothing_by_the_switch(
    client: Client, world: World
) -> None:
    client.force_login(world.users["web_editor"])

    for _user, address in addresses(world).values():
        page = client.post(address, {"keep": "1", "reason": WORD})
        assert page.status_code == 404, address
        assert "أول" not in page.content.decode()


def test_no_field_with_a_password_or_a_token_is_filled_from_outside(
    client: Client, world: World
) -> None:
    client.force_login(world.users["director"])
    address = reverse("dossiers:dossier_share", args=[world.family.uid])

    page = client.post(address, {"keep": "1", "csrfmiddlewaretoken": "theirs", "typed_by": "2:x"})

    assert not re.search('value="(theirs|2:x)"', page.content.decode())


def test_a_search_keeps_its_words_choices_and_part(client: Client, world: World) -> None:
    client.force_login(world.users["director"])
    address = reverse("dossiers:search")
    page = client.post(address, {"q": "Oubella", "part": "papers", "class": "civil"})
    search = BeautifulSoup(page.content, "html.parser")
    shown = {
        str(field["name"]): str(field["value"])
        for field in search.find_all("input", form="search-form", type="hidden")
    }
    told = {"q": "Oubella", "class": "civil", "sort": "newest", **shown}
    told |= {"at:search-name": WORD, "keep": "1"}

    headers = {"Accept-Encoding": "gzip"}
    answer = client.post(address.replace("/ar/", "/fr/"), told, headers=headers)

    asked = answer.context["asked"]
    assert (asked.text, asked.part, asked.sort) == ("Oubella", "papers", "newest")
    assert asked.chosen == {"class": "civil"}
    assert answer.request["QUERY_STRING"] == ""
    name = BeautifulSoup(answer.content, "html.parser").find(id="search-name")
    assert isinstance(name, Tag)
    assert name["value"] == WORD


def test_the_box_of_the_first_page_keeps_its_words_unasked(client: Client, world: World) -> None:
    client.force_login(world.users["director"])
    home = reverse("dossiers:home")

    answer = client.post(home.replace("/ar/", "/fr/"), {"q": WORD, "keep": "1"})

    box = BeautifulSoup(answer.content, "html.parser").find(id="search-text")
    assert isinstance(box, Tag)
    assert box["value"] == WORD
    assert not JournalEntry.objects.filter(action=JournalAction.SEARCH).exists()


@pytest.mark.parametrize(("name", "user"), [("journal", "auditor"), ("team", "director")])
def test_a_filter_of_ids_and_dates_is_asked_in_the_other_language(
    client: Client, world: World, name: str, user: str
) -> None:
    client.force_login(world.users[user])
    address = reverse(f"dossiers:{name}")

    switch = " ".join(client.get(address).content.decode().split())

    there = address.replace("/ar/", "/fr/")
    assert switch.count(f'form="list-filter" formaction="{there}" formnovalidate lang="fr"') == 2


def test_a_pile_keeps_its_marks_and_its_order(client: Client, world: World) -> None:
    client.force_login(world.users["scanning_desk"])
    paper = world.tray_paper
    second = PageFactory(document=paper, number=2)
    address = reverse("dossiers:pile", args=[paper.uid])
    first = paper.pages.get(number=1)
    told = {f"place-{first.uid}": "9", f"place-{second.uid}": "2", f"cut-{first.uid}": "on"}

    answer = client.post(address.replace("/ar/", "/fr/"), told | {"keep": "1"})

    assert [page.uid for page in answer.context["pages"]] == [second.uid, first.uid]
    ticked = form_of(answer).find_all("input", checked=True)
    assert [box["name"] for box in ticked] == [f"cut-{first.uid}"]


def test_a_field_beside_the_form_is_found_by_its_id(client: Client, world: World) -> None:
    client.force_login(world.users["scanning_desk"])
    uid = world.tray_paper.uid
    told = {f"at:reason-{uid}": WORD, f"at:with-{uid}": uid, "keep": "1"}

    answer = client.post(reverse("dossiers:tray").replace("/ar/", "/fr/"), told)

    page = BeautifulSoup(answer.content, "html.parser")
    reason, tick = page.find(id=f"reason-{uid}"), page.find(id=f"with-{uid}")
    assert isinstance(reason, Tag)
    assert isinstance(tick, Tag)
    assert reason["value"] == WORD
    assert tick.has_attr("checked")
    assert reason.find_parent("details", open=True)


def test_nothing_but_a_field_is_filled_by_its_id() -> None:
    page = (
        '<main id="main"><input id="a" name="csrfmiddlewaretoken" value="1">'
        '<input id="b" name="b" type="password"><input id="c" name="c" type="hidden" value="1">'
        '<p id="d">1</p></main>'
    )

    filled = refill(page, QueryDict("at:a=x&at:b=x&at:c=x&at:d=x&at:main=x&at:gone=x"))

    assert filled.replace("/>", ">") == page
