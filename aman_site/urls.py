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
from aman_site.sign_in.views import to_the_one_door
from publicsite.urls import without_language

# Login views of others. Each is led to the one door; a test looks for those that are not.
door_of_admin = path(
    "admin/login/", to_the_one_door, {"home": "wagtailadmin_home"}, name="wagtailadmin_login"
)
door_of_pages = path("_util/login/", to_the_one_door, name="wagtailcore_login")

urlpatterns = [
    door_of_admin,
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *without_language,
    *i18n_patterns(
        path("dossiers/", include("dossiers.urls", namespace="dossiers")),
        path("account/", include("aman_site.sign_in.urls")),
        re_path(CLOSED_ACCOUNT_PAGES, closed),
        path("account/2fa/", include("aman_site.second_factor.urls")),
        path("account/", include("dossiers.staff.urls_invitation", namespace="invitation")),
        path("account/", include("allauth.urls")),
        path("", include("publicsite.urls", namespace="publicsite")),
        door_of_pages,
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]

handler404 = "publicsite.views.errors.not_found"
handler500 = "publicsite.views.errors.server_error"
handler400 = "publicsite.views.errors.bad_request"
handler403 = "publicsite.views.errors.forbidden"
