"""The queue of the intake gets a table of its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0043_typed_journal"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadingJob",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reading_job",
                        serialize=False,
                        to="dossiers.document",
                    ),
                ),
                ("lease_by", models.CharField(blank=True, max_length=64)),
                ("lease_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=40)),
            ],
            options={"default_permissions": ()},
        ),
    ]
