"""Tell exact values that open the card to every finder from those that are details.

What is written already counts as a detail, and no entry has tokens of details yet: nobody is
found by one until `index rebuild --if-needed` has written the names anew.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0006_slim_postings")]

    operations = [
        migrations.AddField(
            model_name="nameidentifier",
            name="is_detail",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="nameunitsversion",
            name="make",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
    ]
