"""What the print of a page suggests: kind, dates, acts and names, right or not at all."""

from datetime import date

import pytest

from dossiers.intake.printed_word import Word
from dossiers.intake.suggestions.extract.all import suggest
from dossiers.intake.suggestions.extract.kind import HEADINGS, kind_of_page
from dossiers.intake.suggestions.extract.page import PrintedPage
from dossiers.models import DocumentKind
from dossiers.vocabulary import SuggestedField

TODAY = date(2026, 11, 25)


def found(*lines: str) -> dict[str, list[str]]:
    """Return what lines suggest: values by field, names as printed."""
    values: dict[str, list[str]] = {}
    for one in suggest(PrintedPage.from_text("\n".join(lines)), today=TODAY):
        values.setdefault(one.field, []).append(one.value or one.span.text)
    return values


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("نسخة موجزة من رسم الولادة", "EC01"),
        ("نسخة كاملة من رسم الولادة", "EC02"),
        ("EXTRAIT D’ACTE DE NAISSANCE", "EC01"),
        ("EXTRA1T D'ACTE DE NAlSSANCE", "EC01"),
        ("الدفتر العايلي", "EC04"),
        ("نسخة مطابقة من الدفتر العائلي", "EC05"),
        ("شهادة مدرسية", "SC01"),
        ("شهادة طبية", "SA03"),
        ("ORDONNANCE", "SA05"),
        ("تقرير اجتماعي حول وضعية أسرة", "CE02"),
        ("CERTIFICAT DE RÉSIDENCE", "AD01"),
    ],
)
def test_heading_tells_the_kind(heading: str, code: str) -> None:
    read, confidence = kind_of_page(["المملكة المغربية", "وزارة الداخلية", heading])

    assert read == code
    assert confidence > 0.6


@pytest.mark.parametrize(
    "sentence",
    [
        "مذكرة حول التسجيل بالحالة المدنية",
        "كما نذكركم بضرورة إحضار دفتر التلقيح ونسخة من رسم الولادة لاستكمال ملف التسجيل",
        "Un certificat médical a été remis à la direction de l'école.",
        "",
    ],
)
def test_paper_that_only_mentions_a_kind_has_none(sentence: str) -> None:
    assert kind_of_page([sentence]) == ("", 0.0)


def test_both_scripts_make_a_kind_surer() -> None:
    _, one = kind_of_page(["شهادة التلقيح"])
    _, both = kind_of_page(["شهادة التلقيح", "CERTIFICAT DE VACCINATION"])

    assert both > one


@pytest.mark.django_db
def test_every_heading_belongs_to_a_kind_of_the_list() -> None:
    import json

    from django.core.management import call_command

    call_command("load_reference", verbosity=0)
    codes = set(json.loads(HEADINGS.read_text(encoding="utf-8")))

    assert codes == set(DocumentKind.objects.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("حرر بتارودانت في 14 مارس 2023", "2023-03-14"),
        ("حرر بتارودانت في ١٤ غشت ٢٠٢٣", "2023-08-14"),
        ("حرر بأولوز في 3 يوليور 2025", "2025-07-03"),
        ("Fait à Taroudant, le 1er février 2024", "2024-02-01"),
        ("Taroudant, le 02/12/2022", "2022-12-02"),
        ("سلمت بتاريخ 2023/03/14", "2023-03-14"),
    ],
)
def test_date_of_issue_is_read_in_either_script(line: str, day: str) -> None:
    assert found(line)[SuggestedField.ISSUED_ON] == [day]


@pytest.mark.parametrize(
    "line",
    [
        "تاريخ الازدياد : 07/05/2014",
        "Née le : 30/06/2018",
        "Prochain rendez-vous : lundi 9 janvier 2023 à 10 h 30",
        "لقاء مع أستاذة القسم يوم الخميس 17 نونبر 2022",
        "Fait à Taroudant, le 31 février 2024",
        "Fait à Taroudant, le 1er janvier 2031",
    ],
)
def test_other_days_are_no_date_of_issue(line: str) -> None:
    assert SuggestedField.ISSUED_ON not in found(line)


def test_hijri_date_is_kept_as_printed() -> None:
    values = found("حرر بتارودانت في 21 شعبان 1444 الموافق ل 14 مارس 2023")

    assert values[SuggestedField.ISSUED_HIJRI] == ["21 شعبان 1444"]
    assert values[SuggestedField.ISSUED_ON] == ["2023-03-14"]


def test_table_of_days_is_no_date_of_issue() -> None:
    assert SuggestedField.ISSUED_ON not in found("BCG", "02/07/2018", "HB1", "31/08/2018")


def test_birth_act_gives_number_year_and_office() -> None:
    values = found(
        "مكتب الحالة المدنية رقم 3",
        "نسخة موجزة من رسم الولادة",
        "رقم الرسم : 418",
        "N° de l'acte : 418",
        "السنة الهجرية : 1435",
        "Année : 2014",
    )

    assert values[SuggestedField.ACT_NUMBER] == ["418"]
    assert set(values[SuggestedField.ACT_YEAR]) == {"1435", "2014"}
    assert values[SuggestedField.ACT_OFFICE] == ["مكتب الحالة المدنية رقم 3"]


def test_number_in_the_cell_beside_its_label_is_found() -> None:
    words = [
        ["رقم", 700, 100, 760, 130, 95.0, 0],
        ["الرسم", 600, 100, 690, 130, 95.0, 0],
        ["418", 300, 102, 360, 130, 95.0, 1],
        ["2023", 300, 202, 360, 230, 95.0, 2],
    ]

    (number,) = suggest(PrintedPage.from_words(2, map(Word.from_row, words)), today=TODAY)

    assert (number.field, number.value, number.page) == ("act_number", "418", 2)
    assert number.span.box == (300, 102, 360, 130)


def test_number_and_year_in_one_are_taken_apart() -> None:
    values = found("نسخة كاملة من رسم الولادة", "رسم الولادة رقم 418/2014")

    assert values[SuggestedField.ACT_NUMBER] == ["418/2014"]
    assert values[SuggestedField.ACT_YEAR] == ["2014"]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("الاسم الشخصي : إلياس", "الاسم العائلي : وردمران"), "إلياس وردمران"),
        (("Prénom : Ilyas", "Nom : WARDMARANE"), "Ilyas WARDMARANE"),
        (("اسم الأم : خديجة بنت إبراهيم",), "خديجة بنت إبراهيم"),
        (("Nom et prénom : WARDMARANE Ilyas",), "WARDMARANE Ilyas"),
        (("Nom et prénom : WARDMARANE llyas",), "WARDMARANE Ilyas"),
        (("Prénom du père : Abderrahim ben Lahcen",), "Abderrahim ben Lahcen"),
        (("Prénom de la mère : Khadija bent Brahim",), "Khadija bent Brahim"),
        (("certifie que l'enfant", "FADNOURI Zineb, née le 30/06/2018 à"), "FADNOURI Zineb"),
        (("إلى السيد عبد الرحيم وردمران ولي أمر التلميذ",), "عبد الرحيم وردمران"),
        (("إلى رقية أوبلا، تحية طيبة وبعد",), "رقية أوبلا"),
    ],
)
def test_name_is_found_behind_label_or_title(lines: tuple[str, ...], name: str) -> None:
    assert name in found(*lines)[SuggestedField.PERSON]


@pytest.mark.parametrize(
    "sentence",
    [
        "الخدمات الاجتماعية التي يحق لهم الحصول عليها بالولادة",
        "مركز أمان لدعم الطفل والأسرة",
        "Objectifs convenus avec la famille : terminer l'inscription à l'état civil",
    ],
)
def test_running_text_is_nobody(sentence: str) -> None:
    assert SuggestedField.PERSON not in found(sentence, "تقرير حول وضعية")


def test_misread_words_make_a_suggestion_less_sure() -> None:
    def confidence(read: float) -> float:
        words = [["رقم", 9, 0, 12, 3, 95.0, 0], ["الرسم", 5, 0, 8, 3, 95.0, 0]]
        words.append(["418", 1, 0, 4, 3, read, 0])
        return suggest(PrintedPage.from_words(1, map(Word.from_row, words)), today=TODAY)[
            0
        ].confidence

    assert confidence(40.0) < confidence(95.0) - 0.2


def test_reference_of_the_centre_is_a_dossier() -> None:
    assert found("الملف عدد 2026/0012")[SuggestedField.DOSSIER] == ["2026/0012"]


@pytest.mark.parametrize(
    "lines",
    [
        ("المولود بتاريخ 12/03/2014 بتارودانت",),
        ("ولدت في 12/03/2014",),
        ("ازدادت بتارودانت في 12 مارس 2014",),
        ("توفي بتاريخ 12/03/2019",),
        ("توفيت يوم 12 مارس 2019 بأولوز",),
        ("تزوج بها بتاريخ 12/03/2009",),
        ("أدخلت المستشفى في 12/03/2019 وغادرته في 15/03/2019",),
        ("سجل بالمؤسسة بتاريخ 12/09/2019",),
        ("التحقت بالقسم في 12/09/2019",),
        ("في 12/03/2014 ولدت المسماة مريم",),
        ("Décédé le 12/03/2019", "à Taroudant"),
        ("Le 12 mars 2019 est décédée à Taroudant",),
        ("est née à Taroudant", "le 12/03/2014"),
        ("Mariés le 12/03/2009",),
        ("Hospitalisée du 12/03/2019 au 15/03/2019",),
        ("Inscrit le 12/09/2019 en première année",),
        ("12/03/2014",),
    ],
    ids=lambda lines: lines[0],
)
def test_what_happened_to_somebody_is_no_date_of_issue(lines: tuple[str, ...]) -> None:
    assert SuggestedField.ISSUED_ON not in found(*lines)


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (("توفي بتاريخ 5 ماي 2020 وحرر هذا الرسم في 7 ماي 2020",), "2020-05-07"),
        (("né le 02/03/2014, certificat délivré le 05/06/2023",), "2023-06-05"),
        (("صدر بتارودانت في 05/06/2023",), "2023-06-05"),
        (("Date de délivrance :", "05/06/2023"), "2023-06-05"),
        (("التاريخ :", "05/06/2023"), "2023-06-05"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else value,
)
def test_word_of_issue_nearest_to_a_date_decides(lines: tuple[str, ...], day: str) -> None:
    assert found(*lines)[SuggestedField.ISSUED_ON] == [day]


@pytest.mark.parametrize(
    "lines",
    [
        ("يشهد مدير المؤسسة أن التلميذ", "الاسم الكامل : سفيان أمزيل"),
        ("certifie que l'élève", "Nom et Prénom : Soufiane Amzil"),
        ("المستفيدة", "Date De Naissance : 2014"),
    ],
)
def test_label_is_nobody(lines: tuple[str, ...]) -> None:
    people = found(*lines).get(SuggestedField.PERSON, [])

    assert set(people) <= {"سفيان أمزيل", "Soufiane Amzil"}
