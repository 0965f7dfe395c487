"""Set-up links as the terminal prints them; nothing else ever does."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import override

from dossiers.models import Invitation
from dossiers.staff.actions.invitations import Link
from dossiers.staff.slip import link_address

WHO = {
    Invitation.Purpose.FIRST_ADMINISTRATOR: "First technical administrator",
    Invitation.Purpose.FIRST_DIRECTOR: "First director",
}


def setup_lines(links: Iterable[Link], *, site: str) -> Iterator[str]:
    """Yield the lines for some links: for whom, the address, until when."""
    for link in links:
        invitation = link.invitation
        language = invitation.user.language if invitation.user else settings.LANGUAGE_CODE
        until = f"{localtime(invitation.valid_until):%Y-%m-%d %H:%M}"
        with override("en"):
            who = WHO[Invitation.Purpose(invitation.purpose)]
            name = f", {invitation.user.get_full_name()}" if invitation.user else ""
        yield ""
        yield f"  {who}{name} (until {until})"
        yield f"    {link_address(link.secret, language=language, site=site)}"
        yield f"    or type the code {link.secret.spelt_code} there"
