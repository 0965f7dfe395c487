"""Take in what the public reports: once, whatever is sent again, and refused for no number."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils.crypto import salted_hmac

from dossiers import journal, rate_limits
from dossiers.models import Referral, ReferralAddition, Unit
from dossiers.rate_limits import Limit, connection_of
from dossiers.vocabulary import JournalAction, ReferralState

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# With more, a form sent again is another report: those are counted.
MOST_ADDITIONS = 20
WORDS = ("description", "child", "place", "reporter", "contact")


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody wrote."""

    description: str
    child: str
    place: str
    reporter: str
    contact: str
    language: str

    @property
    def digest(self) -> str:
        """A keyed digest of the words: equal for equal words."""
        return _digest("words", "\0".join(getattr(self, name) for name in WORDS))


@transaction.atomic
def receive_report(
    report: Report, *, unit: Unit, form: str, address: str, is_trapped: bool
) -> Referral:
    """Keep a report in the inbox of `unit`; return the referral whose number the sender gets.

    `form` is the form it was written in ("" for none): the same words sent again are one report,
    more words an addition to it, other words another report. `address` sent so many reports that
    the limit is passed: the report is kept as doubtful. Raises ValidationError; nothing is written.
    """
    form_digest = _digest("form", form) if form else ""
    if form_digest:
        # Who sends the same form at the same moment waits here.
        rate_limits.count(f"form {form_digest}", span=DAY)
        known = _known(report, form_digest)
        if known is not None:
            return known
        first = _continued(report, form_digest)
        if first is not None:
            return _add(report, first)
    referral = Referral(
        **asdict(report),
        unit=unit,
        state=ReferralState.SPAM if is_trapped else ReferralState.NEW,
        is_doubtful=_are_many(address),
        form_digest=form_digest,
        content_digest=report.digest,
    )
    _validate(referral)
    referral.save()
    journal.record(by=None, action=JournalAction.REFERRAL, thing=referral)
    return referral


def _known(report: Report, form_digest: str) -> Referral | None:
    """Return the referral that these very words from this form became or were added to."""
    sent = Referral.objects.filter(form_digest=form_digest)
    return (
        sent.filter(content_digest=report.digest).first()
        or sent.filter(additions__content_digest=report.digest).first()
    )


def _continued(report: Report, form_digest: str) -> Referral | None:
    """Return the referral of this form that these words continue: all of it is in them."""
    for referral in Referral.objects.filter(form_digest=form_digest).order_by("-pk"):
        additions = list(referral.additions.all())
        if len(additions) >= MOST_ADDITIONS:
            continue
        last = additions[-1] if additions else referral
        if all(_plain(getattr(last, name)) in _plain(getattr(report, name)) for name in WORDS):
            return referral
    return None


def _add(report: Report, referral: Referral) -> Referral:
    """Keep what continues a report beside it; one that was decided is new again."""
    addition = ReferralAddition(**asdict(report), referral=referral, content_digest=report.digest)
    _validate(addition)
    addition.save()
    if referral.state != ReferralState.SPAM:
        referral.state = ReferralState.NEW
        referral.save(update_fields=["state"])
    journal.record(by=None, action=JournalAction.REFERRAL, thing=referral, addition=addition.pk)
    return referral


def _validate(words: Referral | ReferralAddition) -> None:
    # A TextField does not look at its own limit.
    MaxLengthValidator(Referral._meta.get_field("description").max_length)(words.description)
    words.full_clean()


def _are_many(address: str) -> bool:
    """Count a report of this address; tell whether there are more than the limit in this hour."""
    if not address:
        return False
    limit = Limit(settings.AMAN_REPORTS_PER_HOUR, HOUR)
    return not rate_limits.take(f"reports {connection_of(address)}", limit)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _digest(what: str, text: str) -> str:
    return salted_hmac(f"dossiers.referral.{what}", text, algorithm="sha256").hexdigest()
