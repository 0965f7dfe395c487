"""Tests of migrations: the database at an earlier step. The fixture `newest_step` leads back."""

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# App and name of each migration to stand at.
Steps = list[tuple[str, str]]


def migrate(target: Steps) -> Any:
    """Bring the database to a step; return the models as they were then."""
    MigrationExecutor(connection).migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps
