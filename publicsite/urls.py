"""Addresses of the public site beside the page tree."""

from django.urls import URLPattern, path

from publicsite.feeds import NewsFeed
from publicsite.views import media, procedures, report, search, sitemap, untranslated
from publicsite.views.start import start

app_name = "publicsite"

# Addresses that belong to no language.
without_language: list[URLPattern] = [
    path("", start, name="start"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    # Public pictures only: the archive's files are elsewhere and have no address.
    path("media/<path:path>", media.picture, name="picture"),
    path("robots.txt", sitemap.robots, name="robots"),
]

urlpatterns: list[URLPattern] = [
    path("search/", search.search_pages, name="search"),
    path("report/", report.report, name="report"),
    path("procedures/", procedures.procedure_list, name="procedures"),
    path("procedures/<slug:code>/", procedures.procedure_detail, name="procedure"),
    path("not-translated/<int:page_id>/", untranslated.untranslated, name="untranslated"),
    path("feeds/news/", NewsFeed(), name="news-feed"),
]
