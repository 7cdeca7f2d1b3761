"""Seeing what is masked, and what people have agreed to."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Role, User
from crm.accounts.permissions import require, roles_with
from crm.audit import services as audit
from crm.errors import NotAllowed, Refused, TooMany
from crm.events import alarms
from crm.privacy import visibility
from crm.privacy.classification import personal_fields
from crm.privacy.models import Consent, ConsentWording, Purpose, Reveal, RevealLimit

AN_HOUR = timedelta(hours=1)
PER_HOUR = 60
SHORTEST_REASON = 4
SHOWN_FOR = 60  # seconds, then a page masks the value again
TOO_MANY = "reveal_limit"  # the alarm of somebody who has unmasked as many as he may


@transaction.atomic
def reveal(actor: User, subject, field: str, *, because: str, project=None, now: datetime) -> str:
    """The clear value of a masked field, for a reason that is kept.

    `subject` comes from the room's own access function, which has checked that it is in scope. The actor's row
    is locked while his reveals of the hour are counted, so that parallel requests cannot pass the limit. What
    his role does not see even masked is not uncovered. Whoever reaches his limit sets off an alarm.
    """
    require(actor, "privacy.reveal", project=project)
    if field not in personal_fields(type(subject)):
        raise Refused(fields={"field": _("This is nothing that is masked.")})
    key = f"{subject._meta.label_lower}.{field}"
    if visibility.is_declared(key) and visibility.how(actor, key, project) is visibility.HIDDEN:
        raise NotAllowed(verb="privacy.reveal")
    because = because.strip()
    if len(because) < SHORTEST_REASON:
        raise Refused(fields={"because": _("Say in a few words what you need it for.")})
    User.objects.select_for_update().get(pk=actor.pk)
    recent = Reveal.objects.filter(actor=actor, at__gt=now - AN_HOUR).count()
    most = limit_of(actor)
    if recent >= most and not actor.is_system:
        raise TooMany(
            _("You have unmasked very many today. Please ask the privacy officer."), retry_after=3600
        )
    if recent + 1 == most:
        alarms.sound(TOO_MANY, actor.username, detail=str(most), now=now)
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


def limit_of(actor: User) -> int:
    """How many values he may unmask within an hour: the most that one of his roles gives."""
    said = dict(RevealLimit.objects.values_list("role", "per_hour"))
    return max((said.get(role, PER_HOUR) for role in actor.roles), default=PER_HOUR)


def limits() -> list[tuple[str, object, int]]:
    """(role, its name, how many an hour) of every role that may unmask."""
    said = dict(RevealLimit.objects.values_list("role", "per_hour"))
    holding = roles_with("privacy.reveal")
    return [
        (role.value, role.label, said.get(role.value, PER_HOUR)) for role in Role if role.value in holding
    ]


@transaction.atomic
def set_limit(actor, *, role: str, per_hour: int, now: datetime) -> RevealLimit:
    """How many values a role may unmask within an hour: 1 to 1000."""
    if role not in roles_with("privacy.reveal") or not 1 <= per_hour <= 1000:
        raise Refused(fields={"per_hour": _("A whole number from 1 to 1000.")})
    before = RevealLimit.objects.filter(role=role).values_list("per_hour", flat=True).first()
    row, _made = RevealLimit.objects.update_or_create(
        role=role, defaults={"per_hour": per_hour, "changed_by": actor, "changed_at": now}
    )
    audit.record(
        actor,
        "privacy.limit",
        row,
        now=now,
        before={"per_hour": before},
        after={"role": role, "per_hour": per_hour},
    )
    return row


def sounded():
    """Who has unmasked as many as he may and has not been asked about it yet."""
    return alarms.standing(TOO_MANY)


@transaction.atomic
def asked_about(actor, username: str, *, now: datetime) -> None:
    """The privacy officer has looked into it."""
    alarms.clear(TOO_MANY, username, now=now)
    subject = User.objects.filter(username=username).first()
    if subject is not None:
        audit.record(actor, "privacy.limit.asked", subject, now=now)


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


def withdrawn(subject, purpose: str, *, now: datetime) -> bool:
    """Whether the person has said no, or his yes has run out; silence is neither."""
    latest = latest_consent(subject, purpose)
    return bool(latest and (not latest.given or (latest.until is not None and latest.until <= now)))


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


def current_wordings(*, now: datetime) -> dict[str, ConsentWording]:
    """The newest wording of each purpose; one query."""
    rows = (
        ConsentWording.objects.filter(active_from__lte=now)
        .order_by("purpose", "-version")
        .distinct("purpose")
    )
    return {row.purpose: row for row in rows}


def wordings():
    """All wordings, the newest of each purpose first."""
    return ConsentWording.objects.select_related("written_by").order_by("purpose", "-version")


@transaction.atomic
def write_wording(actor, *, purpose: str, texts: dict[str, str], now: datetime) -> ConsentWording:
    """A new version of what people agree to, in all four languages; what was agreed to before keeps its own."""
    if purpose not in Purpose.values:
        raise Refused(fields={"purpose": _("There is no such purpose.")})
    languages = [code for code, _label in settings.LANGUAGES]
    plain = {code: texts.get(code, "").strip() for code in languages}
    missing = {code: _("Write it in every language.") for code, text in plain.items() if not text}
    if missing:
        raise Refused(fields=missing)
    newest = ConsentWording.objects.select_for_update().filter(purpose=purpose).order_by("-version").first()
    version = (newest.version if newest else 0) + 1
    row = ConsentWording.objects.create(
        code=f"{purpose}-{version}",
        purpose=purpose,
        version=version,
        texts=plain,
        active_from=now,
        written_by=actor,
    )
    audit.record(actor, "privacy.wording", row, now=now, after={"code": row.code})
    return row


def reveals(*, actor: str = "", label: str = "", field: str = ""):
    """Who saw what, newest first; by the user name of who saw it, the number of whom, and the column."""
    rows = Reveal.objects.select_related("actor")
    said = {"actor__username": actor, "label": label.upper(), "field": field}
    return rows.filter(**{name: value for name, value in said.items() if value})


def reference(subject) -> str:
    """How a row of another room is named here, since the ground floor knows none of them."""
    return f"{subject._meta.label_lower}:{subject.pk}"
