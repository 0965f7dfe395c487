"""Addresses of the tray, of filing and of referrals."""

from django.urls import URLPattern, path

from dossiers.views import arrivals, aside, filing, referrals, taking_back, trash, tray, upload

urlpatterns: list[URLPattern] = [
    path("tray/", tray.show, name="tray"),
    path("tray/upload/", upload.receive, name="upload"),
    path("tray/arrivals/", arrivals.start, name="arrivals"),
    path("tray/arrivals/<uid>/", arrivals.one, name="arrival"),
    path("tray/trash/", trash.show, name="trash"),
    path("tray/filed/", taking_back.filed_lately, name="filed_lately"),
    path("tray/aside/", aside.show, name="aside"),
    path("tray/status/", tray.status, name="tray_status"),
    path("tray/<uid>/", filing.FilingScreen.as_view(), name="file"),
    path("tray/<uid>/retry/", tray.retry, name="retry"),
    path("tray/<uid>/rescan/", trash.rescan, name="rescan"),
    path("tray/<uid>/discard/", trash.discard, name="discard"),
    path("p/<uid>/discard/", trash.discard_filed, name="discard_filed"),
    path("p/<uid>/back-to-tray/", taking_back.back_to_tray, name="back_to_tray"),
    path("p/<uid>/refile/", taking_back.into_another, name="refile"),
    path("tray/<uid>/restore/", trash.restore, name="restore"),
    path("referrals/", referrals.inbox, name="referrals"),
    path("referrals/<uid>/", referrals.show, name="referral"),
]
