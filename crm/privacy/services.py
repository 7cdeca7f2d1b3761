"""Seeing what is masked, and what people have agreed to."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import User
from crm.accounts.permissions import require
from crm.audit import services as audit
from crm.errors import Refused, TooMany
from crm.privacy.classification import personal_fields
from crm.privacy.models import Consent, Purpose, Reveal

AN_HOUR = timedelta(hours=1)
PER_HOUR = 60
SHORTEST_REASON = 4


@transaction.atomic
def reveal(actor: User, subject, field: str, *, because: str, project=None, now: datetime) -> str:
    """The clear value of a masked field, for a reason that is kept.

    `subject` comes from the room's own access function, which has checked that it is in scope. The actor's row
    is locked while his reveals of the hour are counted, so that parallel requests cannot pass the limit.
    """
    require(actor, "privacy.reveal", project=project)
    if field not in personal_fields(type(subject)):
        raise Refused(fields={"field": _("This is nothing that is masked.")})
    because = because.strip()
    if len(because) < SHORTEST_REASON:
        raise Refused(fields={"because": _("Say in a few words what you need it for.")})
    User.objects.select_for_update().get(pk=actor.pk)
    recent = Reveal.objects.filter(actor=actor, at__gt=now - AN_HOUR).count()
    if recent >= PER_HOUR and not actor.is_system:
        raise TooMany(
            _("You have unmasked very many today. Please ask the privacy officer."), retry_after=3600
        )
    row = Reveal.objects.create(
        at=now,
        actor=actor,
        subject=reference(subject),
        label=str(getattr(subject, "number", subject.pk)),
        field=field,
        because=because[:200],
    )
    audit.record(actor, "privacy.reveal", row, now=now, after={"subject": row.subject, "field": field})
    return getattr(subject, field) or ""


@transaction.atomic
def record_consent(
    actor, subject, *, purpose: str, given: bool, source: str, now: datetime, wording: str = "", until=None
) -> Consent:
    """What a person said about one purpose. Saying the same again is one statement."""
    if purpose not in Purpose.values:
        raise Refused(fields={"purpose": _("There is no such purpose.")})
    latest = latest_consent(subject, purpose)
    if latest and latest.given == given and latest.wording == wording and latest.until == until:
        return latest
    row = Consent.objects.create(
        subject=reference(subject),
        purpose=purpose,
        given=given,
        at=now,
        until=until,
        source=source,
        wording=wording,
        recorded_by=actor,
    )
    audit.record(
        actor, "privacy.consent", row, now=now, after={"purpose": purpose, "given": given, "source": source}
    )
    return row


def latest_consent(subject, purpose: str) -> Consent | None:
    """The statement that counts for this purpose."""
    return Consent.objects.filter(subject=reference(subject), purpose=purpose).order_by("-at", "-id").first()


def consented(subject, purpose: str, *, now: datetime) -> bool:
    """Whether the person has agreed and the agreement still runs; silence is a no."""
    latest = latest_consent(subject, purpose)
    return bool(latest and latest.given and (latest.until is None or latest.until > now))


def consents_of(subject) -> dict[str, Consent | None]:
    """Each purpose with the statement that counts; one query."""
    found: dict[str, Consent | None] = dict.fromkeys(Purpose.values)
    rows = (
        Consent.objects.filter(subject=reference(subject))
        .order_by("purpose", "-at", "-id")
        .distinct("purpose")
    )
    found.update({row.purpose: row for row in rows})
    return found


def history_of(subject):
    """All statements of a person, newest first."""
    return (
        Consent.objects.filter(subject=reference(subject))
        .select_related("recorded_by")
        .order_by("-at", "-id")
    )


def reveals():
    """Who saw what, newest first."""
    return Reveal.objects.select_related("actor")


def reference(subject) -> str:
    """How a row of another room is named here, since the ground floor knows none of them."""
    return f"{subject._meta.label_lower}:{subject.pk}"
