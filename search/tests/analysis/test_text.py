"""Words of papers and of questions, in both scripts."""

import pytest

from search.analysis.text import compact, indexed_forms, searched_words, words_of


@pytest.mark.parametrize(
    ("written", "not_found_by"),
    [
        pytest.param("الله", "له", id="a name is no article"),
        pytest.param("والدة", "والد", id="no ending is cut"),
        pytest.param("سعيدة", "سعيد", id="no stem of a name"),
        pytest.param("pas", "pa", id="short words keep their s"),
        pytest.param("express", "expres", id="double s is no plural"),
    ],
)
def test_a_word_does_not_answer_to_another(written: str, not_found_by: str) -> None:
    assert not_found_by not in words_of(written)[0].forms


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        pytest.param("وبالولادة", "ولادة", id="and, by, the"),
        pytest.param("للأم", "أم", id="for the"),
        pytest.param("فكتاب", "كتاب", id="so"),
        pytest.param("وصورة", "صورة", id="and"),
        pytest.param("ولادة", "الولادة", id="article typed"),
        pytest.param("مُحَمَّد", "محمد", id="vowel signs"),
        pytest.param("یوسف", "يوسف", id="FARSI YEH"),
        pytest.param("certificats", "certificat", id="plural written"),
        pytest.param("certificat", "Certificats", id="plural typed"),
        pytest.param("l’état", "etat", id="elision written"),
        pytest.param("état", "l'état", id="elision typed"),
        pytest.param("M’hamed", "mhamed", id="apostrophe left out"),
        pytest.param("١٩٩٨", "1998", id="digits"),
    ],
)
def test_a_written_word_answers_to_what_is_typed(written: str, typed: str) -> None:
    assert set(words_of(written)[0].forms) & set(searched_words(typed)[0].forms)


def test_a_typed_word_is_taken_more_strictly_than_a_written_one() -> None:
    assert "تاب" in indexed_forms("كتاب")
    assert searched_words("كتاب")[0].forms == ("كتاب",)


def test_only_elisions_keep_words_together() -> None:
    assert [word.bare for word in words_of("aujourd’hui jusqu'à l'acte")] == [
        "aujourd",
        "hui",
        "a",
        "acte",
    ]


def test_values_are_compared_without_what_stands_between() -> None:
    assert compact("AB 123-456") == compact("ab١٢٣٤٥٦")
