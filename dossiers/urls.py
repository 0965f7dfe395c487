"""Addresses of the archive. They carry opaque ids, never a name, and no typed words.

Every address here asks for a signed-in person (dossiers.middleware), and every one
is listed in the access matrix of the tests.
"""

from django.urls import URLPattern, URLResolver, include, path

from dossiers.views import (
    correction,
    desk,
    document,
    dossier,
    dossier_export,
    download,
    page_image,
    paper_copy,
    saved_searches,
    search,
)

app_name = "dossiers"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.home, name="home"),
    path("search/", search.results, name="search"),
    path("search/suggest/", search.suggestions, name="suggest"),
    path("search/saved/", saved_searches.save, name="save_search"),
    path("search/saved/<uid>/delete/", saved_searches.delete, name="delete_search"),
    path("d/<uid>/", dossier.show, name="dossier"),
    path("r/<path:typed>/", dossier.find_by_reference, name="reference"),
    path("p/<uid>/", document.show, name="document"),
    path("p/<uid>/pages/<int:number>/image/", page_image.image, name="page_image"),
    path("p/<uid>/pages/<int:number>/screen/", page_image.screen, name="page_screen"),
    path("p/<uid>/pages/<int:number>/thumbnail/", page_image.thumbnail, name="page_thumbnail"),
    path("p/<uid>/print/", paper_copy.print_page, name="print"),
    path("p/<uid>/copy/", paper_copy.copy, name="copy"),
    path("p/<uid>/correct/", correction.correct, name="correct"),
    path("p/<uid>/verify/", correction.verify, name="verify"),
    path("d/<uid>/export/", dossier_export.export, name="dossier_export"),
    path("p/<uid>/original/", download.original, name="original"),
    path("", include("dossiers.urls_tray")),
    path("", include("dossiers.urls_pile")),
    path("", include("dossiers.urls_sharing")),
    path("", include("dossiers.people.urls")),
    path("", include("dossiers.staff.urls")),
    path("", include("dossiers.urls_people")),
    path("", include("dossiers.urls_reading")),
    path("", include("dossiers.lost_factors.urls")),
]
