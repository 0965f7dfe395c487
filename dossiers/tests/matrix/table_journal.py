"""The expectation for the journal; by hand, as `table`."""

from .table import Row, roles
from .table_sharing import AUDITS_DOSSIER, AUDITS_UNIT

ADDRESSES: dict[str, Row] = {
    "dossier_journal": Row("dossier", AUDITS_DOSSIER),
    "unit_journal": Row("unit", AUDITS_UNIT),
    "dossier_journal_export": Row("dossier", AUDITS_DOSSIER),
    "unit_journal_export": Row("unit", AUDITS_UNIT),
    "person_journal": Row("staff", {"educator": roles("auditor")}),
    "person_journal_export": Row("staff", {"educator": roles("auditor")}),
    "journal": Row("", {"": roles("auditor")}),
    "journal_export": Row("", {"": roles("auditor")}),
    "journal_anomalies": Row("", {"": roles("auditor")}),
}
