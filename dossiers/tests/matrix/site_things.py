"""What stands behind the doors of the admin: real things of Wagtail, and what would hurt most.

State "own": a page, a picture, a person of staff ... as they are. State "archive": the same
doors with the ids and model names of a family put where Wagtail expects its own.
"""

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, Site, Task, Workflow

from dossiers.models import Procedure
from dossiers.tests.factories import DocumentKindFactory, PersonFactory
from dossiers.tests.world import make_world
from tests.standing_rows import StandingRows

# The smallest true picture: one white pixel.
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x00\x00\x00\x00\x00,"
GIF += b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

# What a parameter means, at the doors of a namespace first, at all others after.
MEANS = {
    "wagtailadmin_api:documents:pk": "document",
    "wagtailadmin_api:images:pk": "image",
    "wagtailadmin_api:pages:pk": "page",
    "wagtailadmin_collections:pk": "collection",
    "wagtailadmin_workflows:pk": "workflow",
    "wagtailadmin_pages:pk": "page",
    "wagtailsettings:pk": "site",
    "wagtailsnippets_dossiers_unit:pk": "unit",
    "wagtailsnippetchoosers_dossiers_unit:pk": "unit",
    "wagtailsnippets_dossiers_documentkind:pk": "kind",
    "wagtailsnippetchoosers_dossiers_documentkind:pk": "kind",
    "wagtailsnippets_dossiers_procedure:pk": "procedure",
    "wagtailsnippetchoosers_dossiers_procedure:pk": "procedure",
    "simple_translation:pk": "unit",
    "wagtaillocales:pk": "locale",
    "wagtailsites:pk": "site",
    "wagtailusers_users:pk": "user",
    "wagtailusers_groups:pk": "group",
    "wagtaildocs_chooser:pk": "document",
    "wagtailimages_chooser:pk": "image",
    "parent_page_id": "page",
    "page_id": "page",
    "page_pk": "page",
    "page_to_move_id": "page",
    "destination_id": "root",
    "collection_id": "collection",
    "task_id": "task",
    "workflow_pk": "workflow",
    "doc_id": "document",
    "document_id": "document",
    "image_id": "image",
    "pk": "number",
}
# Parameters whose value is a word and not the id of a thing.
WORDS = {
    "action_name": "copy",
    "action": "delete",
    "filter_spec": "width-10",
    "uidb64": "x",
    "token": "x",
    "revision_id_a": "live",
    "revision_id_b": "latest",
    "path": "nothing.png",
    "code": "nothing",
}
OWN_MODEL = {
    "app_name": "publicsite",
    "app_label": "publicsite",
    "model_name": "sitesettings",
    "content_type_app_name": "publicsite",
    "content_type_model_name": "newsindexpage",
}
# An id that stands for a person of the archive and for nothing of Wagtail.
PERSON_PK = 900_001
ARCHIVE_MODEL = {
    "app_name": "dossiers",
    "app_label": "dossiers",
    "model_name": "person",
    "content_type_app_name": "dossiers",
    "content_type_model_name": "person",
}


class Admin:
    """The town with a Wagtail round it; gives each door its arguments."""

    def __init__(self) -> None:
        self.world = make_world()
        PersonFactory(pk=PERSON_PK, arabic="رقية أوبلا", latin="Rkia Oubella")
        self._put_editors_in_their_groups()
        self.things = self._make_things()

    def arguments(self, door: str, parameters: tuple[str, ...], state: str) -> dict[str, str | int]:
        """Return what the address of a door carries in this state."""
        return {name: self._argument(door, name, state) for name in parameters}

    def _argument(self, door: str, name: str, state: str) -> str | int:
        if name in WORDS:
            return WORDS[name]
        models = OWN_MODEL if state == "own" else ARCHIVE_MODEL
        if name in models:
            return models[name]
        if state == "archive":
            return PERSON_PK
        namespace = door.rpartition(":")[0]
        return self.things[MEANS.get(f"{namespace}:{name}") or MEANS.get(name, "number")]

    def _put_editors_in_their_groups(self) -> None:
        """Wagtail's migrations make them; they are gone where a test has flushed the database."""
        for user, name in (("web_editor", "Editors"), ("moderator", "Moderators")):
            group, _ = Group.objects.get_or_create(name=name)
            group.permissions.add(Permission.objects.get(codename="access_admin"))
            self.world.users[user].groups.add(group)

    def _make_things(self) -> dict[str, int]:
        root = Page.get_first_root_node() or Page.add_root(title="Root")
        home = apps.get_model("publicsite", "HomePage")
        words = {"title": "صفحة", "headline": "عنوان", "summary": "ملخص"}
        page = root.add_child(instance=home(**words, slug="matrix", locale=_locale()))
        collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
        picture = ContentFile(GIF, name="pixel.gif")
        image = get_image_model().objects.create(title="صورة", file=picture, width=1, height=1)
        document = get_document_model().objects.create(
            title="وثيقة", file=ContentFile(b"x", name="x.txt")
        )
        site = Site.objects.first() or Site.objects.create(hostname="localhost", root_page=page)
        return {
            "page": page.pk,
            "root": root.pk,
            "collection": collection.pk,
            "image": image.pk,
            "document": document.pk,
            "site": site.pk,
            "locale": _locale().pk,
            "workflow": Workflow.objects.create(name="مسار").pk,
            "task": Task.objects.create(name="خطوة").pk,
            "unit": self.world.units["health"].pk,
            "kind": DocumentKindFactory(code="EC01").pk,
            "procedure": Procedure.objects.create(code="matrix", title_ar="مسطرة").pk,
            "user": self.world.users["educator"].pk,
            "group": Group.objects.get(name="Editors").pk,
            "number": 1,
        }


def _locale() -> Locale:
    return Locale.objects.get_or_create(language_code="ar")[0]


STANDING_ADMIN = StandingRows(Admin)
