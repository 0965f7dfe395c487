"""Addresses of the scanning desk: tray, pile, filing, trash, pages set aside."""

from django.urls import URLPattern, path

from .views import candidates, file, pile, set_aside, set_aside_image, trash, tray, unfile, upload

urlpatterns: list[URLPattern] = [
    path("tray/", tray.show, name="tray"),
    path("tray/upload/", upload.receive, name="upload"),
    path("tray/trash/", trash.show, name="trash"),
    path("tray/filed/", unfile.filed_lately, name="filed_lately"),
    path("tray/aside/", set_aside.show, name="aside"),
    path("tray/status/", tray.status, name="tray_status"),
    path("tray/<uid>/", file.FilingScreen.as_view(), name="file"),
    path("tray/<uid>/candidates/", candidates.show, name="candidates"),
    path("tray/<uid>/retry/", tray.retry, name="retry"),
    path("tray/<uid>/rescan/", trash.rescan, name="rescan"),
    path("tray/<uid>/discard/", trash.discard, name="discard"),
    path("tray/<uid>/restore/", trash.restore, name="restore"),
    path("tray/<uid>/pile/", pile.PileScreen.as_view(), name="pile"),
    path("p/<uid>/discard/", trash.discard_filed, name="discard_filed"),
    path("p/<uid>/back-to-tray/", unfile.back_to_tray, name="back_to_tray"),
    path("p/<uid>/refile/", unfile.into_another, name="refile"),
    path("pile/", pile.choose, name="pile_choose"),
    path("aside/<uid>/back/", set_aside.bring_back, name="aside_back"),
    path("aside/<uid>/image/", set_aside_image.image, name="aside_image"),
    path("aside/<uid>/thumbnail/", set_aside_image.thumbnail, name="aside_thumbnail"),
]
