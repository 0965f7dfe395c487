"""Papers held their place in the queue themselves: carry it into the queue, and back."""

from django.db import migrations
from django.db.models import Q

BATCH = 2_000
CARRIED = ("lease_by", "lease_until", "attempts", "failure")


def to_jobs(apps, schema_editor):
    """Write a job for each paper that is to be read, and for each that could not be.

    A paper that is read, filed or thrown away unread has none: its lease and its attempts were
    left-overs. One that failed keeps why.
    """
    Document, ReadingJob = (apps.get_model("dossiers", name) for name in ("Document", "ReadingJob"))
    waiting = Document.objects.filter(Q(state="captured") | ~Q(failure="")).order_by("pk")
    batch = []
    for row in waiting.values("pk", *CARRIED).iterator(BATCH):
        batch.append(ReadingJob(document_id=row.pop("pk"), **row))
        if len(batch) == BATCH:
            ReadingJob.objects.bulk_create(batch)
            batch = []
    ReadingJob.objects.bulk_create(batch)


def back_to_papers(apps, schema_editor):
    """Write each job into the columns of its paper again."""
    Document, ReadingJob = (apps.get_model("dossiers", name) for name in ("Document", "ReadingJob"))
    batch = []
    for row in ReadingJob.objects.order_by("pk").values("document_id", *CARRIED).iterator(BATCH):
        batch.append(Document(pk=row.pop("document_id"), **row))
        if len(batch) == BATCH:
            write(Document, batch)
            batch = []
    write(Document, batch)
    ReadingJob.objects.all().delete()


def write(Document, batch):
    """Write the columns of the queue, few rows at a time: SQLite counts the values."""
    Document.objects.bulk_update(batch, CARRIED, batch_size=100)


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0044_reading_job"),
    ]

    operations = [
        migrations.RunPython(to_jobs, back_to_papers),
    ]
