"""Keep what is written in an entry in the entry itself, besides who bears which unit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0003_postings_by_unit_and_entry")]

    operations = [
        migrations.AddField(
            model_name="namedentry",
            name="written",
            field=models.TextField(default=""),
        ),
        # What the next steps take away, and give back on the way backwards.
        migrations.AlterField(
            model_name="nameposting",
            name="count",
            field=models.PositiveSmallIntegerField(default=1),
        ),
    ]
