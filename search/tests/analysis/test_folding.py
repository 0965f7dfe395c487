"""Spellings of the same letters fold alike; different letters stay apart."""

import pytest

from search.analysis.folding import fold, fold_with_offsets, source_span


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("محمد", "أحمد"),
        ("حامد", "حميد"),
        ("سعيدة", "سعيد"),
        ("قلب", "كلب"),
        ("Said", "Saida"),
    ],
)
def test_different_words_do_not_fold_alike(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        pytest.param("مُحَمَّد", "محمد", id="vowel marks"),
        pytest.param("مـحـمـد", "محمد", id="tatweel"),
        pytest.param("ﻣﺤﻤﺪ", "محمد", id="presentation forms"),
        pytest.param("ﷲ", "الله", id="ligature of one sign"),
        pytest.param("أحمد إبراهيم آيت ٱلله", "احمد ابراهيم ايت الله", id="alef and hamza"),
        pytest.param("رؤوف رئيس", "رووف رييس", id="hamza on waw and ya"),
        pytest.param("مصطفى فاطمة", "مصطفي فاطمه", id="ya and ta marbuta"),
        pytest.param("\u06ccوسف \u06beند", "يوسف هند", id="Farsi yeh, heh doachashmee"),
        pytest.param(
            "أ\u0763ادير أ\u06afادير أ\u06adادير", "اكادير اكادير اكادير", id="three gafs"
        ),
        pytest.param("١٩٨٥ ۱۹۸۵", "1985 1985", id="digits"),
        pytest.param("\u200fمحمد\u200e \u2067علي\u2069", "محمد علي", id="bidi marks"),
        pytest.param("Aïcha Çelik ŒUVRE L’ÉTÉ", "aicha celik oeuvre l'ete", id="French"),
        pytest.param("Yaḥyá ʿAbd al-Qādir", "yahya abd al-qadir", id="scholars' letters"),
        pytest.param("\ufe70ب\u00ad", "ب", id="isolated vowel sign, soft hyphen"),
        pytest.param("a\u00a0b\tc", "a b c", id="white space"),
    ],
)
def test_spellings_fold_to_the_plain_form(written: str, plain: str) -> None:
    assert fold(written) == plain


@pytest.mark.parametrize("text", ["مُحَمَّد بن ﻋﻼل", "Œuvre n° ٣ — ʿAlī", "", "ـــ"])
def test_folding_twice_changes_nothing_and_offsets_agree(text: str) -> None:
    folded, offsets = fold_with_offsets(text)

    assert fold(folded) == folded == fold(text)
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)


@pytest.mark.parametrize(
    ("text", "word", "slice_"),
    [
        ("قال مُحَمَّد هنا", "محمد", "مُحَمَّد"),
        ("une Œuvre pie", "oeuvre", "Œuvre"),
        ("عند ﻋﻼل", "علا", "ﻋﻼ"),
        ("عند ﻋﻼل", "عل", "ﻋﻼ"),
        ("سنة ١٩٨٥", "1985", "١٩٨٥"),
    ],
)
def test_a_match_leads_back_to_the_words_as_written(text: str, word: str, slice_: str) -> None:
    folded, offsets = fold_with_offsets(text)
    at = folded.index(word)

    start, end = source_span(offsets, at, at + len(word))

    assert text[start:end] == slice_
