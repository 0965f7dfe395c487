"""Background work: tasks carry ids only and are wake-up calls.

The state of the document is the queue (dossiers.intake.reading.pipeline).
"""

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}

# What the worker does for other rooms every quarter of a minute: dotted names of functions.
AMAN_WORKER_CHORES = [
    "publicsite.schedule.publish_due_pages",
    "dossiers.expiry.clear_expired",
    "dossiers.storage.disk_space.keep_reserve",
]
