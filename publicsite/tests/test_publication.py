"""From draft to page: review by a moderator, dates, moves; the language that is not there yet."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site, Workflow
from wagtail.test.utils.form_data import nested_form_data, streamfield

from dossiers.models import User
from publicsite.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from publicsite.schedule import publish_due_pages

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(client: Client, *, group: str) -> Client:
    """Sign in somebody who has Wagtail's own rights of a group."""
    user = User.objects.create_user(group.lower(), password="for this test only")
    user.groups.set(Group.objects.filter(name=group))
    client.force_login(user, backend=BACKEND)
    return client


def news_data(title: str, **extra: str) -> dict[str, Any]:
    """Return what the editor's form of a piece of news posts."""
    fields = {"title": title, "slug": title, "summary": "ملخص", "published_on": "2026-11-02"}
    return nested_form_data({**fields, "body": streamfield([]), **extra})


def add_news(client: Client, title: str, **extra: str) -> NewsPage:
    """Post the form that adds a piece of news in Arabic."""
    index = NewsIndexPage.objects.get(locale__language_code="ar")
    url = reverse("wagtailadmin_pages:add", args=["publicsite", "newspage", index.pk])
    client.post(url, news_data(title, **extra))
    return NewsPage.objects.get(title=title)


def draft(parent: Page, title: str, **fields: Any) -> StandardPage:
    """Put a draft into the tree."""
    page = StandardPage(title=title, slug=title, summary="ملخص", live=False, **fields)
    return parent.add_child(instance=page)


def test_editor_cannot_publish_past_the_moderator(client: Client, public_site: Site) -> None:
    page = add_news(sign_in(client, group="Editors"), "خبر", **{"action-publish": "1"})

    assert page.live is False


def test_moderator_approves_what_an_editor_sent(client: Client, public_site: Site) -> None:
    # The root of a database that a test emptied has lost Wagtail's standard workflow.
    workflow = Workflow.objects.get(name="Moderators approval")
    workflow.workflow_pages.get_or_create(page=Page.get_first_root_node())
    page = add_news(sign_in(client, group="Editors"), "خبر", **{"action-submit": "1"})
    assert page.live is False
    state = page.current_workflow_task_state

    moderator = sign_in(Client(), group="Moderators")
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    moderator.post(url, {"comment": ""})

    page.refresh_from_db()
    assert page.live is True
    assert moderator.get(page.url).status_code == 200


def test_page_with_a_date_waits_for_it_and_then_appears(
    client: Client, home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = draft(home, "لاحقا", go_live_at=timezone.now() + dt.timedelta(hours=2))
    page.save_revision(log_action=False).publish()

    publish_due_pages()
    assert client.get(page.get_url()).status_code == 404

    later = timezone.now() + dt.timedelta(hours=3)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    publish_due_pages()
    assert client.get(page.get_url()).status_code == 200


def test_page_leaves_at_its_hour(client: Client, home: HomePage) -> None:
    page = draft(home, "مؤقت")
    page.save_revision(log_action=False).publish()
    assert client.get(page.get_url()).status_code == 200
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(minutes=1))

    publish_due_pages()

    assert client.get(page.get_url()).status_code == 410


def test_nothing_due_costs_two_queries(public_site: Site, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        publish_due_pages()


def test_the_worker_publishes_what_is_due(settings: Any) -> None:
    assert "publicsite.schedule.publish_due_pages" in settings.AMAN_WORKER_CHORES


def test_page_moved_elsewhere_leaves_a_redirect(
    client: Client, home: HomePage, django_capture_on_commit_callbacks: Any
) -> None:
    page, target = draft(home, "ورقة"), draft(home, "رف")
    for one in (page, target):
        one.save_revision(log_action=False).publish()
    old = page.get_url()

    with django_capture_on_commit_callbacks(execute=True):
        page.move(target, pos="last-child")

    response = client.get(old)
    assert response.status_code == 301
    assert response.url == Page.objects.get(pk=page.pk).get_url()


def test_translation_begins_as_a_draft_and_readers_are_told_politely(
    client: Client, home: HomePage
) -> None:
    page = draft(home, "جديد")
    page.save_revision(log_action=False).publish()
    editor = sign_in(Client(), group="Moderators")
    editor_user = User.objects.get(username="moderators")
    editor_user.is_superuser = True
    editor_user.save()
    # Other powers end the session.
    editor.force_login(editor_user)
    french = HomePage.objects.get(locale__language_code="fr").locale

    url = reverse("simple_translation:submit_page_translation", args=[page.pk])
    editor.post(url, {"locales": [french.pk]})

    copy = page.get_translation(french)
    assert copy.live is False
    switch = client.get(page.get_url()).context["language_urls"]["fr"]
    told = client.get(switch)
    assert told.status_code == 200
    assert "Cette page n’est pas encore traduite" in told.text
    copy.save_revision(log_action=False).publish()
    assert client.get(switch).url == Page.objects.get(pk=copy.pk).get_url()
