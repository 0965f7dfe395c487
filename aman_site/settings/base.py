"""What the site is made of: apps, middleware, templates, database, files."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# Private things of this installation: database, encrypted store, index, keys.
# Never served by path, never inside MEDIA_ROOT.
AMAN_VAR_DIR = Path(os.environ.get("AMAN_VAR_DIR", BASE_DIR / "var"))
# Reading models (*.traineddata) that `./aman` brought; shared by every place.
AMAN_OCR_MODELS_DIR = BASE_DIR / "var" / "ocr-models"

INSTALLED_APPS = [
    "dossiers",
    "search",
    "publicsite",
    "aman_site",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "dossiers.administration.apps.UsersConfig",  # wagtail.users, with our own rules
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    # For allauth's own list of security keys, which has no address here: its template still loads.
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "aman_site.client_ip.ForwardedAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "aman_site.sign_in.gate.NoStoreAccount",
    # Below what sets headers, above what asks for a session.
    "publicsite.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Above what reads the body.
    "aman_site.body_limits.BodyLimits",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Above the gate: what only looks asks for no fresh sign-in.
    "dossiers.middleware.CarriedWords",
    # Above all that asks who it is: nobody else learns of a user that the session does not prove.
    "aman_site.sign_in.gate.SignInGate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dossiers.administration.actor.ActorOfRequest",
    "dossiers.middleware.RememberHoldings",
    "dossiers.middleware.ClosedArea",
    "dossiers.journal.refusals.NotedRefusals",
    "dossiers.middleware.NotedShowing",
    # Above the redirects: what they do not find may be a page that was taken away.
    "publicsite.gone_pages.GonePagesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    # Last, as django-axes asks: it turns a lock-out into a response.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "aman_site.urls"
WSGI_APPLICATION = "aman_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
            # Its csrf_token says whose form it is.
            "builtins": ["dossiers.templatetags.form_owner"],
        },
    },
]

# WAL lets readers go on beside the one writer; IMMEDIATE takes the write lock
# when a transaction begins, so that two writers wait instead of failing half
# way; FULL because an acknowledged paper must survive a power cut.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": AMAN_VAR_DIR / "aman.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL;"
                "PRAGMA cache_size=-4000;"
                "PRAGMA temp_store=MEMORY;"
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "dossiers.User"

CACHES = {
    # Shared by all processes, in the database: words of the search filters and what the libraries
    # keep. Codes that were used are remembered in the row of their app, not here.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Over this many, entries are thrown away before their time.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Where the sizes of a picture lie: each process may look that up for itself.
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
    },
    # Finished public pages: files, because all processes must forget them together.
    "pages": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": AMAN_VAR_DIR / "pages",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

# Whether the first start of a place may bring the demo; never on a server.
AMAN_DEMO_ALLOWED = False

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static-collected"
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "media"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "publicsite.static_storage.BundlingStaticFilesStorage"},
}

# A page editor in Wagtail posts many fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAIL_SITE_NAME = "Aman"
WAGTAILADMIN_BASE_URL = os.environ.get("AMAN_BASE_URL", "http://localhost:8000")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "publicsite.admin_search"}}
# No call to the outside, ever.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Pictures that carry consent and alternative text.
WAGTAILIMAGES_IMAGE_MODEL = "publicsite.PublicImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "publicsite.forms.image.PublicImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["pdf"]
# One page changes a password, with its limits: that of the account.
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
# A password that many share is guessed without a limit and ended for nobody.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "dossiers": {"level": "INFO"},
        "search": {"level": "INFO"},
        "publicsite": {"level": "INFO"},
    },
}
