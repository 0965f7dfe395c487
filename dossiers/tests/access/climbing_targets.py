"""What a climber of `test_rights_never_grow` tries: mostly what may give them more."""

from typing import Any

from dossiers.access.permissions import Right
from dossiers.access.roles import DOSSIER_ROLES, UNIT_ROLES, Role
from dossiers.models import Document, Dossier, Grant, Unit, User
from dossiers.tests.access.climbing_town import Measure
from dossiers.tests.access.walker import NothingToDoError


class Targets:
    """Choose rows by a number: half of the time the one of the step before, to go on with it.

    Else, four times in five, one that the person may act on, or any.
    """

    now: Measure
    me: User
    # The dossier and the paper of the step before.
    last: dict[Any, int]

    def one(self, model: Any, number: int, **wanted: Any) -> Any:
        """Return one row of a table as it stands now; raises NothingToDoError without any."""
        rows = list(model.objects.filter(**wanted).order_by("pk"))
        if not rows:
            raise NothingToDoError
        return rows[number % len(rows)]

    def dossier(self, number: int, right: Right = Right.FIND) -> Dossier:
        """Return a dossier, mostly one on which the person holds the right."""
        return self._likely(Dossier, number, pk__in=self._places_with(right))

    def paper(self, number: int) -> Document:
        """Return a paper, mostly one that the person may read."""
        return self._likely(Document, number, pages__in=self._pages_read())

    def paper_to_move(self, number: int) -> Document:
        """Return a paper, half of the time one that the person filed and may not read."""
        if number % 2:
            return self.paper(number // 2)
        unread = Document.objects.exclude(pages__in=self._pages_read())
        rows = list(unread.filter(filed_by=self.me).order_by("pk"))
        return rows[number // 2 % len(rows)] if rows else self.paper(number // 2)

    def _pages_read(self) -> set[int]:
        return {pk for what, pk, name in self.now if what == "page" and name == "read"}

    def _likely(self, model: Any, number: int, **reached: Any) -> Any:
        before = model.objects.filter(pk=self.last.get(model)).first()
        if number % 2 and before is not None:
            return before
        number //= 2
        rows = list(model.objects.filter(**reached).order_by("pk")) if number % 5 != 4 else []
        rows = rows or list(model.objects.order_by("pk"))
        row = rows[number // 5 % len(rows)]
        self.last[model] = row.pk
        return row

    def place(self, number: int, right: Right = Right.FIND) -> Any:
        """Return a unit or a dossier, mostly one on which the person holds the right."""
        if number % 3 != 2:
            return self.dossier(number // 3, right)
        return self.unit(number // 3, right)

    def unit(self, number: int, right: Right) -> Unit:
        """Return a unit, half of the time one on which the person holds the right."""
        held = Unit.objects.filter(pk__in=self._places_with(right)).order_by("pk")
        if number % 2 or not held:
            return self.one(Unit, number // 2)
        return held[number // 2 % len(held)]

    def role(self, number: int, place: Any) -> str:
        """Return a role given at such places, half of the time of the last three: they give most.

        One in ten is any.
        """
        if number % 10 == 0:
            return Role.values[number // 10 % len(Role)]
        offered = UNIT_ROLES if isinstance(place, Unit) else DOSSIER_ROLES
        offered = offered[-3:] if number % 2 else offered
        return offered[number // 10 % len(offered)]

    def grant(self, number: int) -> Grant:
        """Return a grant in force, half of the time where the person may share."""
        here = {"folder__in": self._places_with(Right.SHARE)} if number % 2 else {}
        return self.one(Grant, number // 2, ended_at=None, **here)

    def _places_with(self, right: Right) -> set[int]:
        return {pk for what, pk, name in self.now if what == "place" and name == right}

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
