"""The log of contacts and the legal path. What was said is never changed; a correction is a further entry."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit import services as audit
from crm.errors import IllegalMove, Refused
from service_desk.cases.services.moves import fit, need
from service_desk.crisis.models import ContactEntry, Crisis, LegalStep
from service_desk.crisis.services.room import locked, save
from service_desk.crisis.terms import Counterpart, LegalKind, Way


@transaction.atomic
def log_contact(
    actor,
    crisis: Crisis,
    *,
    outward: bool,
    way: str,
    kind: str,
    counterpart: str,
    said: str,
    at: datetime | None = None,
    now: datetime,
) -> ContactEntry:
    """Keep who said what to whom; who enters it is who is signed in."""
    counterpart = counterpart.strip()
    need(counterpart=counterpart, said=said)
    fit(ContactEntry, counterpart=counterpart)
    if way not in Way.values or kind not in Counterpart.values:
        raise Refused(fields={"way": _("This choice is not known.")})
    at = at or now
    if at > now:
        raise Refused(fields={"at": _("This time is still to come.")})
    row = locked(crisis)
    entry = ContactEntry.objects.create(
        crisis=row,
        at=at,
        kept_at=now,
        by=actor,
        outward=outward,
        way=way,
        kind=kind,
        counterpart=counterpart,
        said=said,
    )
    audit.record(actor, "crisis.contact", row, now=now, after={"contact": str(entry.public_id), "way": way})
    return entry


@transaction.atomic
def correct_contact(actor, entry: ContactEntry, *, said: str, now: datetime) -> ContactEntry:
    """Add to an entry what was wrong or missing in it; the entry itself stays as it is."""
    need(said=said)
    first = entry if entry.adds_to_id is None else entry.adds_to
    row = locked(Crisis(pk=first.crisis_id))
    addendum = ContactEntry.objects.create(
        crisis=row,
        at=now,
        kept_at=now,
        by=actor,
        outward=first.outward,
        way=first.way,
        kind=first.kind,
        counterpart=first.counterpart,
        said=said,
        adds_to=first,
    )
    audit.record(actor, "crisis.contact_corrected", row, now=now, after={"adds_to": str(first.public_id)})
    return addendum


@transaction.atomic
def add_legal_step(
    actor,
    crisis: Crisis,
    *,
    kind: str,
    on: date,
    about: str,
    due_on: date | None = None,
    counsel: str = "",
    now: datetime,
) -> LegalStep:
    """Keep a step of the legal path: a letter, a date, who is instructed."""
    counsel = counsel.strip()
    need(about=about)
    fit(LegalStep, counsel=counsel)
    if kind not in LegalKind.values:
        raise Refused(fields={"kind": _("This choice is not known.")})
    if due_on is not None and due_on < on:
        raise Refused(fields={"due_on": _("This day lies before the step itself.")})
    row = locked(crisis)
    step = LegalStep.objects.create(
        crisis=row, kind=kind, on=on, due_on=due_on, counsel=counsel, about=about, by=actor, at=now
    )
    audit.record(actor, "crisis.legal_step", row, now=now, after={"kind": kind})
    return step


@transaction.atomic
def finish_legal_step(actor, step: LegalStep, *, outcome: str, now: datetime) -> LegalStep:
    """Say what came of a step."""
    need(outcome=outcome)
    crisis = locked(Crisis(pk=step.crisis_id))
    row = LegalStep.objects.select_for_update(no_key=True).get(pk=step.pk)
    if row.done_at is not None:
        raise IllegalMove(_("This step is done already."))
    save(row, outcome=outcome, done_at=now, done_by=actor)
    audit.record(actor, "crisis.legal_step_done", crisis, now=now, after={"kind": row.kind})
    return row
