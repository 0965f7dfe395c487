"""A posting tells who bears a unit and where; the rest is in the line of the entry."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0005_fill_written_names")]

    operations = [
        migrations.RemoveField(model_name="nameposting", name="count"),
        migrations.RemoveField(model_name="nameposting", name="father"),
    ]
