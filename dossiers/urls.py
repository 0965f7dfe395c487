"""Addresses of the archive. They carry opaque ids, never a name, and no typed words.

Every address here asks for a signed-in person (dossiers.middleware), and every one
is listed in the access matrix of the tests.
"""

from django.urls import URLPattern, URLResolver, include, path

app_name = "dossiers"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("dossiers.search_pages.urls")),
    path("", include("dossiers.casework.urls")),
    path("", include("dossiers.documents.urls")),
    # Before the desk's, which take any word after `tray/` for the id of a paper.
    path("", include("dossiers.intake.capture.urls")),
    path("", include("dossiers.filing.urls")),
    path("", include("dossiers.sheets.urls")),
    path("", include("dossiers.referrals.urls")),
    path("", include("dossiers.sharing.urls")),
    path("", include("dossiers.journal.urls")),
    path("", include("dossiers.people.urls")),
    path("", include("dossiers.staff.urls")),
    path("", include("dossiers.lost_factors.urls")),
]
