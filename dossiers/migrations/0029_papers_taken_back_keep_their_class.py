"""Give papers that were taken back into the tray the dossier and the class they had there.

The journal tells both: the line of the taking back names the dossier, the last line before it
that speaks of a class names the class. Where it says nothing the most closed one stays.
"""

from django.db import migrations

TRAY = ("captured", "read", "rescan")
CLASSES = ("general", "civil", "school", "medical", "protection")


def remember(apps, schema_editor):
    """Find the papers without a dossier that have a kind: somebody filed them once."""
    Document = apps.get_model("dossiers", "Document")
    filed_once = Document.objects.filter(dossier=None, kind__isnull=False, taken_from=None)
    for document in filed_once.order_by("pk").iterator(500):
        dossier_id, paper_class = last_place(f"document {document.pk}", apps)
        if dossier_id is not None:
            document.taken_from_id, document.paper_class = dossier_id, paper_class
            document.save(update_fields=["taken_from", "paper_class"])


def last_place(thing, apps):
    """Return (dossier, class) of a paper when it was taken back last; (None, ...) if never."""
    JournalEntry = apps.get_model("dossiers", "JournalEntry")
    dossiers = set(apps.get_model("dossiers", "Dossier").objects.values_list("pk", flat=True))
    dossier_id, paper_class, now = None, "protection", "protection"
    for line in JournalEntry.objects.filter(thing=thing, action="change").order_by("pk"):
        if line.detail.get("after") in CLASSES:
            now = line.detail["after"]
        if line.detail.get("verb") == "taken back" and line.dossier_id in dossiers:
            dossier_id, paper_class = line.dossier_id, now
    return dossier_id, paper_class


def forget(apps, schema_editor):
    """Make the class of papers without a dossier unknown again, which is the most closed."""
    Document = apps.get_model("dossiers", "Document")
    taken = Document.objects.filter(taken_from__isnull=False)
    taken.update(taken_from=None, paper_class="protection")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0028_kept_grants_stand_for_theirs")]

    operations = [migrations.RunPython(remember, forget)]
