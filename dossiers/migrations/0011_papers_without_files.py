"""Every page has its file; a paper no longer says what its file was."""

import django.db.models.deletion
from django.db import migrations, models

MOVED = ("stored_name", "upload_name", "media_type", "size_bytes", "sha256", "upload_id")


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0010_carry_originals"),
    ]

    operations = [
        migrations.AlterField(
            model_name="page",
            name="original",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pages",
                to="dossiers.original",
            ),
        ),
        migrations.AlterField(
            model_name="page",
            name="original_number",
            field=models.PositiveIntegerField(),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.UniqueConstraint(
                fields=("original", "original_number"), name="page_of_original_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(("document__isnull", True), ("number", 0))
                | models.Q(("document__isnull", False)),
                name="page_number_in_a_paper_only",
            ),
        ),
        *[migrations.RemoveField(model_name="document", name=name) for name in MOVED],
    ]
