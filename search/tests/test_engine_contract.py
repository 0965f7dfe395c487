"""One contract, every engine: what is put is found, in one order, by who may find it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from search.analysis.clauses import read_clauses
from search.engines.base import Engine, EngineHit, EngineQuery, Rank
from search.engines.embedded import EmbeddedEngine
from search.engines.mapping import make_card
from search.engines.memory import MemoryEngine
from search.entries import EntryKind, EntryName, EntryPage, Scope, SearchEntry
from search.query import with_spellings

EVERYTHING = Scope(frozenset({"civil:1", "medical:1"}))
CIVIL = Scope(frozenset({"civil:1"}))
NOBODY = Scope(frozenset())


def entry(key: str, text: str = "", **values: object) -> SearchEntry:
    given = {"version": 1, "reach": frozenset({"civil:1"}), "title": ""} | values
    return SearchEntry(
        key=key,
        kind=EntryKind.DOCUMENT,
        pages=tuple(EntryPage(number, page) for number, page in enumerate(text.split("\f"), 1)),
        **given,  # type: ignore[arg-type]
    )


BIRTH = entry(
    "document:1",
    "المملكة المغربية وزارة الداخلية رسم الولادة رقم ١٢٣ سنة 1998\fشهد بذلك ضابط الحالة المدنية",
    title="نسخة موجزة من رسم الولادة Extrait d'acte de naissance",
    identifiers=("2026/0012",),
    facets={"unit": "street", "class": "civil", "kind": "EC01", "year": "1998"},
    day=date(1998, 5, 2),
    issued=date(2025, 6, 1),
)
SCHOOL = entry(
    "document:2",
    "Certificat de scolarité: l’élève inscrit avec son acte de naissance à Taroudant",
    title="شهادة مدرسية Certificat de scolarité",
    facets={"unit": "school", "class": "civil", "kind": "SC01", "year": "2024"},
    day=date(2024, 9, 1),
    issued=date(1999, 9, 1),
)
MEDICAL = entry(
    "document:3",
    "شهادة طبية سلمت للأم بعد الولادة بمستشفى تارودانت",
    title="شهادة طبية Certificat médical",
    reach=frozenset({"medical:1"}),
    facets={"unit": "health", "class": "medical", "kind": "SA03", "year": "2025"},
    day=date(2025, 1, 3),
    issued=date(2024, 12, 30),
)
UNDATED = entry(
    "document:4",
    "naissance sans acte: déclaration",
    facets={"unit": "street", "class": "civil", "kind": "CE02"},
)
TOWN = (BIRTH, SCHOOL, MEDICAL, UNDATED)


@pytest.fixture(params=["memory", "embedded", "elastic"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "memory":
        yield MemoryEngine()
    elif request.param == "embedded":
        made = EmbeddedEngine(tmp_path / "index")
        made.swap(made.begin_rebuild())
        yield made
        made.close()
    else:
        yield request.getfixturevalue("elastic")


@pytest.fixture
def town(engine: Engine) -> Engine:
    engine.write(put=map(make_card, TOWN))
    return engine


def ask(engine: Engine, text: str, scope: Scope = EVERYTHING, **values: object) -> list[EngineHit]:
    return list(engine.search(question(text, **values), scope=scope).hits)


def keys_by_name(engine: Engine, text: str, scope: Scope = EVERYTHING) -> list[tuple[int, int]]:
    """Return number and rank of the papers that hold a name, however it is written."""
    asked = with_spellings(question(text), text)
    assert asked
    return [
        (int(hit.key.split(":")[1]), hit.rank) for hit in engine.search(asked, scope=scope).hits
    ]


def question(text: str, **values: object) -> EngineQuery:
    read = read_clauses(text)
    return EngineQuery(clauses=read.clauses, phrase=read.phrase, whole=read.whole, **values)  # type: ignore[arg-type]


def keys(hits: list[EngineHit]) -> list[int]:
    return [int(hit.key.split(":")[1]) for hit in hits]


@pytest.mark.parametrize("typed", ["JB777", "Taroudant", "Fatima", "1998"])
def test_what_has_a_reach_of_its_own_is_no_word_of_any_card(engine: Engine, typed: str) -> None:
    known = entry(
        "document:9",
        "Rkia Alaoui",
        names=(EntryName("Rkia Alaoui"), EntryName("Fatima", "mother")),
        detail_reach=frozenset({"civil:1"}),
        details=("JB777",),
        places=("Taroudant",),
        birth_year=1998,
    )
    engine.write(put=[make_card(known)])

    assert ask(engine, "Alaoui")
    assert ask(engine, typed) == []


def test_nothing_is_found_without_a_scope(town: Engine) -> None:
    page = town.search(question("naissance", facets=("unit",)), scope=NOBODY)

    assert (page.hits, page.total, page.facets) == ((), 0, {"unit": {}})


def test_scope_is_asked_for(town: Engine) -> None:
    with pytest.raises(TypeError):
        town.search(question("naissance"))  # type: ignore[call-arg]


def test_a_paper_outside_the_scope_is_neither_found_nor_counted(town: Engine) -> None:
    page = town.search(question("شهادة", facets=("class",)), scope=CIVIL)

    assert keys(list(page.hits)) == [2]
    assert page.total == 1
    assert page.facets == {"class": {"civil": 1}}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("ولادة", [1, 3], id="article looked through"),
        pytest.param("الولاده", [1, 3], id="other spelling of the ending"),
        pytest.param("ام", [3], id="joined preposition and article"),
        pytest.param("naissances", [1, 2, 4], id="plural"),
        pytest.param("eleve", [2], id="accents and elision"),
        pytest.param("NAISSANCE taroudant", [2], id="all words by default"),
        pytest.param("123", [1], id="Arabic-Indic digits"),
        pytest.param("scol*", [2], id="beginning of a word"),
        pytest.param("ولا*", [1, 3], id="beginning of an Arabic word"),
        pytest.param('"acte de naissance"', [1, 2], id="words in a row"),
        pytest.param('"naissance acte"', [], id="not in that order"),
        pytest.param('"1998 شهد"', [], id="no row across pages"),
        pytest.param("«رسم الولادة»", [1], id="other quotes"),
        pytest.param("2026/0012", [1], id="a reference"),
        pytest.param("20260012", [1], id="a reference typed together"),
        pytest.param("absent", [], id="a word nobody wrote"),
    ],
)
def test_words_find_papers(town: Engine, typed: str, found: list[int]) -> None:
    assert sorted(keys(ask(town, typed))) == found


def test_title_goes_before_words_in_a_row_before_words_anywhere(town: Engine) -> None:
    hits = ask(town, "acte naissance")

    assert [(hit.key, hit.rank) for hit in hits] == [
        ("document:1", Rank.IN_TITLE),
        ("document:2", Rank.WORDS),
        ("document:4", Rank.WORDS),
    ]
    assert ask(town, "acte de naissance")[1].rank == Rank.PHRASE


def test_a_value_typed_whole_comes_first(town: Engine) -> None:
    assert ask(town, "2026-0012")[0].rank == Rank.WHOLE_VALUE


def test_some_of_the_words_ranks_by_how_many_fit(town: Engine) -> None:
    assert ask(town, "certificat naissance déclaration absent") == []

    hits = ask(town, "certificat de naissance déclaration absent", any_word=True)

    assert [(hit.key, hit.rank) for hit in hits] == [
        ("document:2", 2),
        ("document:4", 2),
        ("document:3", 1),
        ("document:1", 1),
    ]


@pytest.mark.parametrize(
    ("sort", "found"),
    [("newest", [3, 2, 1, 4]), ("oldest", [1, 2, 3, 4]), ("issued", [1, 3, 2, 4])],
)
def test_days_order_papers_and_the_undated_come_last(
    town: Engine, sort: str, found: list[int]
) -> None:
    assert keys(ask(town, "", sort=sort)) == found


def test_no_words_give_everything_in_scope(town: Engine) -> None:
    assert keys(ask(town, "", scope=CIVIL)) == [2, 1, 4]


def test_a_page_of_no_length_is_counted_all_the_same(town: Engine) -> None:
    page = town.search(question("naissance", limit=0), scope=EVERYTHING)

    assert (page.hits, page.total) == ((), 3)


def test_pages_of_hits_join_without_gap(town: Engine) -> None:
    whole = ask(town, "acte naissance")

    parts = [ask(town, "acte naissance", offset=place, limit=1) for place in range(4)]

    assert [hit for part in parts for hit in part] == whole


def test_chosen_values_narrow_and_each_facet_is_counted_without_itself(town: Engine) -> None:
    filters = {"unit": frozenset({"street"}), "class": frozenset({"civil", "medical"})}

    page = town.search(
        question("", filters=filters, facets=("unit", "class", "kind")), scope=EVERYTHING
    )

    assert keys(list(page.hits)) == [1, 4]
    assert page.total == 2
    assert page.facets == {
        "unit": {"street": 2, "school": 1, "health": 1},
        "class": {"civil": 2},
        "kind": {"EC01": 1, "CE02": 1},
    }


def test_keys_left_out_are_neither_found_nor_counted(town: Engine) -> None:
    page = town.search(
        question("naissance", without=frozenset({"document:2"}), facets=("unit",)), scope=EVERYTHING
    )

    assert keys(list(page.hits)) == [1, 4]
    assert (page.total, page.facets) == (2, {"unit": {"street": 2}})


def test_a_removed_card_is_gone(town: Engine) -> None:
    town.write(remove=["document:2", "document:99"])

    assert keys(ask(town, "naissance")) == [1, 4]
    assert town.count() == 3


def test_a_newer_card_takes_the_place_of_the_old(town: Engine) -> None:
    town.write(put=[make_card(entry("document:2", "plus rien", version=2))])

    assert keys(ask(town, "taroudant")) == []
    assert [(hit.key, hit.version) for hit in ask(town, "rien")] == [("document:2", 2)]


def test_a_late_write_of_an_older_card_is_left_out(town: Engine) -> None:
    town.write(put=[make_card(entry("document:2", "neuf", version=3))])
    town.write(put=[make_card(entry("document:2", "vieux", version=2))])

    assert ask(town, "vieux") == []
    assert dict(town.versions())["document:2"] == 3


def test_every_card_is_listed_with_its_version(town: Engine) -> None:
    assert dict(town.versions()) == {f"document:{number}": 1 for number in (1, 2, 3, 4)}


def test_a_new_index_takes_over_in_one_step(town: Engine) -> None:
    built = town.begin_rebuild()
    built.write(put=[make_card(entry("document:9", "neuf"))])
    assert keys(ask(town, "naissance")) != []

    town.swap(built)

    assert keys(ask(town, "")) == [9]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        pytest.param("Souad Jbelani", "الدكتورة سعاد جبلاني", id="the other script"),
        pytest.param("سعاد جبلاني", "Dr JBELANI Souad", id="family name in front"),
        pytest.param("عبد الرحيم وردمران", "M. Abderrahim Wardmarane", id="joined"),
        pytest.param("Abderrahim Wardmarane", "السيد عبد الرحيم ور دمران", id="cut by the reader"),
        pytest.param("خديجة بنت إبراهيم", "اسم الأم: خديجة بنت إراهم", id="letters not read"),
        pytest.param("زينب فضنوري", "زيتب قضنوري", id="other dots"),
        pytest.param("Lahcen Idrissi", "الحسن الادريسي", id="article"),
        pytest.param("Wardmarane", "وردمران", id="one long name"),
    ],
)
def test_a_name_is_found_on_papers_however_it_is_written(
    engine: Engine, typed: str, written: str
) -> None:
    engine.write(put=[make_card(entry("document:7", f"قبل {written} après"))])
    engine.write(put=[make_card(entry("document:8", "كريمة السلاوي Karima Slaoui"))])

    assert keys_by_name(engine, typed) == [(7, Rank.WRITTEN_OTHERWISE)]


def test_words_as_typed_go_before_a_name_written_otherwise(engine: Engine) -> None:
    engine.write(
        put=[
            make_card(entry("document:5", "سعاد جبلاني", day=date(2026, 1, 1))),
            make_card(entry("document:6", "Souad Jbelani", day=date(2020, 1, 1))),
        ]
    )

    assert keys_by_name(engine, "Souad Jbelani") == [
        (6, Rank.PHRASE),
        (5, Rank.WRITTEN_OTHERWISE),
    ]
    assert keys_by_name(engine, "Souad Jbelani", NOBODY) == []


def test_names_on_a_paper_are_found_like_its_title(engine: Engine) -> None:
    named = entry("document:5", "texte", names=(EntryName("رقية بنعلي"),))
    engine.write(put=[make_card(named)])

    assert [hit.rank for hit in ask(engine, "رقيه")] == [Rank.IN_TITLE]
