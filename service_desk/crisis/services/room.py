"""Opening a crisis, who speaks and who is in charge, which cases belong to it, and closing it with its lessons."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm import numbers
from crm.audit import services as audit
from crm.errors import IllegalMove, Refused, Stale
from service_desk.cases.models import Case
from service_desk.cases.services.moves import fit, need, write
from service_desk.cases.services.moves import locked as locked_case
from service_desk.cases.terms import Verb
from service_desk.crisis.access import people_of, spokespeople_of
from service_desk.crisis.models import Crisis, CrisisCase, CrisisDuty
from service_desk.crisis.states import MOVES, CrisisStatus, StatementStatus
from service_desk.crisis.terms import Rhythm, Task, Trigger

STEPS = {Rhythm.HOUR: timedelta(hours=1), Rhythm.DAY: timedelta(days=1)}
LONGEST_ANSWER = 7 * 24 * 60


@transaction.atomic
def open_crisis(
    actor,
    *,
    project,
    title: str,
    trigger: str,
    facts: str,
    spokesperson,
    cases=(),
    source: str = "",
    report_every: str = Rhythm.DAY,
    answer_within: int = 120,
    now: datetime,
) -> Crisis:
    """Open the room: what has happened as far as it is known, and the one person who speaks from now on."""
    title, source = " ".join(title.split()), source.strip()
    need(title=title, facts=facts)
    fit(Crisis, title=title, source=source)
    _check(trigger, report_every, answer_within)
    _must_speak_there(spokesperson, project)
    number, key = numbers.draw_with_key("crisis", Crisis, now)
    row = Crisis(
        pk=key,
        number=number,
        project=project,
        title=title,
        trigger=trigger,
        facts=facts,
        source=source,
        spokesperson=spokesperson,
        answer_within=answer_within,
        report_every=report_every,
        next_report_at=after(report_every, now),
        opened_by=actor,
        opened_at=now,
    )
    row.save(force_insert=True)
    after_opening = {"trigger": trigger, "spokesperson": spokesperson.pk}
    audit.record(actor, "crisis.opened", row, now=now, after=after_opening)
    for case in cases:
        attach_case(actor, row, case=case, now=now)
    return row


def _check(trigger: str, rhythm: str, answer_within: int) -> None:
    known = {"trigger": trigger in Trigger.values, "report_every": rhythm in Rhythm.values}
    known["answer_within"] = 0 < answer_within <= LONGEST_ANSWER
    fields = {field: _("This choice is not known.") for field, good in known.items() if not good}
    if fields:
        raise Refused(fields=fields)


def _must_speak_there(person, project) -> None:
    if not spokespeople_of(project).filter(pk=person.pk).exists():
        raise Refused(fields={"spokesperson": _("Only somebody with the role of spokesperson there.")})


def after(rhythm: str, now: datetime) -> datetime | None:
    """When the next report is due; None where nobody asked for a rhythm."""
    step = STEPS.get(rhythm)
    return now + step if step else None


def locked(crisis: Crisis) -> Crisis:
    """The crisis as it stands now, held until the end of the transaction; refused where it is over."""
    rows = Crisis.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related("project__city", "spokesperson").get(pk=crisis.pk)
    if not row.is_open:
        raise IllegalMove(stands_in=row.status)
    return row


def save(row, **changes) -> None:
    for field, value in changes.items():
        setattr(row, field, value)
    row.save(update_fields=[*changes])


def _move(row: Crisis, to: str, **changes) -> None:
    """The only line that assigns the status of a crisis."""
    if to not in MOVES[row.status]:
        raise IllegalMove(stands_in=row.status, to=to)
    row.status = to
    save(row, **changes, status=to)


@transaction.atomic
def attach_case(actor, crisis: Crisis, *, case: Case, now: datetime) -> CrisisCase:
    """Put a case under the care of the room: whoever works on it sees who speaks and what is said."""
    row = locked(crisis)
    if case.project_id != row.project_id:
        raise Refused(fields={"case": _("This case belongs to another project.")})
    held = locked_case(case)
    link, made = CrisisCase.objects.get_or_create(crisis=row, case=held, defaults={"by": actor, "at": now})
    if made:
        write(held, by=actor, verb=Verb.CRISIS_JOINED, detail={"crisis": row.number}, now=now)
        audit.record(actor, "crisis.case_attached", row, now=now, after={"case": held.number})
    return link


@transaction.atomic
def put_in_charge(actor, crisis: Crisis, *, task: str, person, now: datetime) -> CrisisDuty:
    """Name who is in charge of a task; whoever was before him is not any more."""
    row = locked(crisis)
    if task not in Task.values:
        raise Refused(fields={"task": _("This choice is not known.")})
    if not people_of(row.project).filter(pk=person.pk).exists():
        raise Refused(fields={"person": _("This person does not work there.")})
    standing = row.duties.filter(task=task, ended_at=None).first()
    if standing is not None:
        if standing.person_id == person.pk:
            return standing
        save(standing, ended_at=now)
    duty = CrisisDuty.objects.create(crisis=row, task=task, person=person, by=actor, since=now)
    audit.record(actor, "crisis.in_charge", row, now=now, after={"task": task, "person": person.pk})
    return duty


@transaction.atomic
def name_spokesperson(actor, crisis: Crisis, *, person, because: str, now: datetime) -> Crisis:
    """Another person speaks from now on; there is never more than one."""
    need(because=because)
    row = locked(crisis)
    _must_speak_there(person, row.project)
    before = {"spokesperson": row.spokesperson_id}
    save(row, spokesperson=person, version=row.version + 1)
    after_naming = {"spokesperson": person.pk}
    audit.record(
        actor, "crisis.spokesperson", row, now=now, before=before, after=after_naming, because=because
    )
    return row


@transaction.atomic
def set_rhythm(
    actor, crisis: Crisis, *, report_every: str, answer_within: int, version: int | None = None, now: datetime
) -> Crisis:
    """How often a report is made, and within how many minutes a post is answered from now on.

    Raises Stale where somebody has led the room otherwise since `version`.
    """
    row = locked(crisis)
    if version is not None and version != row.version:
        raise Stale(yours=version, current=row.version)
    _check(row.trigger, report_every, answer_within)
    before = {"report_every": row.report_every, "answer_within": row.answer_within}
    changes = {"report_every": report_every, "answer_within": answer_within}
    save(row, **changes, next_report_at=after(report_every, now), version=row.version + 1)
    audit.record(actor, "crisis.rhythm", row, now=now, before=before, after=changes)
    return row


@transaction.atomic
def close(actor, crisis: Crisis, *, lessons: str, now: datetime) -> Crisis:
    """Close the room with what was learned. Every post must have its answer first."""
    need(lessons=lessons)
    row = locked(crisis)
    waiting = row.posts.filter(answered_at=None).count()
    if waiting:
        raise Refused(
            _("%(count)s posts are not answered yet.") % {"count": waiting}, code="posts_unanswered"
        )
    row.duties.filter(ended_at=None).update(ended_at=now)
    closing = {"closed_by": actor, "closed_at": now, "lessons": lessons, "next_report_at": None}
    _move(row, CrisisStatus.CLOSED, **closing, version=row.version + 1)
    audit.record(actor, "crisis.closed", row, now=now, after={"status": row.status})
    return row


def current_statement(crisis: Crisis):
    """The statement in force, or None."""
    return crisis.statements.filter(status=StatementStatus.PUBLISHED).first()
