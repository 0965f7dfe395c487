"""When the last backup of this place began: what it did not see is not deleted.

A backup writes the mark when it is complete and checked. Without one, nothing that was put
aside is deleted.
"""

import json
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

MARK = "last-backup.json"


def last_backup_began(place: str) -> datetime | None:
    """Return when the last whole backup of this place began; None without a mark to believe.

    The mark: `{"place": id, "started_at": …, "finished_at": …}`, moments in ISO 8601 with
    their offset.
    """
    try:
        mark = json.loads((Path(settings.AMAN_VAR_DIR) / MARK).read_text())
        began, ended = (datetime.fromisoformat(mark[key]) for key in ("started_at", "finished_at"))
        is_ours = bool(place) and mark["place"] == place
        is_whole = is_ours and began <= ended <= timezone.now()
    except (OSError, ValueError, KeyError, TypeError):
        # None, a half-written one, one without an offset: no mark to believe.
        return None
    return began if is_whole else None
