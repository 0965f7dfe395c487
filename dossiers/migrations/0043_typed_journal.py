"""Say in columns what a line of the journal is about; name for what it holds where it belongs.

The hash of a line covers its text, which stays as it was written: no line changes for the chain.
The new columns are made from that text, and `check journal` compares the two (decision 18).
"""

from django.db import migrations, models

BATCH = 5000


def fill(apps, schema_editor):
    from dossiers.journal.things import Subject, columns_of
    from dossiers.journal.triggers import lifted

    JournalEntry = apps.get_model("dossiers", "JournalEntry")
    table = schema_editor.quote_name(JournalEntry._meta.db_table)
    # A plain statement for each line: a bulk update of the ORM takes more than ten times as long.
    statement = f"UPDATE {table} SET thing_model = %s, thing_id = %s, thing_page = %s WHERE id = %s"
    rows = JournalEntry.objects.exclude(thing="").order_by("pk").values_list("pk", "thing")
    last = 0
    with lifted(), schema_editor.connection.cursor() as cursor:
        while batch := list(rows.filter(pk__gt=last)[:BATCH]):
            cursor.executemany(
                statement,
                [(*columns_of(Subject.of_text(thing)).values(), pk) for pk, thing in batch],
            )
            last = batch[-1][0]


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0042_document_words")]

    operations = [
        migrations.RenameField("journalentry", "dossier_id", "folder_id"),
        migrations.AddField(
            "journalentry", "thing_model", models.CharField(max_length=30, null=True)
        ),
        migrations.AddField("journalentry", "thing_id", models.CharField(max_length=40, null=True)),
        migrations.AddField("journalentry", "thing_page", models.PositiveIntegerField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "journalentry",
            models.Index(fields=["thing_model", "thing_id"], name="journal_thing"),
        ),
    ]
