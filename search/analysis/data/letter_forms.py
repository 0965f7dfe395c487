"""Letters that stand for a plainer letter when two written forms are compared.

Source: Unicode 15.1 character names (Arabic, Latin Extended, IPA blocks; Unicode
licence v3), Moroccan usage of the three letters for [g]; checked 2026-11.
Canonical and compatibility decompositions (hamza on alef, waw, ya; presentation
forms; accents) come from `unicodedata` and are not repeated here.
"""

ARABIC_FORMS: dict[str, str] = {
    # alef and hamza carriers that Unicode does not decompose
    "\u0671": "\u0627",  # ٱ ALEF WASLA → ا
    "\u0672": "\u0627",  # ٲ ALEF WITH WAVY HAMZA ABOVE → ا
    "\u0673": "\u0627",  # ٳ ALEF WITH WAVY HAMZA BELOW → ا
    "\u0675": "\u0627",  # ٵ HIGH HAMZA ALEF → ا
    # ya
    "\u0649": "\u064a",  # ى ALEF MAKSURA → ي
    "\u06cc": "\u064a",  # ی FARSI YEH → ي
    "\u06cd": "\u064a",  # ۍ YEH WITH TAIL → ي
    "\u06ce": "\u064a",  # ێ YEH WITH SMALL V → ي
    "\u06d0": "\u064a",  # ې E → ي
    "\u06d1": "\u064a",  # ۑ YEH WITH THREE DOTS BELOW → ي
    "\u06d2": "\u064a",  # ے YEH BARREE → ي
    "\u063d": "\u064a",  # ؽ FARSI YEH WITH INVERTED V → ي
    "\u063e": "\u064a",  # ؾ FARSI YEH WITH TWO DOTS ABOVE → ي
    "\u063f": "\u064a",  # ؿ FARSI YEH WITH THREE DOTS ABOVE → ي
    # ha and ta marbuta
    "\u0629": "\u0647",  # ة TEH MARBUTA → ه
    "\u06be": "\u0647",  # ھ HEH DOACHASHMEE → ه
    "\u06c1": "\u0647",  # ہ HEH GOAL → ه
    "\u06c3": "\u0647",  # ۃ TEH MARBUTA GOAL → ه
    "\u06d5": "\u0647",  # ە AE → ه
    "\u06ff": "\u0647",  # ۿ HEH WITH INVERTED V → ه
    # kaf, and the three letters Moroccans write for [g]
    "\u06a9": "\u0643",  # ک KEHEH → ك
    "\u06aa": "\u0643",  # ڪ SWASH KAF → ك
    "\u06ab": "\u0643",  # ګ KAF WITH RING → ك
    "\u06ad": "\u0643",  # ڭ NG → ك
    "\u06af": "\u0643",  # گ GAF → ك
    "\u0763": "\u0643",  # ݣ KEHEH WITH THREE DOTS ABOVE → ك
    # letters added for foreign or dialect sounds
    "\u067e": "\u0628",  # پ PEH → ب
    "\u0686": "\u062c",  # چ TCHEH → ج
    "\u0698": "\u0632",  # ژ JEH → ز
    "\u06a2": "\u0641",  # ڢ FEH WITH DOT MOVED BELOW (Maghrebi) → ف
    "\u06a4": "\u0641",  # ڤ VEH → ف
    "\u06a5": "\u0641",  # ڥ FEH WITH THREE DOTS BELOW → ف
    "\u06a7": "\u0642",  # ڧ QAF WITH DOT ABOVE (Maghrebi) → ق
    "\u06a8": "\u0642",  # ڨ QAF WITH THREE DOTS ABOVE → ق
    "\u066f": "\u0642",  # ٯ DOTLESS QAF → ق
    "\u0679": "\u062a",  # ٹ TTEH → ت
    "\u06c4": "\u0648",  # ۄ WAW WITH RING → و
    "\u06c6": "\u0648",  # ۆ OE → و
    "\u06c7": "\u0648",  # ۇ U → و
    "\u06cb": "\u0648",  # ۋ VE → و
    # signs that carry no letter
    "\u0640": "",  # ـ TATWEEL
    "\u06e5": "",  # ۥ SMALL WAW
    "\u06e6": "",  # ۦ SMALL YEH
    "\u0674": "",  # ٴ HIGH HAMZA
}

LATIN_FORMS: dict[str, str] = {
    "\u0153": "oe",  # œ
    "\u00e6": "ae",  # æ
    "\u00f8": "o",  # ø
    "\u0142": "l",  # ł
    "\u0111": "d",  # đ
    "\u00f0": "d",  # ð
    "\u00fe": "th",  # þ
    "\u0131": "i",  # ı DOTLESS I
    "\u0263": "gh",  # ɣ of Amazigh in Latin letters
    "\u025b": "a",  # ɛ of Amazigh in Latin letters (ayn)
    "\u01e7": "g",  # ǧ
    "\u2019": "'",  # ’ typographic apostrophe
    "\u2018": "'",  # ‘
    "\u00b4": "'",  # ´
    "\u0060": "'",  # `
    "\u02bc": "'",  # ʼ MODIFIER APOSTROPHE
    "\u02be": "",  # ʾ hamza of scholars
    "\u02bf": "",  # ʿ ayn of scholars
    "\u2010": "-",  # ‐ HYPHEN
    "\u2011": "-",  # ‑ NON-BREAKING HYPHEN
}
