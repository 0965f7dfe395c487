"""Addresses of papers: the viewer, its pictures, copies, corrections, the class, reading again."""

from django.urls import URLPattern, path

from .views import (
    classification,
    copy,
    correct,
    document,
    download,
    page_edit,
    page_image,
    read_again,
)

urlpatterns: list[URLPattern] = [
    path("p/<uid>/", document.show, name="document"),
    path("p/<uid>/pages/<int:number>/image/", page_image.image, name="page_image"),
    path("p/<uid>/pages/<int:number>/screen/", page_image.screen, name="page_screen"),
    path("p/<uid>/pages/<int:number>/thumbnail/", page_image.thumbnail, name="page_thumbnail"),
    path("p/<uid>/print/", copy.print_page, name="print"),
    path("p/<uid>/copy/", copy.copy, name="copy"),
    path("p/<uid>/correct/", correct.correct, name="correct"),
    path("p/<uid>/verify/", correct.verify, name="verify"),
    path("p/<uid>/original/", download.original, name="original"),
    path("p/<uid>/archive/", download.archive, name="archive"),
    path("p/<uid>/class/", classification.change, name="paper_class"),
    path("tray/<uid>/pages/<page_uid>/", page_edit.change, name="page_picture"),
    path("tray/<uid>/reread/", read_again.reread, name="reread"),
]
