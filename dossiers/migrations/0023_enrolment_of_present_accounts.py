"""Give those who have an account today two weeks to set up their first second factor."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

DAYS = 14


def open_enrolment(apps, schema_editor):
    users = apps.get_model("dossiers", "User").objects.filter(enrol_until__isnull=True)
    users.update(enrol_until=timezone.now() + timedelta(days=DAYS))


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0022_second_factors")]

    operations = [migrations.RunPython(open_enrolment, migrations.RunPython.noop)]
