"""Papers of schools, doctors and the centre itself."""

from datetime import timedelta

from .paper_case import Case, in_arabic, in_french, sign
from .sheet import Sheet


def school_certificate(sheet: Sheet, case: Case) -> None:
    """SC01: certificate of school attendance."""
    one = case.subject
    massar = f"D{130_000_000 + case.act * 7919 % 9_999_999}"
    sheet.head(
        arabic=["وزارة التربية الوطنية", "أكاديمية جهة سوس ماسة", "المديرية الإقليمية تارودانت"],
        latin=["Éducation nationale", "AREF Souss-Massa", "Direction de Taroudant"],
    )
    sheet.title(arabic="شهادة مدرسية", latin="CERTIFICAT DE SCOLARITÉ")
    level = case.chance.choice(("الأول", "الثاني", "الثالث", "الرابع", "الخامس"))
    sheet.paragraph(
        f"يشهد مدير مدرسة النخيل الابتدائية أن {'التلميذة' if one.is_female else 'التلميذ'} "
        f"{one.arabic} {'المزدادة' if one.is_female else 'المزداد'} بتاريخ "
        f"{one.born:%d/%m/%Y} ب{case.place[0]} "
        f"{'تتابع دراستها' if one.is_female else 'يتابع دراسته'} بالمستوى {level} ابتدائي "
        "برسم السنة الدراسية 2025/2026.",
        is_arabic=True,
    )
    sheet.row(arabic="رقم مسار", latin=massar)
    sheet.row(
        arabic=f"الاسم الكامل : {one.arabic}",
        latin=f"Nom : {case.family_latin.upper()} {case.given_latin}",
    )
    sign(sheet, case, arabic="مدير المؤسسة", latin="Le directeur")


def school_letter(sheet: Sheet, case: Case) -> None:
    """SC05: the school writes to the parents."""
    one = case.subject
    parent = case.family.father or case.family.mother
    sheet.head(
        arabic=["المملكة المغربية", "وزارة التربية الوطنية", "مدرسة النخيل الابتدائية"],
        latin=["Royaume du Maroc", "Éducation nationale", "École primaire Annakhil"],
    )
    sheet.title(arabic="استدعاء ولي الأمر")
    child = "ابنتكم" if one.is_female else "ابنكم"
    sheet.paragraph(
        f"إلى {parent.arabic}، تحية طيبة وبعد، نخبركم أن {child} {one.arabic} "
        f"{'تغيبت' if one.is_female else 'تغيب'} عن الدراسة مدة خمسة أيام دون مبرر.",
        is_arabic=True,
    )
    sheet.paragraph(
        f"المرجو الحضور إلى المؤسسة يوم {in_arabic(case.issued + timedelta(days=6))} "
        "على الساعة العاشرة صباحا قصد التشاور حول سبل دعم التمدرس.",
        is_arabic=True,
    )
    sheet.paragraph("وتقبلوا فائق التقدير والاحترام.", is_arabic=True)
    sign(sheet, case, arabic="مدير المؤسسة", latin="Le directeur")


def vaccination(sheet: Sheet, case: Case) -> None:
    """SA02: certificate of vaccination."""
    one = case.subject
    sheet.head(
        arabic=["وزارة الصحة والحماية الاجتماعية", f"المركز الصحي {case.place[0]}"],
        latin=["MINISTÈRE DE LA SANTÉ", f"Centre de santé {case.place[1]}"],
    )
    sheet.title(arabic="شهادة التلقيح", latin="CERTIFICAT DE VACCINATION")
    sheet.row(
        arabic=f"الاسم الكامل : {one.arabic}",
        latin=f"Nom : {case.family_latin} {case.given_latin}",
    )
    sheet.row(arabic="تاريخ الازدياد", latin=f"Né(e) le : {one.born:%d/%m/%Y}")
    sheet.space(24)
    weeks = {"BCG": 1, "HB1": 1, "PENTA 1": 8, "PENTA 2": 12, "PENTA 3": 16, "RR": 39}
    rows: list[tuple[str, ...]] = [("VACCIN", "DATE", "LOT")]
    for name, week in weeks.items():
        day = one.born + timedelta(weeks=week)
        rows.append((name, f"{day:%d/%m/%Y}", f"L{case.chance.randint(1000, 9999)}"))
    sheet.table(rows)
    sign(sheet, case, arabic="الممرضة", latin="L'infirmière")


def prescription(sheet: Sheet, case: Case) -> None:
    """SA05: a prescription."""
    one = case.subject
    age = (case.issued - one.born).days // 365
    sheet.head(
        arabic=["الطب العام", "تارودانت"],
        latin=["Cabinet de médecine générale", f"Ordre n° {case.act * 31 % 9000 + 1000}"],
    )
    sheet.title(arabic="وصفة طبية", latin="ORDONNANCE")
    sheet.paragraph(f"Taroudant, le {in_french(case.issued)}", is_arabic=False)
    sheet.paragraph(f"Patient : {one.given[1][0]} {case.family_latin}, {age} ans", is_arabic=False)
    choice = case.chance.sample(
        [
            "Amoxicilline 500 mg : 1 gélule matin et soir pendant 7 jours",
            "Paracétamol 250 mg : 1 sachet en cas de fièvre, maximum 3 par jour",
            "Sérum physiologique : lavage nasal deux fois par jour",
            "Fer sirop : 1 cuillère à café le matin pendant un mois",
            "Vitamine D 100 000 UI : 1 ampoule, à renouveler après trois mois",
            "Salbutamol spray : 2 bouffées en cas de gêne respiratoire",
        ],
        3,
    )
    for number, line in enumerate(choice, start=1):
        sheet.paragraph(f"{number}. {line}", is_arabic=False)
    sheet.paragraph("Revoir dans dix jours.", is_arabic=False)
    sheet.stamp(arabic="طبيب", x=sheet.width - 260)


def medical_certificate(sheet: Sheet, case: Case) -> None:
    """SA03: a medical certificate."""
    one = case.subject
    born = "née" if one.is_female else "né"
    sheet.head(
        arabic=["المستشفى الإقليمي", "تارودانت"],
        latin=["Hôpital provincial", "Service de pédiatrie"],
    )
    sheet.title(arabic="شهادة طبية", latin="CERTIFICAT MÉDICAL")
    finding = case.chance.choice(
        (
            "un asthme allergique qui demande un traitement de fond",
            "une anémie par manque de fer, en cours de traitement",
            "une baisse de la vue qui demande le port de lunettes",
            "une fracture de l'avant-bras gauche, immobilisée pour six semaines",
        )
    )
    sheet.paragraph(
        f"Je soussigné, médecin à Taroudant, certifie avoir examiné ce jour "
        f"{one.given[1][0]} {case.family_latin}, {born} le {in_french(one.born)}, "
        f"et avoir constaté {finding}.",
        is_arabic=False,
    )
    sheet.paragraph(
        "Certificat remis à la famille pour servir et valoir ce que de droit.", is_arabic=False
    )
    sign(sheet, case, arabic="الطبيب المعالج", latin="Le médecin traitant")


def social_report(sheet: Sheet, case: Case) -> None:
    """CE02: a social report of the centre, in Arabic."""
    one, mother = case.subject, case.family.mother
    word, lives = ("الطفلة", "تعيش رفقة أمها") if one.is_female else ("الطفل", "يعيش رفقة أمه")
    sheet.title(arabic="تقرير اجتماعي")
    sheet.paragraph(
        f"على إثر الزيارة المنزلية المنجزة بتاريخ {in_arabic(case.issued)} "
        f"ب{case.family.hamlet[0]}، جماعة {case.place[0]}، تبين أن {word} {one.arabic} "
        f"{lives} {mother.arabic} في ظروف سكنية صعبة.",
        is_arabic=True,
    )
    need = case.chance.choice(
        (
            "تشتغل الأم في ضيعة فلاحية بشكل موسمي ولا يتوفر للأسرة دخل قار.",
            "انقطعت الأسرة عن أداء واجب الكراء منذ ثلاثة أشهر.",
            "تحتاج الأسرة إلى مواكبة من أجل التسجيل في الحالة المدنية.",
            "لوحظ تراجع في النتائج الدراسية بسبب بعد المدرسة عن الدوار.",
        )
    )
    sheet.paragraph(need, is_arabic=True)
    sheet.paragraph(
        "نقترح إعداد خطة عمل فردية وربط الاتصال بالمدرسة والمركز الصحي، مع زيارة "
        "ثانية خلال أسبوعين.",
        is_arabic=True,
    )
    sign(sheet, case, arabic="العاملة الاجتماعية", latin="L'assistante sociale")


def consent(sheet: Sheet, case: Case) -> None:
    """CE01: informed consent to the centre's work."""
    one = case.subject
    sheet.title(arabic="نموذج الموافقة المستنيرة", latin="CONSENTEMENT ÉCLAIRÉ")
    signer = "أنا الموقعة أسفله" if one.is_female else "أنا الموقع أسفله"
    sheet.paragraph(
        f"{signer} {one.arabic}، أوافق على أن يفتح المركز ملفا لأسرتي وأن يحفظ نسخا من "
        "وثائقنا، بعد أن شرح لي العامل الاجتماعي الغرض من ذلك وحقي في التراجع متى شئت.",
        is_arabic=True,
    )
    sheet.paragraph(
        f"Je, {one.given[1][0]} {case.family_latin}, consens à l'ouverture d'un dossier et à la "
        "conservation de copies de nos papiers. On m'a expliqué pourquoi, et que je peux "
        "retirer mon accord à tout moment.",
        is_arabic=False,
    )
    sign(sheet, case, arabic="التوقيع", latin="Signature")
