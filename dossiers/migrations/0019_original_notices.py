"""Keep what a captured file holds that its pages do not show."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add `Original.notices`."""

    dependencies = [("dossiers", "0018_pages_looked_at")]

    operations = [
        migrations.AddField(
            model_name="original",
            name="notices",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
    ]
