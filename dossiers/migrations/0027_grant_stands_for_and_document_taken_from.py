"""What a grant inside a boundary stands for; out of which dossier a paper of the tray was taken."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0026_names_of_staff_by_script")]

    operations = [
        migrations.AddField(
            "grant",
            "stands_for",
            models.ForeignKey(
                to="dossiers.grant",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                editable=False,
                related_name="stand_ins",
            ),
        ),
        migrations.AddField(
            "document",
            "taken_from",
            models.ForeignKey(
                to="dossiers.dossier",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                editable=False,
                related_name="papers_taken_out",
            ),
        ),
    ]
