"""A large invented archive, written straight into the tables: quick, but true as a tree."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models.sql import InsertQuery
from django.utils import timezone

from dossiers.access.roles import Role
from dossiers.models import Document, DocumentKind, Dossier, Folder, FolderClosure, Unit, User
from dossiers.models.identity import new_uid
from dossiers.sharing.folder_closure import rebuild_closure
from dossiers.sharing.grants import give_role
from dossiers.vocabulary import ConfidentialityClass, DocumentState, GrantCause

DOCUMENTS_PER_DOSSIER = 4
UNITS = 6
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Archive:
    """Ids of what was written: the centre, its units, dossiers in order of age."""

    centre: Unit
    units: list[Unit]
    dossier_ids: list[int]


def build_archive(documents: int) -> Archive:
    """Write units, dossiers and this many filed papers, spread over units and classes."""
    centre = _unit("aman", parent=None)
    units = [_unit(f"bench{number}", parent=centre) for number in range(UNITS)]
    ids = _write_dossiers(units, count=documents // DOCUMENTS_PER_DOSSIER)
    _write_documents(ids, units)
    if connection.vendor == "postgresql":  # by itself it would do so within minutes
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return Archive(centre=centre, units=units, dossier_ids=ids)


def holder(name: str, role: Role, folders: Iterable[Folder]) -> User:
    """Make a user who holds the role on each of the folders."""
    user = User.objects.create(username=name)
    with transaction.atomic():
        for folder in folders:
            give_role(folder=folder, to=user, role=role, cause=GrantCause.SHARING, by=None)
    return user


def _unit(code: str, *, parent: Unit | None) -> Unit:
    unit = Unit.objects.create(code=code, name_ar=code, name_fr=code, name_en=code, parent=parent)
    rebuild_closure(unit)
    return unit


def _write_dossiers(units: list[Unit], *, count: int) -> list[int]:
    Folder.objects.bulk_create([Folder(uid=new_uid()) for _ in range(count)], batch_size=BATCH)
    last = max(unit.pk for unit in units)
    ids = list(Folder.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True))
    today, now = timezone.localdate(), timezone.now()
    for start in range(0, count, BATCH):
        _insert_alone(
            Dossier(
                folder_id=pk,
                reference=f"2000/{number:06d}",
                unit=units[number % UNITS],
                opened_on=today,
                created_at=now,
            )
            for number, pk in enumerate(ids[start : start + BATCH], start)
        )
    centre_id: int = units[0].parent_id  # type: ignore[assignment]  # each has a parent
    for start in range(0, count, BATCH):
        FolderClosure.objects.bulk_create(
            FolderClosure(ancestor_id=ancestor, descendant_id=pk)
            for number, pk in enumerate(ids[start : start + BATCH], start)
            for ancestor in (pk, units[number % UNITS].pk, centre_id)
        )
    return ids


def _insert_alone(dossiers: Iterable[Dossier]) -> None:
    """Insert the rows of the dossiers without those of their folders, which are there already.

    `bulk_create` refuses children of a table; this is what it would do.
    """
    query = InsertQuery(Dossier)
    query.insert_values(Dossier._meta.local_concrete_fields, list(dossiers), raw=True)
    query.get_compiler(connection=connection).execute_sql()


def _write_documents(dossier_ids: list[int], units: list[Unit]) -> None:
    kinds = {
        paper_class: DocumentKind.objects.get_or_create(
            code=f"B{number:03d}", defaults={"paper_class": paper_class, "name_ar": paper_class}
        )[0]
        for number, paper_class in enumerate(ConfidentialityClass.values)
    }
    batch: list[Document] = []
    for number, dossier_id in enumerate(dossier_ids):
        for position in range(DOCUMENTS_PER_DOSSIER):
            paper_class = ConfidentialityClass.values[
                (number + position) % len(ConfidentialityClass.values)
            ]
            batch.append(
                Document(
                    state=DocumentState.FILED,
                    dossier_id=dossier_id,
                    unit=units[number % UNITS],
                    kind=kinds[paper_class],
                    paper_class=paper_class,
                )
            )
        if len(batch) >= BATCH:
            Document.objects.bulk_create(batch)
            batch.clear()
    Document.objects.bulk_create(batch)
