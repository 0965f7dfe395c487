"""Tasks of Django's framework: wake-up calls that carry ids only.

What is to be done is read from the state of the paper; a lost call loses nothing.
"""

from django_tasks import task

from . import pipeline


@task()
def read_document(document_id: int) -> None:
    """Go on with a captured paper; one that is finished or in other hands is left quietly."""
    pipeline.process(document_id)
