"""With which settings and database a place was prepared; other ones do not start on it.

One forgotten variable would otherwise fall back to the settings of the demo and to an empty
database beside the real store. Needs the standard library alone: the settings ask here.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

RECORD = "place.json"
EMBEDDED = "aman_site.settings.embedded"
VENDORS = {"django.db.backends.postgresql": "postgresql", "django.db.backends.sqlite3": "sqlite"}


@dataclass(frozen=True)
class Preparation:
    """Settings module and database; the host is told, not compared: it may move."""

    settings: str
    vendor: str
    database: str
    host: str = ""

    @classmethod
    def now(cls, *, var: Path, settings: str, database: dict[str, Any]) -> "Preparation":
        """Return what is configured; a SQLite file inside the place by its name there."""
        vendor = VENDORS.get(str(database["ENGINE"]), str(database["ENGINE"]))
        name = str(database["NAME"])
        if vendor == "sqlite" and Path(name).is_relative_to(var):
            name = str(Path(name).relative_to(var))
        return cls(settings, vendor, name, str(database.get("HOST") or ""))

    @property
    def variables(self) -> str:
        """The variables of the environment that bring this about."""
        words = [f"DJANGO_SETTINGS_MODULE={self.settings}"]
        if self.vendor == "postgresql":
            words.append(f"AMAN_POSTGRESQL_NAME={self.database}")
            words += [f"AMAN_POSTGRESQL_HOST={self.host}"] if self.host else []
        return " ".join(words)

    def differs_from(self, other: "Preparation") -> bool:
        """Tell whether the other is a fall-back of this one, or speaks of another database."""
        falls_back = other.settings == EMBEDDED != self.settings
        return falls_back or (self.vendor, self.database) != (other.vendor, other.database)


def read_preparation(var: Path) -> Preparation | None:
    """Return what this place was prepared with; None for one that never was.

    Raises SystemExit with a sentence where the record cannot be read.
    """
    try:
        return Preparation(**json.loads((var / RECORD).read_text()))
    except FileNotFoundError:
        return None
    except (OSError, TypeError, ValueError) as error:
        _refuse(
            f"{var / RECORD} cannot be read ({error}). It says with which settings this place was "
            f"prepared. Set the variables of the place, delete the file, and prepare it again."
        )


def write_preparation(var: Path, preparation: Preparation) -> None:
    """Record it; a process that is killed leaves the record before."""
    part = var / f".{RECORD}.part"
    part.write_text(json.dumps(asdict(preparation), indent=2) + "\n")
    part.replace(var / RECORD)


def require_same_place(*, var: Path, settings: str, database: dict[str, Any]) -> None:
    """Raise SystemExit with a sentence where the place was prepared otherwise."""
    prepared = read_preparation(var)
    now = Preparation.now(var=var, settings=settings, database=database)
    if prepared is None or not prepared.differs_from(now):
        return
    _refuse(
        f"This place ({var}) was prepared with {prepared.settings} and the {prepared.vendor} "
        f"database “{prepared.database}”. Now {now.settings} and the {now.vendor} database "
        f"“{now.database}” are set. Nothing was started or changed.\n"
        f"Set these variables and start again:\n    {prepared.variables}\n"
        f"To move the place to another database on purpose: docs/operations.md, “Moving a place”."
    )


def _refuse(sentence: str) -> NoReturn:
    raise SystemExit(sentence)
