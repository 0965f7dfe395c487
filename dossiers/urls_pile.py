"""Addresses of the pile, of the pages set aside, and of the sheets printed for it."""

from django.urls import URLPattern, path

from dossiers.views import aside, aside_image, page_picture, pile, sheets

urlpatterns: list[URLPattern] = [
    path("pile/", pile.choose, name="pile_choose"),
    path("tray/<uid>/pile/", pile.PileScreen.as_view(), name="pile"),
    path("tray/<uid>/pages/<page_uid>/", page_picture.change, name="page_picture"),
    path("aside/<uid>/back/", aside.bring_back, name="aside_back"),
    path("aside/<uid>/image/", aside_image.image, name="aside_image"),
    path("aside/<uid>/thumbnail/", aside_image.thumbnail, name="aside_thumbnail"),
    path("d/<uid>/cover-sheet/", sheets.cover, name="cover_sheet"),
    path("sheets/separator/", sheets.separator, name="separator_sheet"),
    path("sheets/labels/", sheets.labels, name="labels"),
]
