"""The expectation for emergency access (breaking the glass) and its review; by hand."""

from .table import FINDS_DOSSIER, Row, roles

FORM = ("GET", "POST")

ADDRESSES: dict[str, Row] = {
    "break_glass": Row("dossier", FINDS_DOSSIER, FORM),
    "break_glass_reviews": Row("", {"": roles("director auditor")}),
    "break_glass_review": Row("glass", {"others": roles("director auditor")}, ("POST",)),
}
