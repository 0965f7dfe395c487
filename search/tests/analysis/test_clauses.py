"""Questions as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.clauses import MAX_CLAUSES, loose, read_clauses


@pytest.mark.parametrize("typed", ["", "   ", "؟؟ -- //", '""', "*", "«»"])
def test_marks_alone_ask_nothing(typed: str) -> None:
    assert read_clauses(typed).clauses == ()


@given(st.text(max_size=60))
def test_no_text_is_an_error(typed: str) -> None:
    read = read_clauses(typed)

    assert all(bool(c.forms) + bool(c.phrase) + bool(c.prefix) == 1 for c in read.clauses)


def test_a_long_question_is_cut() -> None:
    assert len(read_clauses(" ".join(map(str, range(100)))).clauses) == MAX_CLAUSES


def test_a_date_is_a_row_of_numbers() -> None:
    assert read_clauses("12/03/1985").clauses[0].phrase == ("12", "03", "1985")


def test_an_unclosed_quote_is_looked_past() -> None:
    assert len(read_clauses('"acte de naissance').clauses) == 3


@pytest.mark.parametrize(
    ("typed", "prefix"), [("naiss*", "naiss"), ("ولا*", "ولا"), ("n*", ""), ("l'éta*", "")]
)
def test_a_star_asks_for_the_beginning_of_a_word(typed: str, prefix: str) -> None:
    assert read_clauses(typed).clauses[0].prefix == prefix


def test_the_last_word_may_be_begun_while_typing() -> None:
    assert read_clauses("acte nai", last_is_prefix=True).clauses[-1].prefix == "nai"


def test_words_that_only_join_do_not_count_among_some_of_the_words() -> None:
    assert len(loose(read_clauses("acte de la naissance").clauses)) == 2
    assert len(loose(read_clauses("de la").clauses)) == 2
