"""What a climber of `test_rights_never_grow` tries: mostly what may give them more."""

from typing import Any

from dossiers.access.permissions import Right
from dossiers.models import Document, Dossier, Unit
from dossiers.tests.access.climbing_town import Measure


class Targets:
    """Choose rows by a number: four times in five one that the person may act on, else any.

    The numbers tried first, the small ones, aim.
    """

    now: Measure

    def one(self, model: Any, number: int, **wanted: Any) -> Any:
        """Return one row of a table as it stands now, or None."""
        rows = list(model.objects.filter(**wanted).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def dossier(self, number: int, right: Right = Right.FIND) -> Dossier:
        """Return a dossier, mostly one on which the person holds the right."""
        held = {pk for what, pk, name in self.now if what == "place" and name == right}
        return self._likely(Dossier, number, pk__in=held)

    def paper(self, number: int) -> Document:
        """Return a paper, mostly one that the person may read."""
        read = {pk for what, pk, _right in self.now if what == "page"}
        return self._likely(Document, number, pages__in=read)

    def _likely(self, model: Any, number: int, **reached: Any) -> Any:
        rows = list(model.objects.filter(**reached).order_by("pk")) if number % 5 != 4 else []
        rows = rows or list(model.objects.order_by("pk"))
        return rows[number // 5 % len(rows)]

    def place(self, number: int, right: Right = Right.FIND) -> Any:
        """Return a unit or a dossier."""
        if number % 3 == 2:
            return self.one(Unit, number // 3)
        return self.dossier(number // 3, right)

    def richer_place(self, number: int, than: Dossier) -> Any:
        """Return where a dossier might be put to hold more of it; a third of the time, anywhere."""
        held = self._rights_at(than.pk)
        rows = [*Unit.objects.order_by("pk"), *Dossier.objects.order_by("pk")]
        richer = [
            row
            for row in rows
            if row.pk not in (than.pk, than.container_id)
            and self._gives_more(self._rights_at(row.pk), held)
        ]
        if number % 3 == 2 or not richer:
            return self.place(number // 3)
        return richer[number // 3 % len(richer)]

    def richer_dossier(self, number: int, than: Document) -> Dossier:
        """Return where a paper might be put to do more with it; a third of the time, anywhere."""
        held = self._rights_at(than.dossier_id or than.taken_from_id)
        richer = [
            row
            for row in Dossier.objects.exclude(pk=than.dossier_id).order_by("pk")
            if self._gives_more(self._rights_at(row.pk), held)
        ]
        if number % 3 == 2 or not richer:
            return self.dossier(number // 3, Right.FILE)
        return richer[number // 3 % len(richer)]

    def _rights_at(self, pk: int | None) -> dict[str, Any]:
        return {
            right: until
            for (what, place, right), until in self.now.items()
            if what == "place" and place == pk
        }

    @staticmethod
    def _gives_more(there: dict[str, Any], here: dict[str, Any]) -> bool:
        """Tell whether one may file there, and a right is held that is not here, or longer."""
        return Right.FILE in there and any(
            right not in here or until > here[right] for right, until in there.items()
        )
