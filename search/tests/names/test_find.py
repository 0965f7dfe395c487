"""One box: names and what narrows them, inside a scope, each answer with its reasons."""

import pytest

from search.entries import Scope
from search.names import find_names, put_names, put_names_bulk, suggest_names
from search.tests.names.people import EVERYWHERE, a_person, found

pytestmark = pytest.mark.django_db

NOWHERE = Scope(frozenset())
ELSEWHERE = Scope(frozenset({"find:2"}))


@pytest.mark.parametrize("scope", [NOWHERE, ELSEWHERE], ids=["empty scope", "other scope"])
@pytest.mark.parametrize("typed", ["رقية", "Rkia Alaoui", "2026/0012", "رق"])
def test_nobody_outside_the_scope_is_shown(scope: Scope, typed: str) -> None:
    put_names(a_person("رقية العلوي", identifiers=("2026/0012",)))

    assert find_names(typed, scope=scope) == []
    assert suggest_names(typed, scope=scope, limit=5) == []


def test_a_namesake_outside_the_scope_takes_no_place_in_the_list() -> None:
    for number in range(5):
        put_names(a_person("محمد العلوي", key=f"person:{number}", reach=["find:2"]))
    put_names(a_person("Mohamed Alaoui", key="person:9"))

    hits = find_names("محمد العلوي", scope=EVERYWHERE, limit=2)

    assert [hit.key for hit in hits] == ["person:9"]


@pytest.mark.parametrize("typed", ["", "   ", "…", "/", "-", "ـ"])
def test_nothing_typed_finds_nobody(typed: str) -> None:
    put_names(a_person("رقية العلوي"))

    assert found(typed) == []


def test_a_parent_alone_does_not_find_the_child() -> None:
    put_names(a_person("رقية العلوي", parents={"mother": "فاطمة السوسي"}))

    assert found("فاطمة السوسي") == []
    assert found("فاطمة") == []


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("رقية فاطمة", "parent"),
        ("رقية Fatima", "parent"),
        ("رقية تارودانت", "place"),
        ("Rkia Taroudant", "place"),
        ("رقية 1998", "year"),
        ("رقية ١٩٩٨", "year"),
        ("رقية 12/03/1998", "year"),
        ("رقية 2026/0012", "identifier"),
        ("رقية jb123456", "identifier"),
    ],
)
def test_what_stands_beside_the_name_narrows_the_answer(typed: str, reason: str) -> None:
    put_names(a_person("رقية السوسي", key="person:2", birth_year=1970))
    put_names(
        a_person(
            "رقية العلوي",
            parents={"mother": "فاطمة"},
            places=("تارودانت",),
            birth_year=1998,
            identifiers=("2026/0012",),
            details=("JB 123456",),
        )
    )

    hits = find_names(typed, scope=EVERYWHERE)

    assert [hit.key for hit in hits] == ["person:1"]
    assert reason in {why for _, _, why in hits[0].why}


def test_all_of_it_at_once_finds_the_one() -> None:
    put_names(a_person("رقية العلوي", places=("تارودانت",), birth_year=1998))
    put_names(a_person("رقية العلوي", key="person:2", places=("أكادير",), birth_year=1998))
    put_names(a_person("رقية العلوي", key="person:3", places=("تارودانت",), birth_year=2001))

    assert found("رقية 1998 تارودانت") == ["person:1"]


def test_an_unknown_birth_year_is_shown_after_the_known_one() -> None:
    put_names(a_person("رقية العلوي", key="person:1"))
    put_names(a_person("رقية العلوي", key="person:2", birth_year=1998))

    assert found("رقية العلوي 1998") == ["person:2", "person:1"]


@pytest.mark.parametrize("typed", ["2026/0013", "2026/001", "202", "رقية 2026/0013"])
def test_a_number_is_matched_whole_or_not_at_all(typed: str) -> None:
    put_names(a_person("رقية العلوي", identifiers=("2026/0012",)))

    assert found(typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "2026-0012",
        "2026/12",
        "2026 0012",
        "2026 / 12",
        "2026–0012",
        "0012",
        "٠٠١٢",
        "٢٠٢٦ ٠٠١٢",
        "٢٠٢٦-١٢",
        "رقية 2026-12",
        "رقية 2026 0012",
        "Rkia ٢٠٢٦/١٢",
    ],
)
def test_a_reference_is_found_as_people_write_it(typed: str) -> None:
    put_names(a_person("رقية العلوي", key="person:1", identifiers=("2026/0012",)))
    put_names(a_person("رقية السوسي", key="person:2", identifiers=("2026/0120",)))
    put_names(a_person("رقية أمزيل", key="person:3", identifiers=("2026/0012-1",)))

    assert found(typed) == ["person:1"]


@pytest.mark.parametrize("typed", ["2026/0012-1", "2026-12-1", "0012-1", "٢٠٢٦/١٢-١"])
def test_a_part_of_a_dossier_is_found_as_people_write_it(typed: str) -> None:
    put_names(a_person("رقية العلوي", key="person:1", identifiers=("2026/0012",)))
    put_names(a_person("رقية أمزيل", key="person:3", identifiers=("2026/0012-1",)))

    assert found(typed) == ["person:3"]


def test_a_reference_without_its_year_is_of_the_newest_first() -> None:
    put_names(a_person("رقية العلوي", key="person:1", identifiers=("2024/0012",)))
    put_names(a_person("رقية أمزيل", key="person:2", identifiers=("2026/0012",)))

    assert found("0012") == ["person:2", "person:1"]


@pytest.mark.parametrize("typed", ["2026-03-12", "12", "26/12", "2026", "20260012"])
def test_what_is_another_number_is_no_reference(typed: str) -> None:
    put_names(a_person("رقية العلوي", identifiers=("2026/0012",)))
    put_names(a_person("رقية أمزيل", key="person:2", identifiers=("2026/0003-12",)))

    assert found(typed) == []


def test_an_act_number_that_looks_like_a_reference_is_found_as_it_is_written() -> None:
    put_names(a_person("رقية العلوي", details=("2014/45",)))

    assert found("2014/45") == ["person:1"]


@pytest.mark.parametrize("typed", ["2026/0012", "٢٠٢٦/٠٠١٢", "العلوي 2026/0012"])
def test_a_reference_finds_its_person(typed: str) -> None:
    put_names(a_person("رقية العلوي", identifiers=("2026/0012",)))

    assert found(typed) == ["person:1"]


def test_given_and_family_name_rank_before_a_father_of_that_name() -> None:
    put_names(a_person("محمد بن علي السوسي", key="person:father"))
    put_names(a_person("Mohamed Ali", key="person:family"))
    put_names(a_person("حسن محمد علي", key="person:both-fathers"))

    assert found("محمد علي") == ["person:family", "person:father", "person:both-fathers"]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("العلوي رقية", "رقية العلوي"),
        ("Alaoui Rkia", "رقية العلوي"),
        ("رقية العلوي", "رقية بنت أحمد العلوي"),
        ("Rkia Alaoui", "ALAOUI Rkia bent Ahmed"),
        ("رقية بنت أحمد العلوي", "رقية العلوي"),
        ("Rkia Alaoui", "لالة رقية العلوي"),
        ("Fatima Alaoui", "Fatima-Zahra Alaoui"),
        ("آيت باها سعيد", "Said Ait Baha"),
    ],
)
def test_order_father_and_title_may_differ(typed: str, written: str) -> None:
    put_names(a_person(written))

    assert found(typed) == ["person:1"]


def test_every_answer_says_why_and_whether_it_is_sure() -> None:
    put_names(a_person("رقية العلوي"))

    (certain,) = find_names("Rkia Alaoui", scope=EVERYWHERE)
    (possible,) = find_names("رقية العلاوي", scope=EVERYWHERE)

    assert certain.sure
    assert certain.why == (("rkia", "رقيه", "script"), ("alaoui", "العلوي", "script"))
    assert possible.score < certain.score <= 1.0
    assert possible.why[0] == ("رقيه", "رقيه", "same")


@pytest.mark.parametrize("typed", ["رق", "رقي", "رقية عل", "رقية الع", "الع رق"])
def test_people_are_suggested_from_two_letters(typed: str) -> None:
    put_names(a_person("رقية العلوي"))

    hits = suggest_names(typed, scope=EVERYWHERE, limit=5)

    assert [hit.key for hit in hits] == ["person:1"]


def test_one_letter_suggests_nobody() -> None:
    put_names(a_person("رقية العلوي"))

    assert suggest_names("ر", scope=EVERYWHERE, limit=5) == []


def test_a_particle_may_be_the_beginning_of_a_name() -> None:
    put_names(a_person("عبد الصمد باي"))

    assert found("عبد باي", prefix=True) == ["person:1"]


@pytest.mark.parametrize("typed", ["' OR 1=1 --", "%", "_", "محمد%", "\x00", "(" * 50, "م " * 40])
def test_hostile_text_finds_nobody_and_breaks_nothing(typed: str) -> None:
    put_names(a_person("رقية العلوي"))

    assert found(typed) == []
    assert found(typed, prefix=True) == []


def test_a_reference_may_be_begun() -> None:
    put_names(a_person("رقية العلوي", key="person:1", identifiers=("2026/0012",)))
    put_names(a_person("يوسف العلوي", key="person:2", identifiers=("2026/0112",)))

    assert found("2026/00", prefix=True) == ["person:1"]
    assert found("2026/", prefix=True) == ["person:1", "person:2"]
    assert found("2026/00") == []


@pytest.mark.parametrize("begun", ["JB12", "19850", "123"])
def test_no_other_number_is_found_by_its_beginning(begun: str) -> None:
    put_names(a_person("رقية العلوي", details=("JB123456", "198502", "1234/2014")))

    assert found(begun, prefix=True) == []


def test_two_typed_names_that_are_nearly_one_are_not_drowned_by_all_who_carry_the_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("find", "matcher"):
        monkeypatch.setattr(f"search.names.{module}.MOST_SCORED", 5)
    names = ["محمد العلوي"] * 20 + ["سعيد الفاسي"] * 180 + ["محمد محمود"]
    put_names_bulk(a_person(name, key=f"person:{n}") for n, name in enumerate(names))

    assert [hit.key for hit in find_names("محمد محمود", scope=EVERYWHERE)][:1] == ["person:200"]


def test_a_family_name_alone_counts_the_same_when_met_in_both_scripts() -> None:
    put_names(a_person("Akram Iamrachen", "أكرم إعمراشا"))
    put_names(a_person("Russlan Iamrachen", key="person:2"))

    scores = {hit.key: hit.score for hit in find_names("Iamrachen", scope=EVERYWHERE)}

    assert scores == {"person:1": 0.97, "person:2": 0.97}


def test_of_many_namesakes_the_first_are_shown_and_whoever_fits_less_comes_after() -> None:
    names = ["علي محمد العلوي"] + ["محمد العلوي"] * 5
    put_names_bulk(a_person(name, key=f"person:{n}") for n, name in enumerate(names))

    first = find_names("محمد العلوي", scope=EVERYWHERE, limit=2)

    assert [hit.key for hit in first] == ["person:1", "person:2"]
    assert found("محمد العلوي") == [f"person:{n}" for n in (1, 2, 3, 4, 5, 0)]
