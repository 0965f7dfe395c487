"""Snippets and marks, in the text as it was written."""

from search.analysis.highlight import marked_words, snippets
from search.entries import EntryPage

LONG = " ".join(["كلمة"] * 60) + " نسخة موجزة من رسم الوِلادة رقم 12 " + " ".join(["mot"] * 60)


def marked(text: str, typed: str) -> list[str]:
    piece = snippets([EntryPage(1, text)], typed)[0]
    return [part for part, is_marked in piece.parts if is_marked]


def test_a_text_without_the_words_shows_its_beginning_unmarked() -> None:
    (piece,) = snippets([EntryPage(3, "Province de Taroudant")], "absent")

    assert (piece.page, piece.text, piece.marks) == (3, "Province de Taroudant", ())


def test_nothing_is_shown_of_an_empty_page() -> None:
    assert snippets([EntryPage(1, " ")], "acte") == ()


def test_the_mark_covers_the_word_as_written() -> None:
    assert marked("شهادة الوِلادة", "ولاده") == ["الوِلادة"]
    assert marked("Extrait d’Actes", "acte") == ["d’Actes"]


def test_marks_and_tatweel_belong_to_the_marked_word() -> None:
    assert marked("السيد مُحَـمَّد بن علي", "محمد") == ["مُحَـمَّد"]
    assert marked("un œuf, une œuvre", "oeuvre") == ["œuvre"]


def test_a_phrase_marks_only_its_row() -> None:
    assert marked("acte puis acte de naissance", '"acte de naissance"') == [
        "acte",
        "de",
        "naissance",
    ]


def test_a_snippet_is_cut_between_words_around_the_marks() -> None:
    (piece,) = snippets([EntryPage(1, LONG)], "رسم الولادة")

    assert piece.is_cut_before
    assert piece.is_cut_after
    assert [piece.text[start:end] for start, end in piece.marks] == ["رسم", "الوِلادة"]
    assert set(piece.text.split()) <= set(LONG.split())


def test_the_page_with_more_of_the_words_comes_first() -> None:
    pages = [EntryPage(1, "acte"), EntryPage(2, "acte de naissance"), EntryPage(3, "rien")]

    assert [piece.page for piece in snippets(pages, "acte naissance")] == [2, 1]


def test_lines_are_joined_in_a_snippet() -> None:
    assert snippets([EntryPage(1, "acte\nde naissance")], "acte")[0].text == "acte de naissance"


def test_words_of_a_page_are_marked_by_their_place() -> None:
    words = ["Extrait", "d'acte", "de", "naissance", "(12/1998)"]

    assert marked_words(words, '"acte de naissance"') == (1, 2, 3)
    assert marked_words(words, "1998") == (4,)
    assert marked_words(words, "absent") == ()


def test_a_name_is_marked_where_it_is_written_otherwise() -> None:
    assert marked("الدكتورة سعاد جبلاني طبيبة", "Souad Jbelani") == ["سعاد", "جبلاني"]
    assert marked_words(["Dr", "JBELANI", "Souad"], "سعاد جبلاني") == (1, 2)


def test_a_name_of_which_one_word_stands_as_typed_is_marked_whole() -> None:
    text = "Mère : Rkia Benali, اسم الأم : رقية بنعلي"

    assert marked(text, "Rokia Benali") == ["Rkia", "Benali", "رقية", "بنعلي"]
    assert marked_words(["Rkia", "Benali"], "Rokia Benali") == (0, 1)


def test_where_all_words_stand_as_typed_they_alone_are_marked() -> None:
    assert marked("Souad Jbelani, سعاد جبلاني", "Souad Jbelani") == ["Souad", "Jbelani"]
