"""Each paper was its file: carry what is known of the file over, and back."""

from django.core.management.color import no_style
from django.db import migrations
from django.db.models import Count, F

BATCH = 2_000
# Columns that went from the paper to the file as they were.
CARRIED = (
    "unit_id",
    "stored_name",
    "upload_name",
    "media_type",
    "size_bytes",
    "sha256",
    "upload_id",
    "page_count",
    "is_damaged",
    "captured_by_id",
)


def to_originals(apps, schema_editor):
    """Write one file a paper, under the paper's id, and give it the pages."""
    Document, Original, Page = (
        apps.get_model("dossiers", name) for name in ("Document", "Original", "Page")
    )
    rows = Document.objects.order_by("pk").values("pk", "captured_at", *CARRIED)
    batch = []
    for row in rows.iterator(BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            write(Original, batch)
            batch = []
    write(Original, batch)
    Page.objects.update(original_id=F("document_id"), original_number=F("number"))
    lay_out_pages(Document, Page)
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Original]):
            cursor.execute(statement)


def write(Original, batch):
    """Write the files; the moment of capture is set by a second statement: it is automatic."""
    Original.objects.bulk_create(
        Original(pk=row["pk"], **{name: row[name] for name in CARRIED}) for row in batch
    )
    moments = [Original(pk=row["pk"], captured_at=row["captured_at"]) for row in batch]
    Original.objects.bulk_update(moments, ["captured_at"], batch_size=200)


def lay_out_pages(Document, Page):
    """Write the pages of papers that no worker had taken up yet."""
    bare = Document.objects.filter(pages=None, page_count__gt=0)
    for pk, count in list(bare.values_list("pk", "page_count")):
        Page.objects.bulk_create(
            Page(original_id=pk, original_number=n, document_id=pk, number=n)
            for n in range(1, count + 1)
        )


def back_to_papers(apps, schema_editor):
    """Give every paper its file back."""
    Document, Original, Page = (
        apps.get_model("dossiers", name) for name in ("Document", "Original", "Page")
    )
    refuse_arranged(Document, Original, Page)
    files = Original.objects.filter(pages__number=1).annotate(paper=F("pages__document_id"))
    kept = {"unit_id", "captured_by_id", "page_count", "is_damaged"}
    names = [name for name in CARRIED if name not in kept]
    for file in files.values("paper", *names).iterator(BATCH):
        paper = file.pop("paper")
        Document.objects.filter(pk=paper).update(**file)


def refuse_arranged(Document, Original, Page):
    """Papers knew one file each before, and handed it out whole.

    Where pages of a file lie in several papers, in none, or beside those of another
    file, going back would show pages of one family with those of another.
    """
    split = Original.objects.annotate(papers=Count("pages__document", distinct=True))
    joined = Document.objects.annotate(files=Count("pages__original", distinct=True))
    if (
        split.filter(papers__gt=1).exists()
        or joined.filter(files__gt=1).exists()
        or Page.objects.filter(document=None).exists()
    ):
        raise RuntimeError("there are papers that were split, joined or freed of pages")


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0009_originals"),
    ]

    operations = [
        migrations.RunPython(to_originals, back_to_papers),
    ]
