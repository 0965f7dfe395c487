"""Which address leads where; each app has its own `urls.py`.

Archive and public pages carry their language as prefix. Wagtail's pages come last, because they
take every address that is left.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from aman_site.sign_in.accounts import CLOSED_ACCOUNT_PAGES, closed
from publicsite.urls import without_language

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *without_language,
    *i18n_patterns(
        path("dossiers/", include("dossiers.urls", namespace="dossiers")),
        re_path(CLOSED_ACCOUNT_PAGES, closed),
        path("account/", include("dossiers.staff.urls_invitation", namespace="invitation")),
        path("account/", include("allauth.urls")),
        path("", include("publicsite.urls", namespace="publicsite")),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]

handler404 = "publicsite.views.errors.not_found"
handler500 = "publicsite.views.errors.server_error"
handler400 = "publicsite.views.errors.bad_request"
handler403 = "publicsite.views.errors.forbidden"
