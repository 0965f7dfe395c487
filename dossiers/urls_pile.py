"""Addresses of the pile: its row of pages and the pages set aside."""

from django.urls import URLPattern, path

from dossiers.views import aside_image, pile

urlpatterns: list[URLPattern] = [
    path("pile/", pile.choose, name="pile_choose"),
    path("tray/<uid>/pile/", pile.PileScreen.as_view(), name="pile"),
    path("aside/<uid>/image/", aside_image.image, name="aside_image"),
    path("aside/<uid>/thumbnail/", aside_image.thumbnail, name="aside_thumbnail"),
]
