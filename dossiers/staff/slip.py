"""What is handed to somebody who is invited: a link, a picture of it for a telephone, a code."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from dossiers.models import User

from .actions.invitations import Link
from .codes import Secret


@dataclass(frozen=True, slots=True)
class Slip:
    """The contents of one slip; no password is on it."""

    person: User
    # Where the code is typed, and the link that carries the token behind its `#`.
    page: str
    address: str
    code: str
    valid_until: datetime

    @property
    def picture(self) -> str:
        """The link as a QR code: the address of an image (`data:`)."""
        # Optional: only who prints needs it in memory.
        import segno

        drawn = segno.make(self.address, error="m", micro=False)
        return str(drawn.svg_data_uri(border=4, scale=5))


def page_address(*, language: str, site: str) -> str:
    """Return the address of the page of codes in a language; `site` without a slash at its end."""
    with override(language):
        return f"{site}{reverse('invitation:enter')}"


def link_address(secret: Secret, *, language: str, site: str) -> str:
    """Return the one-time link."""
    return f"{page_address(language=language, site=site)}#{secret.token}"


def slip_of(link: Link, *, site: str) -> Slip:
    """Return the slip of the link of an account."""
    person = link.invitation.user
    assert person is not None  # noqa: S101 (a set-up link has no slip)
    return Slip(
        person=person,
        page=page_address(language=person.language, site=site),
        address=link_address(link.secret, language=person.language, site=site),
        code=link.secret.spelt_code,
        valid_until=timezone.localtime(link.invitation.valid_until),
    )
