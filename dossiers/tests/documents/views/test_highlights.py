"""The words of a search, on the image of the paper that it found."""

import json

import pytest

from dossiers.models import Page
from dossiers.storage.private_files import private_storage
from dossiers.tests.factories import PageFactory
from dossiers.tests.search_pages.searching import search
from dossiers.vocabulary import ConfidentialityClass
from search import api

LINES = (("شهد", "بذلك"), ("acte", "de", "naissance"), ("رسم", "الولادة", "acte"))


def give_words(page):
    """Store three lines of words with boxes, as the reader does."""
    words = [
        [text, 100 * place, 50 * line, 100 * place + 90, 50 * line + 40, 95, line]
        for line, texts in enumerate(LINES)
        for place, text in enumerate(texts)
    ]
    page.image_name = private_storage.put(b"no picture")
    page.words_name = private_storage.put(json.dumps({"words": words}).encode())
    page.text = "\n".join(" ".join(texts) for texts in LINES)
    page.save()


@pytest.fixture
def paper(world):
    """A civil paper of four sides: the second and the fourth bear words, the others do not."""
    paper = world.papers[ConfidentialityClass.CIVIL]
    paper.pages.update(text="")
    for number in (2, 3, 4):
        PageFactory(document=paper, number=number, text="")
    for page in paper.pages.filter(number__in=(2, 4)):
        give_words(page)
    paper.page_count = 4
    paper.version += 1
    paper.save()
    api.index([f"document:{paper.pk}"])
    return paper


def opened(client, paper, query=""):
    return client.get(f"/fr/dossiers/p/{paper.uid}/{query}")


def test_a_paper_that_no_search_found_bears_no_marks(client, world, paper):
    client.force_login(world.users["director"])

    assert opened(client, paper, "?page=2").context["hits"] is None


def test_words_in_the_address_mark_nothing(client, world, paper):
    client.force_login(world.users["director"])

    assert opened(client, paper, "?page=2&q=naissance&hits=naissance").context["hits"] is None


def test_another_session_sees_no_marks_of_a_search(client, world, paper):
    search(client, world.users["director"], "naissance")
    cookie = client.cookies["aman_found"].value
    client.logout()
    client.force_login(world.users["registration_worker"])
    client.cookies["aman_found"] = cookie

    assert opened(client, paper, "?page=2").context["hits"] is None


def test_a_paper_of_another_search_bears_the_marks_of_its_own(client, world, paper):
    search(client, world.users["director"], "naissance")
    search(client, world.users["director"], "Amoxicilline")

    assert opened(client, paper, "?page=2").context["hits"].words == "naissance"


def test_a_hit_leads_to_its_side_where_the_words_are_boxed(client, world, paper):
    response = search(client, world.users["director"], "acte naissance")
    (found,) = [paper for paper in response.context["papers"] if paper.row.page_count == 4]
    assert found.url.endswith("?page=2")

    page = client.get(found.url)

    hits = page.context["hits"]
    assert [hit.number for hit in hits.hits] == [1, 2, 3]
    (first,), (last,) = hits.hits[0].boxes, hits.hits[2].boxes
    assert (first.left, first.top, first.width, first.height) == (-6, 44, 102, 52)
    assert (last.left, last.top) == (194, 94)
    assert 'class="picture-layer hit-layer"' in page.content.decode()
    assert "<mark>acte</mark>" in page.content.decode()


def test_a_phrase_is_one_hit_and_one_box(client, world, paper):
    search(client, world.users["director"], '"acte de naissance"')

    (hit,) = opened(client, paper, "?page=2").context["hits"].hits

    assert [box.width for box in hit.boxes] == [302]


def test_hits_follow_each_other_over_the_sides(client, world, paper):
    search(client, world.users["director"], "naissance")

    first = opened(client, paper, "?page=2").context["hits"]
    between = opened(client, paper, "?page=3").context["hits"]
    last = opened(client, paper, "?page=4&hit=last").context["hits"]

    assert (first.previous, first.next) == ("", "?show=1&page=4&hit=1#hit")
    assert (between.previous, between.next) == (
        "?show=1&page=2&hit=last#hit",
        "?show=1&page=4&hit=1#hit",
    )
    assert (last.previous, last.next) == ("?show=1&page=2&hit=last#hit", "")


@pytest.mark.parametrize(("asked", "present"), [("2", 2), ("99", 2), ("0", 1), ("x", 1), ("٢", 1)])
def test_an_odd_number_of_a_hit_is_the_nearest(client, world, paper, asked, present):
    search(client, world.users["director"], "acte")

    assert opened(client, paper, f"?page=2&hit={asked}").context["hits"].present == present


def test_a_discreet_paper_shows_no_word_before_it_is_asked_for(client, world):
    medical = world.papers[ConfidentialityClass.MEDICAL]
    give_words(Page.objects.get(document=medical))
    medical.version += 1
    medical.save()
    api.index([f"document:{medical.pk}"])
    search(client, world.users["health_officer"], "naissance")

    closed, shown = opened(client, medical), opened(client, medical, "?show=1")

    assert "naissance" not in closed.content.decode()
    assert shown.context["hits"].hits


def test_a_side_whose_words_are_gone_still_leads_to_the_next(client, world, paper):
    paper.pages.filter(number=2).update(words_name="")
    search(client, world.users["director"], "naissance")

    hits = opened(client, paper, "?page=2").context["hits"]

    assert (hits.hits, hits.next) == ((), "?show=1&page=4&hit=1#hit")


def test_what_was_typed_stands_in_no_cookie_in_clear(client, world, paper):
    search(client, world.users["director"], "naissance")
    cookie = client.cookies["aman_found"]

    assert "naissance" not in cookie.value
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
