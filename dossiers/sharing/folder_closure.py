"""Maintain the closure table of folders: what lies in what, and where a boundary stands."""

from collections.abc import Iterator

from dossiers.access import visibility
from dossiers.models import Dossier, Folder, FolderClosure, Unit


def rebuild_closure(folder: Folder) -> None:
    """Write the rows of this folder anew from its place in the tree and its boundaries."""
    wanted = dict(ancestors_of(folder))
    rows = FolderClosure.objects.filter(descendant_id=folder.pk)
    rows.exclude(ancestor_id__in=wanted).delete()
    FolderClosure.objects.bulk_create(
        [
            FolderClosure(ancestor_id=ancestor, descendant_id=folder.pk, find_only=find_only)
            for ancestor, find_only in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["descendant", "ancestor"],
        update_fields=["find_only"],
    )
    visibility.clear_request_cache()


def rebuild_closure_below(folder: Folder) -> list[Dossier]:
    """Do so for the folder and all dossiers in it; return those dossiers."""
    rebuild_closure(folder)
    if isinstance(folder, Dossier):
        below = list(folder.sub_dossiers.all())
    else:
        units = [folder.pk, *Unit.objects.filter(parent_id=folder.pk).values_list("pk", flat=True)]
        for unit in Unit.objects.filter(parent_id=folder.pk):
            rebuild_closure(unit)
        below = list(Dossier.objects.filter(unit_id__in=units).order_by("depth"))
    for dossier in below:
        rebuild_closure(dossier)
    return below


def ancestors_of(folder: Folder) -> Iterator[tuple[int, bool]]:
    """Yield (id, find_only) of every folder that reaches this one, itself first."""
    yield folder.pk, False
    find_only = False
    here: Dossier | Unit | None = folder if isinstance(folder, Dossier | Unit) else None
    while here is not None:
        if isinstance(here, Dossier):
            if here.protected:
                return
            find_only = find_only or not here.inherits
            here = here.parent or here.unit
        else:
            here = here.parent
        if here is not None:
            yield here.pk, find_only
