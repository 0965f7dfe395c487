"""Papers at the search desk: choices with their counts, order, pages, and what nobody wrote."""

import socket
from datetime import date

import pytest

from dossiers.models import JournalEntry
from dossiers.tests.factories import DocumentFactory, PageFactory
from dossiers.tests.search_pages.searching import SEARCH, classes, references, search
from dossiers.vocabulary import ConfidentialityClass, DocumentState, JournalAction
from search import api

pytestmark = pytest.mark.usefixtures("empty_index")


@pytest.fixture
def empty_index(settings):
    """Begin with an engine that holds nothing of other tests: what is counted is ours."""
    settings.SEARCH_ENGINE = "memory"


@pytest.fixture
def shelf(world):
    """Thirty civil documents of two languages, dated a year apart, beside the town's own."""
    kind = world.papers[ConfidentialityClass.CIVIL].kind
    papers = [
        DocumentFactory(
            filed=True,
            dossier=world.family,
            paper_class=ConfidentialityClass.CIVIL,
            kind=kind,
            language="ar" if number % 3 else "fr",
            issued_on=date(1990 + number, 1, 1),
        )
        for number in range(30)
    ]
    for paper in papers:
        PageFactory(document=paper, text="شهادة السكنى certificat de résidence")
    api.index(f"document:{paper.pk}" for paper in papers)
    return papers


def options(response, name):
    found = {facet.name: facet.options for facet in response.context["facets"]}
    return {option.value: option.label for option in found.get(name, ())}


def test_choices_count_nothing_that_the_user_may_not_see(client, world, shelf):
    response = search(client, world.users["health_officer"], "", part="papers")

    assert classes(response) == {ConfidentialityClass.GENERAL, ConfidentialityClass.MEDICAL}
    assert set(options(response, "class")) == {
        ConfidentialityClass.GENERAL,
        ConfidentialityClass.MEDICAL,
    }


def test_a_choice_narrows_and_its_own_counts_stay(client, world, shelf):
    response = search(client, world.users["director"], "résidence", part="papers", language="fr")

    assert response.context["place"].total == 10
    assert options(response, "language") == {"ar": "Arabe (20)", "fr": "Français (10)"}
    assert len(options(response, "year")) == 10


def test_a_value_that_nobody_has_finds_nothing_and_can_be_taken_back(client, world, shelf):
    response = search(client, world.users["director"], "résidence", part="papers", unit="nowhere")

    assert response.context["papers"] == []
    assert "nowhere" in options(response, "unit")


@pytest.mark.parametrize(("sort", "year"), [("issued", 2019), ("nonsense", None)])
def test_papers_are_ordered_by_their_date_of_issue(client, world, shelf, sort, year):
    response = search(client, world.users["director"], "résidence", part="papers", sort=sort)

    assert response.status_code == 200
    if year:
        assert response.context["papers"][0].row.issued_on.year == year


def test_pages_of_papers_follow_each_other_without_people(client, world, shelf):
    first = search(client, world.users["director"], "résidence", part="papers")
    second = search(client, world.users["director"], "résidence", page=25)

    assert [len(page.context["papers"]) for page in (first, second)] == [25, 5]
    assert first.context["place"].next_offset == 25
    assert second.context["place"].next_offset == 0
    assert second.context["sure"] == second.context["possible"] == []
    uids = {paper.row.uid for page in (first, second) for paper in page.context["papers"]}
    assert len(uids) == 30


@pytest.mark.parametrize("page", ["-1", "x", "١", "9" * 9])
def test_an_odd_page_is_the_first(client, world, shelf, page):
    response = search(client, world.users["director"], "résidence", page=page)

    assert response.context["asked"].offset == 0


def test_words_that_nobody_wrote_are_named_and_the_others_offered(client, world, shelf):
    refused = search(client, world.users["director"], "résidence zzzz", part="papers")
    found = search(client, world.users["director"], "résidence zzzz", part="papers", any="1")

    assert refused.context["missing"] == {"words": ("zzzz",), "some_are_there": True}
    assert '<bdi class="missing-word">zzzz</bdi>' in refused.content.decode()
    assert found.context["place"].total == 30


def test_a_word_that_stands_only_in_papers_one_may_not_read_is_named_as_missing(client, world):
    response = search(client, world.users["educator"], "المدرسة Amoxicilline", part="papers")

    assert response.context["missing"]["words"] == ("Amoxicilline",)


@pytest.mark.parametrize(
    ("language", "tag"), [("fr", "nom écrit autrement"), ("ar", "الاسم مكتوب بشكل آخر")]
)
def test_a_paper_that_writes_the_name_otherwise_says_so(client, world, language, tag):
    paper = world.papers[ConfidentialityClass.CIVIL]
    paper.pages.update(text="الدكتورة سعاد جبلاني")
    api.index([f"document:{paper.pk}"])
    client.force_login(world.users["director"])

    page = client.post(f"/{language}/dossiers/search/", {"q": "Souad Jbelani"}).content.decode()

    assert tag in page
    assert "<mark>سعاد</mark> <mark>جبلاني</mark>" in page


def test_a_name_written_otherwise_is_found_by_nobody_who_may_not_read_the_paper(client, world):
    paper = world.papers[ConfidentialityClass.MEDICAL]
    paper.pages.update(text="الدكتورة سعاد جبلاني")
    api.index([f"document:{paper.pk}"])

    response = search(client, world.users["educator"], "Souad Jbelani", part="papers")

    assert response.context["papers"] == []
    assert response.context["place"].total == 0


def test_words_of_a_discreet_paper_wait_folded(client, world):
    page = search(client, world.users["health_officer"], "Amoxicilline").content.decode()

    assert page.index("<details>") < page.index("<mark>Amoxicilline</mark>")


def test_what_is_written_on_a_paper_is_never_markup(client, world):
    paper = world.papers[ConfidentialityClass.CIVIL]
    paper.pages.update(text="<b>résidence</b> & <script>")
    api.index([f"document:{paper.pk}"])

    page = search(client, world.users["director"], "résidence").content.decode()

    assert "&lt;b&gt;<mark>résidence</mark>&lt;/b&gt; &amp; &lt;script&gt;" in page


def test_names_still_answer_when_the_text_index_is_away(client, world, monkeypatch):
    def away(*args, **kwargs):
        raise api.TextSearchUnavailableError

    monkeypatch.setattr(api, "search", away)
    response = search(client, world.users["registration_worker"], "Rkia")

    assert [person.reference for person in response.context["sure"]] == ["2026/0012"]
    assert response.context["papers_are_away"]
    assert "La recherche dans les documents est indisponible" in response.content.decode()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "La recherche dans les documents est indisponible"),
        ("ar", "البحث في الوثائق غير متاح الآن"),
    ],
)
def test_names_answer_from_the_database_while_elasticsearch_hangs(
    client, world, settings, monkeypatch, language, sentence
):
    monkeypatch.setattr("search.engines.elastic.SEARCH_TIMEOUT_S", 0.2)
    settings.SEARCH_ENGINE = "elastic"
    client.force_login(world.users["registration_worker"])
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        settings.SEARCH_ELASTIC_URLS = [f"http://127.0.0.1:{hanging.getsockname()[1]}"]
        response = client.post(f"/{language}/dossiers/search/", {"q": "Rkia"})
        hidden = client.post(f"/{language}/dossiers/search/", {"q": "زينب المخفية"})

    assert references(response) == {"2026/0012"}
    assert sentence in response.content.decode()
    assert references(hidden) == set()


def test_looking_through_papers_without_a_word_is_journaled(client, world, shelf):
    search(client, world.users["director"], "", part="papers", state=DocumentState.FILED)

    line = JournalEntry.objects.get(action=JournalAction.SEARCH)
    assert line.detail["letters"] == 0
    assert line.detail["papers"] == 25


def test_choices_in_the_address_are_ignored(client, world, shelf):
    client.force_login(world.users["director"])

    assert "asked" not in client.get(SEARCH, {"part": "papers", "unit": "x"}).context


def test_the_line_that_describes_a_handwritten_paper_is_found(client, world):
    paper = DocumentFactory(
        filed=True,
        dossier=world.family,
        paper_class=ConfidentialityClass.CIVIL,
        kind=world.papers[ConfidentialityClass.CIVIL].kind,
        title="رسالة الجدة بخط اليد, lettre de la grand-mère",
    )
    PageFactory(document=paper, quality=["handwritten"])
    api.index([f"document:{paper.pk}"])

    for line in ("رسالة الجدة", "grand-mère"):
        refused = search(client, world.users["health_officer"], line, part="papers")
        found = search(client, world.users["registration_worker"], line, part="papers")

        assert paper.uid not in {hit.row.uid for hit in refused.context["papers"]}
        assert paper.uid in {hit.row.uid for hit in found.context["papers"]}
