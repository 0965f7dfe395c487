"""Addresses of the tray, of filing and of referrals."""

from django.urls import URLPattern, path

from dossiers.views import arrivals, filing, referrals, tray, upload

urlpatterns: list[URLPattern] = [
    path("tray/", tray.show, name="tray"),
    path("tray/upload/", upload.receive, name="upload"),
    path("tray/arrivals/", arrivals.start, name="arrivals"),
    path("tray/arrivals/<uid>/", arrivals.one, name="arrival"),
    path("tray/status/", tray.status, name="tray_status"),
    path("tray/<uid>/", filing.FilingScreen.as_view(), name="file"),
    path("tray/<uid>/retry/", tray.retry, name="retry"),
    path("referrals/", referrals.inbox, name="referrals"),
    path("referrals/<uid>/", referrals.show, name="referral"),
]
