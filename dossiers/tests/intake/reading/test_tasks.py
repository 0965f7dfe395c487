"""Wake-up calls that waited while the code was laid out anew."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django_tasks_db.models import DBTaskResult

from dossiers.intake.reading.tasks import read_document

pytestmark = pytest.mark.django_db


def test_a_call_that_waited_through_the_move_finds_its_function() -> None:
    call = read_document.enqueue(7)
    DBTaskResult.objects.update(task_path="dossiers.intake.tasks.read_document")

    migration = import_module("dossiers.migrations.0041_moved_tasks")
    migration.rename(apps, SimpleNamespace(connection=connection))

    assert DBTaskResult.objects.get(pk=call.id).task == read_document
