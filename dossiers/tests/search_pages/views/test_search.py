"""The search desk: who finds what, and what of it they see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dossiers.models import JournalEntry
from dossiers.tests.factories import DocumentFactory, MembershipFactory, PageFactory, PersonFactory
from dossiers.tests.search_pages.searching import SEARCH, SUGGEST, classes, references, search
from dossiers.vocabulary import ConfidentialityClass, JournalAction
from search import api


def test_a_stranger_is_sent_to_the_sign_in_page(client, world):
    response = client.post(SEARCH, {"q": "Rkia"})

    assert response.status_code == 302
    assert response["Location"].startswith("/fr/account/login/")
    assert not JournalEntry.objects.filter(action=JournalAction.SEARCH).exists()


@pytest.mark.parametrize("user", ["web_editor", "superuser", "auditor"])
def test_who_holds_no_right_finds_nobody(client, world, user):
    response = search(client, world.users[user], "Rkia Oubella")

    assert references(response) == set()
    assert "2026/0012" not in response.content.decode()


def test_a_protected_dossier_is_found_by_its_holder_alone(client, world):
    refused = search(client, world.users["director"], "زينب المخفية")
    found = search(client, world.users["other_social_worker"], "زينب المخفية")

    assert references(refused) == set()
    assert references(found) == {"2026/0014"}


@pytest.mark.parametrize("text", ["Rkia Oubella", "رقية أوبلا", "Rquia", "رقيه"])
def test_a_registration_worker_finds_the_mother_in_either_script(client, world, text):
    response = search(client, world.users["registration_worker"], text)

    assert "2026/0012" in references(response)
    page = response.content.decode()
    assert '<bdi lang="ar" dir="rtl">رقية أوبلا</bdi>' in page
    assert "2 mars 1985" in page


def test_a_child_is_shown_with_the_mother_and_the_reason(client, world):
    response = search(client, world.users["registration_worker"], "Youssef")

    (found,) = response.context["sure"] or response.context["possible"]
    assert found.mother.name_arabic == "رقية أوبلا"
    assert found.why
    assert "mère" in response.content.decode() or "mother:" in response.content.decode()


def test_a_finder_sees_name_reference_unit_and_responsible_only(client, world):
    response = search(client, world.users["scanning_desk"], "يوسف العلوي")

    page = response.content.decode()
    assert "2026/0012" in page
    assert "يوسف العلوي" in page
    assert "2014" not in page
    assert "رقية" not in page


def test_a_finder_learns_nothing_from_the_reason_of_a_match(client, world):
    response = search(client, world.users["scanning_desk"], "يوسف 2014")

    found = [*response.context["sure"], *response.context["possible"]]
    assert all(why.matched != "2014" for person in found for why in person.why)


@pytest.mark.parametrize("user", ["registration_worker", "scanning_desk"])
@pytest.mark.parametrize("text", ["رقية", "Rkia", "2026/0012", "Rokia Oubela"])
def test_every_answer_says_why_it_is_one(client, world, user, text):
    response = search(client, world.users[user], text)

    found = [*response.context["sure"], *response.context["possible"]]
    assert found
    assert all(person.why for person in found)


@pytest.mark.parametrize(
    ("user", "paper_class", "word", "sees"),
    [
        ("registration_worker", ConfidentialityClass.MEDICAL, "Amoxicilline", False),
        ("registration_worker", ConfidentialityClass.PROTECTION, "تبليغ", False),
        ("registration_worker", ConfidentialityClass.CIVIL, "الولادة", True),
        ("health_officer", ConfidentialityClass.MEDICAL, "Amoxicilline", True),
        ("health_officer", ConfidentialityClass.CIVIL, "الولادة", False),
        ("educator", ConfidentialityClass.SCHOOL, "المدرسة", True),
        ("director", ConfidentialityClass.PROTECTION, "تبليغ", True),
        ("scanning_desk", ConfidentialityClass.GENERAL, "موافقة", False),
    ],
)
def test_papers_are_found_by_their_words_if_their_class_may_be_read(
    client, world, user, paper_class, word, sees
):
    response = search(client, world.users[user], word)

    assert (paper_class in classes(response)) is sees
    assert (f"<mark>{word}</mark>" in response.content.decode()) is sees


def test_a_hit_that_the_database_refuses_is_not_shown(client, world):
    paper = world.papers[ConfidentialityClass.CIVIL]
    type(paper).objects.filter(pk=paper.pk).update(state="trashed")

    response = search(client, world.users["registration_worker"], "الولادة")

    assert classes(response) == set()


def test_typed_words_in_the_address_are_ignored(client, world):
    client.force_login(world.users["director"])

    response = client.get(SEARCH, {"q": "Rkia"})

    assert "asked" not in response.context
    assert "2026/0012" not in response.content.decode()


def test_a_search_is_journaled_by_its_length_without_its_words(client, world):
    user = world.users["director"]
    search(client, user, "Rkia Oubella")

    line = JournalEntry.objects.get(action=JournalAction.SEARCH)
    assert line.actor_id == user.pk
    assert line.detail["letters"] == 12
    assert line.detail["people"] >= 1
    assert "Rkia" not in str(vars(line))


def test_suggestions_need_two_letters(client, world):
    client.force_login(world.users["director"])

    assert client.post(SUGGEST, {"q": "R"}).json() == {"people": []}
    assert not JournalEntry.objects.filter(action=JournalAction.SEARCH).exists()


def test_suggestions_hold_what_the_user_may_find_and_no_more(client, world):
    client.force_login(world.users["scanning_desk"])

    (first, *_) = client.post(SUGGEST, {"q": "Rki"}).json()["people"]

    assert first["reference"] == "2026/0012"
    assert first["role"] == ""
    assert client.post(SUGGEST, {"q": "المخفية"}).json() == {"people": []}


def test_suggestions_are_asked_by_post_only(client, world):
    client.force_login(world.users["director"])

    assert client.get(SUGGEST, {"q": "Rkia"}).status_code == 405


def test_an_answer_stays_in_no_cache(client, world):
    response = search(client, world.users["director"], "Rkia")

    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Content-Type-Options"] == "nosniff"


def statements(queries):
    """What the database is asked, without the marks of transactions."""
    marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [query["sql"] for query in queries if not query["sql"].startswith(marks)]


def asked_for(client, text):
    """Search twice, as a warm process does, and return the second answer with its statements."""
    client.post(SEARCH, {"q": text})
    with CaptureQueriesContext(connection) as queries:
        response = client.post(SEARCH, {"q": text})
    return response, statements(queries.captured_queries)


# Session, user and what they hold 3; the names 2; what waits for the index 1; people 1;
# papers 1; the journal 2.
STATEMENTS = 10


@pytest.mark.parametrize("user", ["director", "registration_worker", "social_worker"])
def test_many_people_and_papers_cost_no_more_statements_than_few(client, world, user):
    kind = world.papers[ConfidentialityClass.CIVIL].kind
    for _number in range(30):
        MembershipFactory(dossier=world.family, person=PersonFactory(arabic="يوسف العلوي"))
        paper = DocumentFactory(
            filed=True, dossier=world.family, paper_class=ConfidentialityClass.CIVIL, kind=kind
        )
        PageFactory(document=paper, text="يوسف العلوي")
    api.index(f"member:{row.pk}" for row in world.family.memberships.all())
    api.index(f"document:{row.pk}" for row in world.family.documents.all())
    api.drain()
    client.force_login(world.users[user])

    response, asked = asked_for(client, "يوسف العلوي")

    assert len(response.context["sure"]) == 10
    assert len(response.context["papers"]) == 15
    assert len(asked) <= STATEMENTS, "\n".join(sql[:120] for sql in asked)


def test_an_answer_is_compressed_and_padded_by_chance_and_no_other_page_of_the_area_is(
    client, world
):
    client.force_login(world.users["registration_worker"])
    gzip = {"accept-encoding": "gzip"}

    answers = [client.post(SEARCH, {"q": "Rkia Oubella"}, headers=gzip) for _ in range(8)]
    dossier = client.get(reverse("dossiers:dossier", args=[world.family.uid]), headers=gzip)

    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.content) for answer in answers}) > 1
    assert "Content-Encoding" not in dossier
