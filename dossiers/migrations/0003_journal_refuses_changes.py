"""The database itself refuses to change or delete a line of the journal."""

from django.db import migrations

TABLE = "dossiers_journalentry"
SENTENCE = "a journal line is never changed or deleted"

SQLITE = [
    f"""
    CREATE TRIGGER journal_refuses_{event.lower()} BEFORE {event} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
    """
    for event in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'restrict_violation'; END $$
    """,
    f"""
    CREATE TRIGGER journal_refuses BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION journal_refuses()
    """,
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER journal_refuses_update",
        "DROP TRIGGER journal_refuses_delete",
    ],
    "postgresql": [
        f"DROP TRIGGER journal_refuses ON {TABLE}",
        "DROP FUNCTION journal_refuses()",
    ],
}


def close(apps, schema_editor):
    by_vendor = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in by_vendor.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement, params=None)


def open_again(apps, schema_editor):
    for statement in UNDO.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0002_notices_reviews_and_reader_roles")]

    operations = [migrations.RunPython(close, open_again)]
