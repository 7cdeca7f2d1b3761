"""The only writers of prospects and of the weights of their score."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, Refused, Stale
from owners.days import day_of
from owners.homes.models import HomeType
from owners.people import rules as people_rules
from owners.people import services as people
from owners.people.choices import OwnerKind, Source
from owners.people.models import Owner
from owners.people.selectors import owner_by_email, owner_by_phone

from . import keeping, rules
from .choices import Lost, Purpose, Wanted
from .models import Prospect, ScoreWeights

INTEREST = (
    "purpose",
    "home_type",
    "bedrooms",
    "area_min",
    "area_max",
    "budget_min",
    "budget_max",
    "wanted",
    "wishes",
)
_CHOICES = {"purpose": Purpose, "home_type": HomeType, "wanted": Wanted}
_LENGTHS = {"wishes": 300, "next_step": 200, "campaign": 80, "lost_words": 200}


@transaction.atomic
def open_prospect(
    actor,
    *,
    project,
    owner: Owner | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
    language: str = "",
    source: str,
    campaign: str = "",
    interest: dict | None = None,
    next_step: str = "",
    next_step_on: date | None = None,
    salesperson=None,
    now: datetime,
) -> Prospect:
    """Somebody asks about a project: he becomes a prospect there, or is one already and has asked once more.

    He is `owner`, or whoever has this phone number or, alone, this e-mail address where the actor sees him, or a new
    person of this name. A number
    of somebody the actor does not see is refused with the code `duplicate_owner`: nobody learns by typing numbers
    who is known elsewhere. What was said of his interest before stays where nothing new is said.

    1. check  2. find or add the person  3. open, or hear again  4. audit  5. score
    """
    said = _checked(interest or {}, source=source, campaign=campaign, next_step=next_step)
    person = owner or _person(actor, project, name, phone, email, language, source, now)
    people.belongs(actor, person, project, since=day_of(now, project), now=now)
    # of two who write him down at once the second finds what the first has opened
    Owner.objects.select_for_update(no_key=True).get(pk=person.pk)
    row = Prospect.objects.select_for_update().filter(owner=person, project=project).first()
    step = {"next_step": next_step.strip(), "next_step_on": next_step_on} if next_step.strip() else {}
    if salesperson is not None:
        step["salesperson"] = salesperson
    if row is None:
        row = _open(actor, person, project, source, campaign, said | step, now)
    else:
        _hear_again(actor, row, said | step, now)
    keeping.follow([person.pk], now=now)
    row.refresh_from_db()
    return row


def _person(
    actor, project, name: str, phone: str, email: str, language: str, source: str, now: datetime
) -> Owner:
    """Whoever has this number or address, or a new person."""
    if not name.strip() and not phone.strip():
        raise Refused(fields={"name": _("Write the name.")})
    known = owner_by_phone(actor, phone) or owner_by_email(actor, email)
    if known is not None:
        return known
    spoken = {"language": language} if language else {}
    if email.strip():
        spoken["email"] = email.strip()
    return people.add_owner(
        actor,
        kind=OwnerKind.PROSPECT,
        name=name.strip() or _("Caller %(ending)s") % {"ending": people_rules.plain_phone(phone)[-4:]},
        phone=phone,
        project=project,
        source=source,
        now=now,
        **spoken,
    )


def _open(actor, owner: Owner, project, source: str, campaign: str, said: dict, now: datetime) -> Prospect:
    today = day_of(now, project)
    row = Prospect.objects.create(
        owner=owner,
        project=project,
        opened_on=today,
        heard_on=today,
        source=source,
        campaign=campaign.strip(),
        created_at=now,
        updated_at=now,
        **said,
    )
    after = {"owner": owner.number, "project": project.code, "source": source}
    record(actor, "prospects.open", row, now=now, after=after)
    return row


def _hear_again(actor, row: Prospect, said: dict, now: datetime) -> None:
    """He asked once more: that is news, and whoever was lost is so no longer."""
    changes = {name: value for name, value in said.items() if value not in (None, "")}
    changes["heard_on"] = day_of(now, row.project)
    if row.lost_on:
        changes |= {"lost_on": None, "lost_because": "", "lost_words": "", "won_back_on": changes["heard_on"]}
    _write(actor, row, changes, "prospects.asked_again", now)


@transaction.atomic
def edit_prospect(actor, prospect: Prospect, *, version: int, changes: dict, now: datetime) -> Prospect:
    """Change what is known of his interest, the campaign or the next step. A version passed by is `Stale`."""
    unknown = set(changes) - {*INTEREST, "campaign", "source", "next_step", "next_step_on"}
    if unknown:
        raise TypeError(f"not fields of a prospect: {', '.join(sorted(unknown))}")
    row = _locked(prospect, version)
    interest = {name: changes[name] for name in INTEREST if name in changes}
    before = {name: getattr(row, name) for name in ("area_min", "area_max", "budget_min", "budget_max")}
    _checked(before | interest, source=changes.get("source", row.source), **_texts(changes))
    changed = {name: value for name, value in changes.items() if getattr(row, name) != value}
    if changed:
        _write(actor, row, changed, "prospects.edit", now)
        keeping.follow([row.owner_id], now=now)
        row.refresh_from_db()
    return row


@transaction.atomic
def give(actor, prospect: Prospect, *, to, version: int, now: datetime) -> Prospect:
    """Make somebody answerable for a prospect; None takes him from whoever had him."""
    row = _locked(prospect, version)
    if row.salesperson_id != (to.pk if to else None):
        _write(actor, row, {"salesperson": to}, "prospects.give", now)
    return row


@transaction.atomic
def lose(
    actor, prospect: Prospect, *, because: str, words: str = "", version: int, now: datetime
) -> Prospect:
    """He will not buy, with the reason; somebody who signed is not lost."""
    row = _locked(prospect, version)
    if because not in Lost.values:
        raise Refused(fields={"because": _("Choose one of the list.")})
    if row.signed_on or row.lost_on:
        raise IllegalMove
    _checked({}, source=row.source, lost_words=words)
    today = day_of(now, row.project)
    changes = {"lost_on": today, "lost_because": because, "lost_words": words.strip(), "score_until": None}
    _write(actor, row, changes, "prospects.lose", now)
    return row


@transaction.atomic
def win_back(actor, prospect: Prospect, *, version: int, now: datetime) -> Prospect:
    """Somebody who was lost is interested again."""
    row = _locked(prospect, version)
    if not row.lost_on:
        raise IllegalMove
    today = day_of(now, row.project)
    changes = {"lost_on": None, "lost_because": "", "lost_words": "", "won_back_on": today, "heard_on": today}
    _write(actor, row, changes, "prospects.win_back", now)
    keeping.follow([row.owner_id], now=now)
    row.refresh_from_db()
    return row


@transaction.atomic
def weigh(actor, *, points: dict[str, int], because: str, now: datetime) -> ScoreWeights:
    """Divide the hundred points anew. The next rounds work out everybody by it; earlier versions stay to be read."""
    if not because.strip():
        raise Refused(fields={"because": _("Write the reason.")})
    try:
        weights = rules.weights_from(points)
    except ValueError as wrong:
        raise Refused(fields={"points": _("Whole points for each reason, together a hundred.")}) from wrong
    latest = ScoreWeights.objects.aggregate(latest=Max("version"))["latest"] or 0
    row = ScoreWeights.objects.create(
        version=latest + 1, points=weights.plain(), because=because.strip()[:200], made_by=actor, made_at=now
    )
    record(actor, "prospects.weigh", row, now=now, after=weights.plain(), because=because.strip())
    keeping.all_are_due(now=now)
    return row


def _locked(prospect: Prospect, version: int) -> Prospect:
    row = (
        Prospect.objects.select_for_update(of=("self",))
        .select_related("project", "owner")
        .get(pk=prospect.pk)
    )
    if row.version != version:
        raise Stale(yours=version, current=row.version)
    return row


def _write(actor, row: Prospect, changes: dict, verb: str, now: datetime) -> None:
    """Set, save, audit; what is personal is named there, never spelled out."""
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    row.updated_at = now
    row.save(update_fields=[*changes, "version", "updated_at"])
    after = {
        name: "changed" if name in Prospect.PERSONAL else _plain(value) for name, value in changes.items()
    }
    record(actor, verb, row, now=now, after=after)


def _plain(value):
    return value if value is None or isinstance(value, str | int) else str(getattr(value, "pk", value))


def _texts(changes: dict) -> dict:
    return {name: changes[name] or "" for name in _LENGTHS if name in changes and name != "wishes"}


def _checked(interest: dict, *, source: str, **texts: str) -> dict:
    """The interest if it makes sense, else Refused with the fields to correct."""
    wrong = {}
    for name, choices in _CHOICES.items():
        if interest.get(name) and interest[name] not in choices.values:
            wrong[name] = _("Choose one of the list.")
    if source not in Source.values:
        wrong["source"] = _("Choose one of the list.")
    for least, most in (("area_min", "area_max"), ("budget_min", "budget_max")):
        if interest.get(least) and interest.get(most) and interest[least] > interest[most]:
            wrong[most] = _("The upper one is below the lower one.")
    if (interest.get("bedrooms") or 0) > 20:
        wrong["bedrooms"] = _("At most twenty.")
    for name, text in {**texts, "wishes": interest.get("wishes") or ""}.items():
        if len(text) > _LENGTHS[name]:
            wrong[name] = _("At most %(length)s characters.") % {"length": _LENGTHS[name]}
    if wrong:
        raise Refused(fields=wrong)
    return {name: value for name, value in interest.items() if name in INTEREST}
