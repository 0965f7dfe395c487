"""Let it be looked up whether an entry carries a unit, however many others carry it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_outbox")]

    operations = [
        migrations.AddIndex(
            model_name="nameposting",
            index=models.Index(fields=["unit", "entry"], name="search_posting_entry"),
        ),
    ]
