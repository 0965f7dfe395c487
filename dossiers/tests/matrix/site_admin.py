"""The expectation for Wagtail's admin, by hand: who gets past which door. Nobody by guess.

An editor works on pages, pictures and files; a moderator publishes too; users, groups, sites,
workflows, redirects and the lists of the archive are the technical administrator's. A role
of the archive alone opens nothing here. No answer of any door shows a thing of the archive.
"""

from .table import NOBODY, ROLES, roles

EVERYBODY = frozenset(ROLES)
EDIT = roles("web_editor moderator superuser")
PUBLISH = roles("moderator superuser")
TECHNICAL = roles("superuser")


def _at(namespace: str, who: frozenset[str], names: str) -> dict[str, frozenset[str]]:
    """Read the doors of one namespace from a line."""
    prefix = f"{namespace}:" if namespace else ""
    return {f"{prefix}{name}": who for name in names.split()}


_LIST = "index index_results"
_LISTED = f"{_LIST} add edit delete history history_results usage"
_CHOOSER = "choose choose_results chosen chosen_multiple"
_SNIPPET = "list list_results add edit usage history history_results"

OPENS: dict[str, frozenset[str]] = {
    # The way in, and what draws it.
    **_at("", EVERYBODY, "wagtailadmin_login wagtailadmin_sprite wagtailadmin_javascript_catalog"),
    # Passwords come from the administration (aman_site.accounts).
    **_at("", NOBODY, "wagtailadmin_password_reset wagtailadmin_password_reset_done"),
    **_at("", NOBODY, "wagtailadmin_password_reset_confirm wagtailadmin_password_reset_complete"),
    # What belongs to working here at all.
    **_at("", EDIT, "wagtailadmin_home wagtailadmin_account wagtailadmin_logout"),
    **_at("", EDIT, "wagtailadmin_dismissibles wagtailadmin_block_preview wagtailadmin_error_test"),
    **_at("", EDIT, "wagtailadmin_tag_autocomplete wagtailadmin_tag_model_autocomplete"),
    **_at("wagtailadmin_editing_sessions", EDIT, "ping release"),
    **_at("", EDIT, "admin/test404/"),  # what its error page looks like
    **_at("", NOBODY, "admin/^.*/$"),
    # Pages.
    **_at("", EDIT, "wagtailadmin_explore_root wagtailadmin_explore wagtailadmin_explore_results"),
    **_at("", EDIT, "wagtail_bulk_action"),
    **_at("wagtailadmin_pages", EDIT, "add preview_on_add type_use choose_parent usage edit copy"),
    **_at("wagtailadmin_pages", EDIT, "type_use_results preview_on_edit view_draft add_subpage"),
    **_at("wagtailadmin_pages", EDIT, "convert_alias search search_results workflow_action"),
    **_at("wagtailadmin_pages", EDIT, "collect_workflow_action_data workflow_preview"),
    **_at("wagtailadmin_pages", EDIT, "confirm_workflow_cancellation revisions_index"),
    **_at("wagtailadmin_pages", EDIT, "revisions_view revisions_revert move_confirm"),
    # The page is published: who may not publish neither moves nor removes nor locks it.
    **_at("wagtailadmin_pages", PUBLISH, "delete unpublish move set_page_position lock unlock"),
    **_at("wagtailadmin_pages", PUBLISH, "revisions_unschedule"),
    **_at("wagtailadmin_pages", EDIT, "revisions_compare workflow_history history"),
    **_at("wagtailadmin_pages", EDIT, "workflow_history_detail history_results"),
    **_at("wagtailadmin_pages", PUBLISH, "set_privacy"),
    **_at("", EDIT, "wagtailadmin_choose_page wagtailadmin_choose_page_child"),
    **_at("", EDIT, "wagtailadmin_choose_page_search wagtailadmin_choose_page_chosen_multiple"),
    **_at("", EDIT, "wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link"),
    **_at("", EDIT, "wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link"),
    **_at("simple_translation", TECHNICAL, "submit_page_translation submit_snippet_translation"),
    # The interface that Wagtail's own pages call, about pages, files and pictures alone.
    **_at("wagtailadmin_api:pages", EDIT, "listing detail find action"),
    **_at("wagtailadmin_api:documents", EDIT, "listing detail find"),
    **_at("wagtailadmin_api:images", EDIT, "listing detail find"),
    # Pictures and files of the public site.
    **_at("wagtailimages", EDIT, f"{_LIST} add edit delete preview image_usage add_multiple"),
    **_at("wagtailimages", EDIT, "url_generator url_generator_output edit_multiple"),
    **_at("wagtailimages", EDIT, "create_multiple_from_uploaded_image delete_multiple"),
    **_at("wagtailimages", EDIT, "delete_upload_multiple"),
    **_at("wagtailimages_chooser", EDIT, f"{_CHOOSER} create select_format"),
    **_at("wagtaildocs", EDIT, f"{_LIST} add edit delete add_multiple edit_multiple"),
    **_at("wagtaildocs", EDIT, "create_multiple_from_uploaded_document delete_multiple"),
    **_at("wagtaildocs", EDIT, "delete_upload_multiple document_usage"),
    **_at("wagtaildocs_chooser", EDIT, f"{_CHOOSER} create"),
    **_at("wagtailembeds", EDIT, "chooser chooser_upload"),
    # Reports about pages; nothing of the archive is in the history of the site.
    **_at("wagtailadmin_reports", PUBLISH, "locked_pages locked_pages_results"),
    **_at("wagtailadmin_reports", EDIT, "workflow workflow_results"),
    **_at("wagtailadmin_reports", EDIT, "workflow_tasks workflow_tasks_results"),
    **_at("wagtailadmin_reports", EDIT, "aging_pages aging_pages_results"),
    **_at("wagtailadmin_reports", EDIT, "page_types_usage page_types_usage_results"),
    **_at("wagtailadmin_reports", EDIT, "site_history site_history_results"),
    # The lists of the archive hold nothing about people; units and kinds are never deleted.
    **_at("wagtailsnippets", NOBODY, "index"),
    **_at("wagtailsnippets_dossiers_unit", TECHNICAL, _SNIPPET),
    **_at("wagtailsnippets_dossiers_unit", NOBODY, "delete"),
    **_at("wagtailsnippetchoosers_dossiers_unit", EDIT, _CHOOSER),
    **_at("wagtailsnippetchoosers_dossiers_unit", TECHNICAL, "create"),
    **_at("wagtailsnippets_dossiers_documentkind", TECHNICAL, _SNIPPET),
    **_at("wagtailsnippets_dossiers_documentkind", NOBODY, "delete"),
    **_at("wagtailsnippetchoosers_dossiers_documentkind", EDIT, _CHOOSER),
    **_at("wagtailsnippetchoosers_dossiers_documentkind", TECHNICAL, "create"),
    **_at("wagtailsnippets_dossiers_procedure", TECHNICAL, f"{_SNIPPET} delete"),
    **_at("wagtailsnippetchoosers_dossiers_procedure", EDIT, _CHOOSER),
    **_at("wagtailsnippetchoosers_dossiers_procedure", TECHNICAL, "create"),
    # How the site is run.
    **_at("wagtailadmin_collections", TECHNICAL, "index add edit delete set_privacy"),
    **_at("wagtailadmin_workflows", TECHNICAL, f"{_LIST} add enable disable edit usage remove"),
    **_at("wagtailadmin_workflows", TECHNICAL, "usage_results add_task select_task_type"),
    **_at("wagtailadmin_workflows", TECHNICAL, "task_index task_index_results edit_task"),
    **_at("wagtailadmin_workflows", TECHNICAL, "disable_task enable_task"),
    **_at("wagtailadmin_workflows", EDIT, "task_chooser task_chooser_results task_chosen"),
    **_at("wagtailadmin_workflows", EDIT, "task_chooser_create"),
    **_at("wagtailredirects", TECHNICAL, f"{_LIST} add edit delete start_import process_import"),
    **_at("wagtailsettings", TECHNICAL, "edit preview_on_edit"),
    **_at("wagtaillocales", TECHNICAL, _LISTED),
    **_at("wagtailsites", TECHNICAL, f"{_LISTED} copy"),
    **_at("wagtailusers_users", TECHNICAL, f"{_LISTED} copy"),
    **_at("wagtailusers_groups", TECHNICAL, _LISTED),
}

# Who may look, and yet not do it.
DEEDS: dict[str, frozenset[str]] = {
    "wagtailadmin_api:pages:action": PUBLISH,
    "wagtailadmin_pages:move_confirm": PUBLISH,
}

# Who is let in is sent where else a refusal would send: signed in already, or signed out now.
SENT_ELSEWHERE = {"wagtailadmin_login", "wagtailadmin_logout"}

# The page of the town is in no workflow: there is nothing to look at for anybody.
REFUSED_AS_IT_STANDS = {"wagtailadmin_pages:workflow_preview"}

# Wagtail's own views that fail on a form without any field (an empty POST is no use of them).
# They show nothing.
STUMBLE_OVER_EMPTY_FORMS = {
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_error_test",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:edit",
    "wagtaildocs:edit_multiple",
    "wagtaillocales:delete",  # by DELETE: the database refuses, for pages are written in it
    "wagtailredirects:process_import",
    "wagtailsnippetchoosers_dossiers_documentkind:create",
    "wagtailsnippetchoosers_dossiers_procedure:create",
    "wagtailsnippetchoosers_dossiers_unit:create",
}
# Its door for trying the page of an error.
FAILS_ON_PURPOSE = {"wagtailadmin_error_test"}
