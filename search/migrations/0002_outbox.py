"""Make the table of what waits for the text engine."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0001_names")]

    operations = [
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("version", models.BigIntegerField(default=0)),
                ("is_removal", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [models.Index(fields=["key"], name="outbox_key")],
            },
        ),
    ]
