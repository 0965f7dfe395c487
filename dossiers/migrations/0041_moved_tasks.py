"""Waiting wake-up calls name their function by its place; the function moved."""

from django.db import migrations

BEFORE, NOW = 'dossiers.intake.tasks.read_document', 'dossiers.intake.reading.tasks.read_document'


def rename(apps, schema_editor, *, old=BEFORE, new=NOW):
    calls = apps.get_model('django_tasks_database', 'DBTaskResult').objects
    calls.using(schema_editor.connection.alias).filter(task_path=old).update(task_path=new)


def rename_back(apps, schema_editor):
    rename(apps, schema_editor, old=NOW, new=BEFORE)


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0040_refused_file'),
        ('django_tasks_database', '0021_conditional_partial_index_ordering'),
    ]

    operations = [migrations.RunPython(rename, rename_back)]
