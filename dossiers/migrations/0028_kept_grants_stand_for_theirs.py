"""Tie what was kept inside a boundary to the grant above that it was kept for.

Directors and auditors were kept in their role. Whoever drew the boundary, or answered for the
dossier, was kept as its responsible, for good: that ends with the grant above by which they
shared. Where no such grant is found, what was kept stays as it is.
"""

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

FIND, VIEW = "find_dossier", "view_dossier"
READ_ALL = {FIND, VIEW, "view_civil", "view_school", "view_medical", "view_protection"}
RESPONSIBLE = READ_ALL | {
    "file_document",
    "change_dossier",
    "share_dossier",
    "close_dossier",
    "export_dossier",
}
# The rights of every role as they were when this was written.
RIGHTS = {
    "scanning_desk": {FIND, "file_document"},
    "registration_worker": {FIND, VIEW, "view_civil", "file_document", "change_dossier"},
    "finder": {FIND},
    "educator": {FIND, VIEW, "view_school"},
    "health_officer": {FIND, VIEW, "view_medical"},
    "social_worker": {FIND, VIEW, "view_civil", "view_school", "file_document", "change_dossier"},
    "responsible": RESPONSIBLE,
    "supervisor": RESPONSIBLE | {"triage_referral"},
    "director": RESPONSIBLE | {"destroy_dossier", "triage_referral", "review_break_glass"},
    "auditor": {"read_journal"},
    "reader": {FIND, VIEW},
    "reader_civil": {FIND, VIEW, "view_civil"},
    "reader_school": {FIND, VIEW, "view_school"},
    "reader_medical": {FIND, VIEW, "view_medical"},
    "reader_protection": {FIND, VIEW, "view_protection"},
    "reader_all": READ_ALL,
    "break_glass": READ_ALL,
}
SHARES = ("responsible", "supervisor", "director")


def tie(apps, schema_editor):
    """Name the grant above, and let what is kept end with it."""
    Grant = apps.get_model("dossiers", "Grant")
    kept = in_force(Grant).filter(cause="protection", stands_for=None)
    for grant in kept.order_by("pk").iterator(500):
        source = source_of(grant, apps)
        if source is None:
            continue
        grant.stands_for = source
        is_shorter = source.valid_until is not None and grant.valid_until is None
        if is_shorter:
            grant.valid_until = source.valid_until
        grant.save(update_fields=["stands_for", "valid_until"])
        if is_shorter:
            shorten_rows(grant, apps)


def in_force(Grant):
    """Keep what is neither ended nor expired."""
    lasting = Q(valid_until=None) | Q(valid_until__gt=timezone.now())
    return Grant.objects.filter(lasting, ended_at=None)


def source_of(grant, apps):
    """Return the longest grant above by which the holder stands inside, or None."""
    Grant = apps.get_model("dossiers", "Grant")
    above = in_force(Grant).filter(folder_id__in=list(containers(grant.folder_id, apps)))
    if grant.role in ("director", "auditor"):
        holder = {"user_id": grant.user_id, "group_id": grant.group_id}
        found = list(above.filter(role=grant.role, **holder))
    elif grant.user_id:
        own = Q(user_id=grant.user_id) | Q(group__user=grant.user_id)
        found = list(above.filter(own, role__in=SHARES).distinct())
    else:
        found = []
    for one in found:
        if one.valid_until is None:
            return one
    return max(found, key=lambda one: one.valid_until, default=None)


def containers(folder_id, apps):
    """Yield the ids of all that a dossier lies in."""
    Dossier, Unit = apps.get_model("dossiers", "Dossier"), apps.get_model("dossiers", "Unit")
    here = Dossier.objects.filter(pk=folder_id).values_list("parent_id", "unit_id").first()
    if here is None:
        return
    parent, unit = here
    if parent:
        yield parent
    while unit:
        yield unit
        unit = Unit.objects.filter(pk=unit).values_list("parent_id", flat=True).first()


def shorten_rows(grant, apps):
    """Make the derived rows of the holder on the folder last as long as their grants again."""
    rows, holder = (
        ("FolderGroupPermission", {"group_id": grant.group_id})
        if grant.group_id
        else ("FolderUserPermission", {"user_id": grant.user_id})
    )
    grants = list(
        in_force(apps.get_model("dossiers", "Grant")).filter(folder_id=grant.folder_id, **holder)
    )
    table = apps.get_model("dossiers", rows).objects
    for row in table.filter(content_object_id=grant.folder_id, **holder).select_related(
        "permission"
    ):
        moments = [
            one.valid_until for one in grants if row.permission.codename in RIGHTS[one.role]
        ]
        if moments:
            row.valid_until = None if None in moments else max(moments)
            row.save(update_fields=["valid_until"])


def untie(apps, schema_editor):
    """Forget what was tied; how long it holds stays."""
    apps.get_model("dossiers", "Grant").objects.update(stands_for=None)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0027_grant_stands_for_and_document_taken_from")]

    operations = [migrations.RunPython(tie, untie)]
