"""The columns that went into the queue leave the paper, and a stage that nothing read."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0045_carry_reading_jobs"),
    ]

    operations = [
        migrations.RemoveField(model_name="document", name=name)
        for name in ("stage", "lease_by", "lease_until", "attempts", "failure")
    ]
