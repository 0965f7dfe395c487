"""What is printed for the desk: cover sheets, separators, labels for paper folders.

They carry the reference of a dossier and a signed opaque code, never a name.
"""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dossiers.models import DocumentKind, Dossier

from .codes import SheetCode

DATA = Path(__file__).parents[1] / "data"
FONTS, SHEETS = DATA / "fonts", DATA / "sheets"
LABELS_A_SHEET = 24
# How much of a code may be lost: a third on the large one, a seventh on a small label.
COVER_LOSS, LABEL_LOSS = "h", "m"

COVER_TEXTS = {
    "title_ar": "ورقة غلاف",
    "title_fr": "Feuille de garde",
    "use_ar": "ضع هذه الورقة فوق أوراق الملف ومرّرها معها في الماسح الضوئي."
    " يقترح النظام تصنيف ما يليها في هذا الملف، ولا يُصنّف شيء دون تأكيد منك.",
    "use_fr": "Posez cette feuille sur les papiers du dossier et numérisez-les ensemble."
    " Le classement dans ce dossier sera proposé ; rien n’est classé sans votre accord.",
}
SEPARATOR_TEXTS = {
    "title_ar": "فاصل",
    "title_fr": "Intercalaire",
    "use_ar": "ضع هذا الفاصل بين ورقتين ليُقترح الفصل بينهما. يمكن استعماله عدة مرات.",
    "use_fr": "Glissez cette feuille entre deux papiers : une coupe sera proposée à cet endroit."
    " Elle peut resservir.",
}


def cover_sheet(dossier: Dossier, kind: DocumentKind | None = None) -> bytes:
    """Return the PDF of one A4 page in Arabic and French for a dossier, and maybe a kind."""
    code = SheetCode(dossier.uid, kind.code if kind else "")
    texts = {
        **COVER_TEXTS,
        "reference": dossier.reference,
        "kind_ar": kind.name_ar if kind else "",
        "kind_fr": kind.name_fr if kind else "",
    }
    return _set("cover.typ", texts, code=_drawn(code, loss=COVER_LOSS))


def separator_sheet() -> bytes:
    """Return the PDF of one A4 page that says "cut here" and no more."""
    texts = {**SEPARATOR_TEXTS, "reference": "", "kind_ar": "", "kind_fr": ""}
    return _set("cover.typ", texts, code=_drawn(SheetCode(), loss=COVER_LOSS))


def label_sheets(dossiers: Sequence[Dossier], *, first: int = 1) -> bytes:
    """Return a PDF of labels, 24 a sheet; `first` is the first free place (1-based)."""
    labels: list[dict[str, str] | None] = [None] * (first - 1)
    labels += [
        {
            "reference": dossier.reference,
            "code": _drawn(SheetCode(dossier.uid), loss=LABEL_LOSS),
        }
        for dossier in dossiers
    ]
    return _set("labels.typ", {"title": "ملصقات · Étiquettes", "labels": labels})


def _drawn(code: SheetCode, *, loss: str) -> str:
    """Return the QR code as SVG."""
    # Optional: only who prints needs it in memory.
    import segno

    target = io.BytesIO()
    segno.make(code.text, error=loss, micro=False).save(target, kind="svg", border=4, scale=8)
    return target.getvalue().decode()


def _set(name: str, told: dict[str, Any], *, code: str = "") -> bytes:
    # Optional: only who prints needs the typesetter (60 MB) in memory.
    import typst

    return bytes(
        typst.compile(
            str(SHEETS / name),
            root=str(SHEETS),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"told": json.dumps(told, ensure_ascii=False), "code": code},
        )
    )
