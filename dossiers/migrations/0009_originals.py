"""The captured file gets a table of its own; pages may belong to a file and to no paper."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dossiers.models.identity


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0008_procedures_and_their_papers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Original",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    models.CharField(
                        default=dossiers.models.identity.new_uid,
                        editable=False,
                        max_length=16,
                        unique=True,
                    ),
                ),
                ("stored_name", models.CharField(editable=False, max_length=100)),
                ("upload_name", models.CharField(blank=True, editable=False, max_length=255)),
                ("media_type", models.CharField(editable=False, max_length=50)),
                ("size_bytes", models.PositiveBigIntegerField(default=0, editable=False)),
                ("sha256", models.CharField(db_index=True, editable=False, max_length=64)),
                (
                    "upload_id",
                    models.CharField(editable=False, max_length=64, null=True, unique=True),
                ),
                ("page_count", models.PositiveIntegerField(default=0, editable=False)),
                ("is_damaged", models.BooleanField(default=False, editable=False)),
                ("captured_at", models.DateTimeField(auto_now_add=True)),
                (
                    "captured_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="originals",
                        to="dossiers.unit",
                    ),
                ),
            ],
            options={"ordering": ["-pk"], "default_permissions": ()},
        ),
        migrations.AddField(
            model_name="page",
            name="original",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pages",
                to="dossiers.original",
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="original_number",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="page",
            name="document",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pages",
                to="dossiers.document",
            ),
        ),
        # On the way back these columns come empty, and the step after fills them.
        migrations.AlterField(
            model_name="document",
            name="stored_name",
            field=models.CharField(default="", editable=False, max_length=100),
        ),
        migrations.AlterField(
            model_name="document",
            name="media_type",
            field=models.CharField(default="", editable=False, max_length=50),
        ),
        migrations.AlterField(
            model_name="document",
            name="sha256",
            field=models.CharField(db_index=True, default="", editable=False, max_length=64),
        ),
    ]
