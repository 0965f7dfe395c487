"""What is sent when somebody may do something else than before. Imports no model."""

from django.dispatch import Signal

# Sent with `user_ids`: the people whose password, activity, groups or rights have changed.
access_changed = Signal()
