"""Arabic is the source language; French and English stand beside it."""

from django.utils.translation import gettext_lazy as _

from .base import BASE_DIR

LANGUAGE_CODE = "ar"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("ar", _("Arabic")),
    ("fr", _("French")),
    ("en", _("English")),
]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale"]
# Moroccan month names and Western digits instead of Django's Egyptian months.
FORMAT_MODULE_PATH = ["aman_site.formats"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "Africa/Casablanca"
# Arabic words stay Arabic in the addresses of public pages.
WAGTAIL_ALLOW_UNICODE_SLUGS = True
