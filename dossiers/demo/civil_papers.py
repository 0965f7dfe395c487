"""Civil-status papers: birth extract, family booklet, birth notice, residence."""

from .paper_case import Case, in_arabic, in_french, office_head, sign
from .sheet import Sheet


def birth_extract(sheet: Sheet, case: Case) -> None:
    """EC01: extract of the birth act."""
    one, mother, father = case.subject, case.family.mother, case.family.father
    office_head(sheet, case)
    sheet.title(arabic="نسخة موجزة من رسم الولادة", latin="EXTRAIT D'ACTE DE NAISSANCE")
    rows = [
        (f"رقم الرسم : {case.act}", f"N° de l'acte : {case.act}"),
        (f"السنة : {one.born.year}", f"Année : {one.born.year}"),
        (f"الاسم الشخصي : {one.given[0]}", f"Prénom : {case.given_latin}"),
        (f"الاسم العائلي : {one.family[0]}", f"Nom : {case.family_latin.upper()}"),
        (
            f"الجنس : {'أنثى' if one.is_female else 'ذكر'}",
            f"Sexe : {'Féminin' if one.is_female else 'Masculin'}",
        ),
        (f"تاريخ الازدياد : {one.born:%d/%m/%Y}", f"Date de naissance : {one.born:%d/%m/%Y}"),
        (f"مكان الازدياد : {case.place[0]}", f"Lieu de naissance : {case.place[1]}"),
    ]
    if one.role == "child":
        if father:
            rows.append((f"اسم الأب : {father.given[0]}", f"Prénom du père : {father.given[1][0]}"))
        rows.append((f"اسم الأم : {mother.arabic}", f"Mère : {mother.latin}"))
    for arabic, latin in rows:
        sheet.row(arabic=arabic, latin=latin)
    sign(sheet, case, arabic="ضابط الحالة المدنية", latin="L'officier d'état civil")


def family_booklet(sheet: Sheet, case: Case) -> None:
    """EC04: a page of the family booklet."""
    mother, father = case.family.mother, case.family.father or case.family.mother
    sheet.title(arabic="الدفتر العائلي", latin="LIVRET DE FAMILLE")
    rows = [
        (f"الزوج : {father.arabic}", f"Époux : {father.latin}"),
        (f"تاريخ الازدياد : {father.born:%d/%m/%Y}", f"Né le : {father.born:%d/%m/%Y}"),
        (f"الزوجة : {mother.arabic}", f"Épouse : {mother.latin}"),
        (f"تاريخ الازدياد : {mother.born:%d/%m/%Y}", f"Née le : {mother.born:%d/%m/%Y}"),
        (f"العنوان : {case.family.hamlet[0]}", f"Adresse : {case.family.hamlet[1]}"),
    ]
    for number, child in enumerate(case.family.children, start=1):
        rows += [
            (f"الولد {number} : {child.arabic}", f"Enfant {number} : {child.latin}"),
            (f"تاريخ الازدياد : {child.born:%d/%m/%Y}", f"Né(e) le : {child.born:%d/%m/%Y}"),
        ]
    for arabic, latin in rows:
        sheet.row(arabic=arabic, latin=latin, ruled=False)
    sign(sheet, case, arabic="ضابط الحالة المدنية", latin="L'officier d'état civil")


def birth_notice(sheet: Sheet, case: Case) -> None:
    """EC06: notice of a birth, from the place of birth."""
    one = case.subject
    sheet.head(
        arabic=["وزارة الصحة والحماية الاجتماعية", "المركز الاستشفائي الإقليمي", "تارودانت"],
        latin=["MINISTÈRE DE LA SANTÉ", "Centre hospitalier provincial", "Taroudant"],
    )
    sheet.title(arabic="إشعار بالولادة", latin="AVIS DE NAISSANCE")
    weight = case.chance.randint(2600, 3900)
    for arabic, latin in [
        (f"اسم الأم : {case.family.mother.arabic}", f"Mère : {case.family.mother.latin}"),
        (f"تاريخ الولادة : {in_arabic(one.born)}", f"Date : {in_french(one.born)}"),
        (f"الساعة : {case.act % 24:02}:30", f"Heure : {case.act % 24:02}:30"),
        (
            f"جنس المولود : {'أنثى' if one.is_female else 'ذكر'}",
            f"Sexe : {'Féminin' if one.is_female else 'Masculin'}",
        ),
        (f"الاسم المختار : {one.given[0]}", f"Prénom choisi : {case.given_latin}"),
        (f"الوزن : {weight} غرام", f"Poids : {weight} g"),
        (f"رقم السجل : {case.act}", f"Registre n° : {case.act}"),
    ]:
        sheet.row(arabic=arabic, latin=latin)
    sign(sheet, case, arabic="المولدة", latin="La sage-femme")


def residence(sheet: Sheet, case: Case) -> None:
    """AD01: certificate of residence."""
    one = case.subject
    office_head(sheet, case)
    sheet.title(arabic="شهادة السكنى", latin="CERTIFICAT DE RÉSIDENCE")
    sheet.paragraph(
        f"يشهد قائد قيادة {case.place[0]} أن {'السيدة' if one.is_female else 'السيد'} "
        f"{one.arabic} {'المزدادة' if one.is_female else 'المزداد'} بتاريخ "
        f"{one.born:%d/%m/%Y} {'تسكن' if one.is_female else 'يسكن'} بالعنوان التالي : "
        f"{case.family.hamlet[0]} جماعة {case.place[0]}.",
        is_arabic=True,
    )
    title = "Madame" if one.is_female else "Monsieur"
    sheet.paragraph(
        f"Le caïd de {case.place[1]} certifie que {title} {one.given[1][0]} "
        f"{case.family_latin}, né{'e' if one.is_female else ''} le {in_french(one.born)}, "
        f"demeure à l'adresse suivante : {case.family.hamlet[1]}, commune de {case.place[1]}.",
        is_arabic=False,
    )
    sheet.paragraph("سلمت هذه الشهادة للإدلاء بها عند الحاجة.", is_arabic=True)
    sign(sheet, case, arabic="القائد", latin="Le caïd")
