"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aman_site.settings.production")
application = get_wsgi_application()

# The models are there only now. Raises where the store is not that of the database.
from dossiers.storage import installation  # noqa: E402

installation.guard_store()
