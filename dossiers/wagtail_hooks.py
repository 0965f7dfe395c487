"""What the Wagtail admin has of the archive: three plain lists, and a way to the desks.

Units, kinds of paper and procedures hold nothing about people. Nothing else of the archive
is registered here (docs: the reasons are in the decision on own views).
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from dossiers.access.visibility import held_rights
from dossiers.administration import rules
from dossiers.administration.panels import StorePanel, store_panels
from dossiers.administration.viewsets import BULK_ACTIONS
from dossiers.models import DocumentKind, Procedure, Unit
from dossiers.sharing.units import place_unit


class UnitForm(WagtailAdminModelForm):
    """A unit keeps its code, lies directly in the centre, and its reach is made true."""

    def clean_code(self) -> str:
        """Refuse another code: programs and referrals know the unit by it."""
        code: str = self.cleaned_data["code"]
        if self.instance.pk and code != self.instance.code:
            raise ValidationError(_("The code of a unit cannot be changed."))
        return code

    def clean_parent(self) -> Unit | None:
        """Keep the tree at two floors with one root."""
        parent: Unit | None = self.cleaned_data["parent"]
        is_root = self.instance.pk is not None and self.instance.parent_id is None
        if is_root and parent is not None:
            raise ValidationError(_("The centre itself does not belong to any unit."))
        if not is_root and (parent is None or parent.parent_id is not None):
            raise ValidationError(_("Choose the centre: units belong directly to it."))
        return parent

    def save(self, commit: bool = True) -> Unit:  # noqa: FBT001, FBT002 (Django's signature)
        """Put the unit in its place; the journal tells who did."""
        unit: Unit = super().save(commit=False)
        if commit:
            place_unit(unit=unit, by=self.for_user)
            self.save_m2m()
        return unit


class UnitViewSet(SnippetViewSet):
    """The services of the centre."""

    model = Unit
    copy_view_enabled = False
    icon = "group"
    list_display = ["name_ar", "name_fr", "code", "pillar"]
    list_filter = ["pillar"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name_ar"), FieldPanel("name_fr"), FieldPanel("name_en")],
                heading=gettext_lazy("Names"),
            ),
            FieldRowPanel([FieldPanel("code"), FieldPanel("pillar"), FieldPanel("parent")]),
        ],
        base_form_class=UnitForm,
    )


class DocumentKindForm(WagtailAdminModelForm):
    """Only a director of the centre opens the papers of a kind to more people."""

    def clean_paper_class(self) -> str:
        """Refuse a class that is not more closed; papers that are filed keep theirs."""
        after: str = self.cleaned_data["paper_class"]
        before = self.initial.get("paper_class") if self.instance.pk else after
        if not rules.may_change_kind(before=before or after, after=after, by=self.for_user):
            raise ValidationError(rules.KIND_LOWERED)
        return after


class DocumentKindViewSet(SnippetViewSet):
    """The kinds of paper; a kind in use is switched off, never deleted."""

    model = DocumentKind
    copy_view_enabled = False
    icon = "doc-full"
    list_display = ["code", "name_ar", "name_fr", "paper_class", "validity", "is_active"]
    list_filter = ["paper_class", "is_active"]
    search_fields = ["code", "name_ar", "name_fr", "name_en"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("paper_class"), FieldPanel("is_active")]),
            MultiFieldPanel(
                [FieldPanel("name_ar"), FieldPanel("name_fr"), FieldPanel("name_en")],
                heading=gettext_lazy("Names"),
            ),
            FieldPanel("validity"),
            FieldRowPanel([FieldPanel("source"), FieldPanel("checked_on")]),
        ],
        base_form_class=DocumentKindForm,
    )


def in_three_languages(name: str) -> list[FieldPanel]:
    """Return the fields of one text beside each other."""
    return [FieldPanel(f"{name}_{code}") for code in ("ar", "fr", "en")]


class ProcedureViewSet(SnippetViewSet):
    """What has to be obtained and the papers it needs; the public pages show it."""

    model = Procedure
    copy_view_enabled = False
    icon = "tasks"
    list_display = ["title_ar", "title_fr", "confidence", "checked_on", "is_active"]
    list_filter = ["confidence", "is_active"]
    search_fields = ["code", "title_ar", "title_fr", "title_en"]
    panels = [
        MultiFieldPanel(in_three_languages("title"), heading=gettext_lazy("Title")),
        InlinePanel(
            "requirements",
            heading=gettext_lazy("Papers to bring"),
            label=gettext_lazy("Line"),
            panels=[
                FieldPanel("kinds", widget=CheckboxSelectMultiple),
                FieldRowPanel(in_three_languages("text")),
                FieldRowPanel(in_three_languages("whose")),
                FieldRowPanel(in_three_languages("note")),
                FieldPanel("confidence"),
            ],
        ),
        MultiFieldPanel(in_three_languages("note"), heading=gettext_lazy("Note")),
        MultiFieldPanel(
            [FieldPanel("checked_on"), FieldPanel("checked_by"), FieldPanel("source")],
            heading=gettext_lazy("Confirmation by the centre"),
        ),
        FieldRowPanel(
            [FieldPanel(name) for name in ("code", "position", "confidence", "is_active")]
        ),
    ]


class ReferenceDataGroup(SnippetViewSetGroup):
    """One menu for the lists."""

    items = (UnitViewSet, DocumentKindViewSet, ProcedureViewSet)
    menu_label = gettext_lazy("Lists of the archive")
    menu_icon = "list-ul"
    menu_order = 800


register_snippet(ReferenceDataGroup)


class DeskMenuItem(MenuItem):
    """Leads from the admin to the desks, for who holds something in the archive."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who has a right on some folder."""
        return bool(held_rights(request.user))


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    """Add the way to the desks."""
    return DeskMenuItem(
        gettext_lazy("Dossiers"),
        reverse_lazy("dossiers:home"),  # in the language of who looks
        icon_name="folder-open-inverse",
        order=1,
    )


for action in BULK_ACTIONS:
    # After Wagtail's own: the last of a name is taken.
    hooks.register("register_bulk_action", action, order=1)


@hooks.register("construct_homepage_panels")
def show_store(request: HttpRequest, panels: list[Any]) -> None:
    """Tell the technical administrator what is wrong with the store."""
    own_panels: list[StorePanel] = store_panels(request)
    panels.extend(own_panels)


@hooks.register("before_delete_snippet")
def keep_reference_data(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Refuse to delete a unit or a kind: papers and grants refer to it."""
    if not any(isinstance(instance, Unit | DocumentKind) for instance in instances):
        return None
    messages.error(
        request,
        _(
            "Documents and rights refer to units and kinds, so they cannot be deleted. Mark a kind"
            " as not in use instead."
        ),
    )
    return redirect("wagtailadmin_home")
