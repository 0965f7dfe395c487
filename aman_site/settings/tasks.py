"""Background work: tasks carry ids only and are wake-up calls.

The state of the document is the queue (dossiers.intake.pipeline).
"""

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}
