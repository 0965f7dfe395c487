"""The database itself keeps the head of the journal: the hash and number of its last line."""

from django.db import migrations

LINES, HEAD = "dossiers_journalentry", "dossiers_journalhead"
COUNT = f"UPDATE {HEAD} SET hash = NEW.hash, count = count + 1 WHERE id = 1"

SQLITE = [f"CREATE TRIGGER journal_counts AFTER INSERT ON {LINES} BEGIN {COUNT}; END"]
POSTGRESQL = [
    f"""
    CREATE FUNCTION journal_counts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN {COUNT}; RETURN NULL; END $$
    """,
    f"""
    CREATE TRIGGER journal_counts AFTER INSERT ON {LINES}
    FOR EACH ROW EXECUTE FUNCTION journal_counts()
    """,
]
UNDO = {
    "sqlite": ["DROP TRIGGER journal_counts"],
    "postgresql": [
        f"DROP TRIGGER journal_counts ON {LINES}",
        "DROP FUNCTION journal_counts()",
    ],
}


def begin(apps, schema_editor):
    by_vendor = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in by_vendor.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement, params=None)


def end(apps, schema_editor):
    for statement in UNDO.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0003_journal_refuses_changes")]

    operations = [migrations.RunPython(begin, end)]
