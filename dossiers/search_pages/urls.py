"""Addresses of the first page, of the search and of saved searches."""

from django.urls import URLPattern, path

from .views import home, saved, search

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("search/", search.results, name="search"),
    path("search/suggest/", search.suggestions, name="suggest"),
    path("search/saved/", saved.save, name="save_search"),
    path("search/saved/<uid>/delete/", saved.delete, name="delete_search"),
]
