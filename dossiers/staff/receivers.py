"""Hears of every password that is saved, wherever somebody set it."""

from typing import Any

from django.db.models.signals import post_save

from dossiers.administration.actor import current_actor
from dossiers.models import User

from .actions.passwords import note_one_time_password


def connect() -> None:
    """Listen; called when the app is ready."""
    post_save.connect(_note_password, sender=User, dispatch_uid="dossiers.staff.password")


def _note_password(*, instance: User, raw: bool = False, **_signal: Any) -> None:
    """Tell of a password set by somebody else: who works in the admin, or on the terminal."""
    if raw or not instance.password_set_by_another:
        return
    instance.password_set_by_another = False
    note_one_time_password(person=instance, by=current_actor())
