"""What an owner agreed to: on his card, by a link on his own phone, and asked before something is sent."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm.accounts import services as accounts
from crm.audit.services import record
from crm.errors import NotFound, Refused
from crm.messages import services as messages
from crm.privacy import services as privacy
from crm.privacy.models import Consent, ConsentWording, Purpose
from owners.people.models import Owner

from .models import ConsentLink

OPEN_FOR = timedelta(days=14)
SOURCES = ("phone", "desk", "form", "letter", "mail")
BY_LINK = "link"
MACHINE = "portal"


@dataclass(frozen=True)
class Standing:
    """One purpose as it stands: the statement that counts, if any, and the text in force today."""

    purpose: str
    label: object
    statement: Consent | None
    wording: ConsentWording | None
    runs: bool

    def text(self, language: str) -> str:
        return self.wording.texts.get(language, self.wording.texts.get("en", "")) if self.wording else ""


def standings(owner: Owner, *, now: datetime) -> list[Standing]:
    """Every purpose with what the owner said of it; two queries."""
    said, wordings = privacy.consents_of(owner), privacy.current_wordings(now=now)
    return [_standing(purpose, said[purpose.value], wordings.get(purpose.value), now) for purpose in Purpose]


def _standing(purpose, statement, wording, now) -> Standing:
    runs = bool(statement and statement.given and (statement.until is None or statement.until > now))
    return Standing(purpose.value, purpose.label, statement, wording, runs)


@transaction.atomic
def say(actor, owner: Owner, *, purpose: str, given: bool, source: str, until=None, now: datetime) -> Consent:
    """Note what an owner said, with the wording that was in force; `source` is one of SOURCES or by link."""
    if source not in (*SOURCES, BY_LINK):
        raise Refused(fields={"source": _("Choose one of the list.")})
    if until is not None and until <= now:
        raise Refused(fields={"until": _("This day is past.")})
    if owner.erased_at is not None:
        raise NotFound
    wording = privacy.current_wordings(now=now).get(purpose)
    return privacy.record_consent(
        actor,
        owner,
        purpose=purpose,
        given=given,
        source=source,
        until=until if given else None,
        wording=wording.code if wording else "",
        now=now,
    )


@transaction.atomic
def send_link(actor, owner: Owner, *, now: datetime) -> ConsentLink:
    """Send the owner a link on which he sees and changes what he agreed to; an earlier link ends.

    Refused where there is neither a telephone nor an e-mail address to send it to.
    """
    channel, address = _way_to(owner)
    if not address:
        raise Refused(_("There is neither a telephone number nor an e-mail address."))
    ConsentLink.objects.filter(owner=owner, revoked_at=None).update(revoked_at=now)
    token = secrets.token_urlsafe(24)
    row = ConsentLink.objects.create(
        owner=owner, token_hash=_hash(token), made_by=actor, made_at=now, expires_at=now + OPEN_FOR
    )
    with translation.override(owner.language):
        messages.send(
            to=address,
            channel=channel,
            subject=_("What we may use your data for"),
            body=_(
                "Here you see what you have agreed to, and can change it at any time until %(day)s: %(link)s"
            )
            % {
                "day": f"{row.expires_at:%Y-%m-%d}",
                "link": f"{settings.PUBLIC_URL}/portal/{token}/consents/",
            },
            language=owner.language,
            subject_ref=f"owner:{owner.number}",
            now=now,
        )
    record(actor, "privacy.consent.link", owner, now=now)
    return row


def _way_to(owner: Owner) -> tuple[str, str]:
    """A text message where there is a telephone and it is preferred, or no address of mail; else mail."""
    if owner.phone and (owner.preferred_channel == "sms" or not owner.email):
        return "sms", owner.phone
    return "mail", owner.email or ""


def owner_behind(token: str, *, now: datetime) -> Owner:
    """Whose link this is; NotFound alike for one that is unknown, over or replaced. Looking uses nothing up."""
    row = (
        ConsentLink.objects.select_related("owner")
        .filter(token_hash=_hash(token), revoked_at=None, expires_at__gt=now, owner__erased_at=None)
        .first()
    )
    if row is None:
        raise NotFound
    return row.owner


@transaction.atomic
def say_by_link(token: str, *, purpose: str, given: bool, now: datetime) -> Consent:
    """The owner himself says it, on his phone."""
    owner = owner_behind(token, now=now)
    ConsentLink.objects.filter(token_hash=_hash(token)).update(used_at=now)
    return say(accounts.system_user(MACHINE), owner, purpose=purpose, given=given, source=BY_LINK, now=now)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def refused(owner: Owner, purpose: str, *, now: datetime) -> bool:
    """Whether the owner has said no to this purpose, or his yes has run out: then nothing of the kind is sent."""
    return privacy.withdrawn(owner, purpose, now=now)


def owners_who(purpose: str, *, given: bool):
    """A queryset of the keys of owners whose latest word on a purpose is this: for segments and exports."""
    latest = (
        Consent.objects.filter(purpose=purpose, subject__startswith="owners.owner:")
        .order_by("subject", "-at", "-id")
        .distinct("subject")
    )
    return [
        int(row.subject.rpartition(":")[2])
        for row in Consent.objects.filter(pk__in=latest.values("pk"), given=given).only("subject")
    ]
