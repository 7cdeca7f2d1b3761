"""What is done to several cases at once, and how each came out. Called by `together` inside a transaction.

Giving away and tagging are worded for all cases in a few statements: a thousand cases cost little more than the
rows that are written. What is written is the same as one by one; a test compares them.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from crm import copying
from crm.accounts.permissions import may
from crm.audit import services as audit
from crm.errors import DoorstepError, IllegalMove, NotAllowed, Refused
from crm.events.services import outgoing
from crm.organisation.models import Project
from service_desk.cases import access, services
from service_desk.cases.events import CaseAssigned
from service_desk.cases.models import Case, CaseHistory
from service_desk.cases.states import OPEN, CaseStatus
from service_desk.cases.terms import Verb
from service_desk.guidance import filling, guard, reply_templates
from service_desk.workspace.models import CaseTag, Outcome

# What a deed looks at; the words of a case are long, and stay where they are.
LOOKED_AT = ("id", "number", "status", "version", "assignee", "project", "team")


@dataclass(frozen=True)
class Result:
    """How one case came out; `before` is what undoing needs."""

    case_id: int
    outcome: str
    why: str = ""
    before: dict = field(default_factory=dict)


def why(refusal: DoorstepError) -> str:
    """The sentence about the field, where there is one; else that about the whole."""
    return (" ".join(str(text) for text in refusal.fields.values()) or str(refusal.message))[:300]


def _refused(case_id: int, refusal: DoorstepError) -> Result:
    return Result(case_id, Outcome.REFUSED, why(refusal))


def give(actor, targets: dict[int, object], *, because: str, now: datetime) -> list[Result]:
    """Give each of these cases to its person; `targets` are persons by the key of the case.

    1. Lock the cases in the order of their keys, so that two deeds on the same cases wait for each other and do not
    block one another. 2. Judge each. 3. Write what changed: cases, history, audit, facts.
    """
    rows = _locked(targets)
    takers = _takers(targets.values(), {row.project_id for row in rows})
    results, changing = [], []
    for row in rows:
        refusal = _why_not(actor, row, targets[row.pk], takers)
        if refusal:
            results.append(_refused(row.pk, refusal))
        elif row.assignee_id == targets[row.pk].pk and row.status != CaseStatus.REGISTERED:
            results.append(Result(row.pk, Outcome.SAME))
        else:
            changing.append(row)
            results.append(Result(row.pk, Outcome.DONE, before={"assignee": row.assignee_id}))
    _write_given(actor, changing, targets, because=because, now=now)
    return results


def _locked(keys) -> list[Case]:
    """The cases, held until the end of the transaction; their few projects are read once, not with each."""
    rows = Case.objects.filter(pk__in=list(keys)).order_by("pk")
    found = list(rows.select_for_update(no_key=True, of=("self",)).only(*LOOKED_AT))
    asked = {row.project_id for row in found}
    projects = Project.objects.select_related("city").in_bulk(asked)
    for row in found:
        row.project = projects[row.project_id]
    return found


def _takers(people, projects: set[int]) -> set[tuple[int, int]]:
    """Who of these people takes cases in which of these projects: pairs, in one statement."""
    asked = {person.pk for person in people if person.is_active and not person.is_system}
    return access.takers(asked, projects)


def _why_not(actor, row: Case, to, takers: set) -> DoorstepError | None:
    if not may(actor, "cases.assign", project=row.project):
        return NotAllowed(verb="cases.assign")
    if row.status not in OPEN:
        return IllegalMove(stands_in=row.status)
    if (to.pk, row.project_id) not in takers:
        return Refused(fields={"to": _("Nobody of this name takes cases of this project.")})
    return None


def _move_given(keys: list[int], to, *, now: datetime) -> None:
    """Give these cases, which are locked and judged, to one person: those that were registered move on, as one by one."""
    changes = {"assignee": to, "version": F("version") + 1}
    rows = Case.objects.filter(pk__in=keys)
    rows.exclude(status=CaseStatus.REGISTERED).update(**changes)
    rows.filter(status=CaseStatus.REGISTERED).update(**changes, status=CaseStatus.ASSIGNED, moved_at=now)


def _write_given(actor, rows: list[Case], targets: dict, *, because: str, now: datetime) -> None:
    history, entries, facts = [], [], []
    for to in {targets[row.pk] for row in rows}:
        _move_given([row.pk for row in rows if targets[row.pk] == to], to, now=now)
    for row in rows:
        to, came_from, before = targets[row.pk], row.status, row.assignee_id
        came_to = CaseStatus.ASSIGNED if came_from == CaseStatus.REGISTERED else came_from
        detail = {"to": to.pk} if came_from == CaseStatus.REGISTERED else {"to": to.pk, "from": before}
        history.append(
            CaseHistory(
                case=row,
                at=now,
                actor=actor,
                verb=Verb.ASSIGNED,
                from_status=came_from,
                to_status=came_to,
                because=because,
                detail=detail,
            )
        )
        after = {"status": came_to, "version": row.version + 1}
        entries.append(
            audit.entry(actor, "cases.assigned", row, now=now, before={"status": came_from}, after=after)
        )
        facts.append(outgoing(CaseAssigned(case_id=row.pk, assignee_id=to.pk), now=now))
    for objects in (history, entries, facts):
        copying.add_objects(objects)


def put_tag(actor, keys, tag, *, now: datetime) -> list[Result]:
    """Put a tag on these cases; one that has it stays as it is."""
    rows, results = _taggable(actor, keys)
    there = set(CaseTag.objects.filter(tag=tag, case__in=rows).values_list("case", flat=True))
    fresh = [row for row in rows if row.pk not in there]
    CaseTag.objects.bulk_create(
        [CaseTag(case=row, tag=tag, by=actor, at=now) for row in fresh], ignore_conflicts=True
    )
    _record(actor, "cases.tagged", fresh, {"after": {"tag": tag.pk}}, now)
    return [*results, *(_done(row, row.pk not in there) for row in rows)]


def take_tag(actor, keys, tag, *, now: datetime) -> list[Result]:
    """Take a tag off these cases; one without it stays as it is."""
    rows, results = _taggable(actor, keys)
    found = CaseTag.objects.filter(tag=tag, case__in=rows)
    there = set(found.values_list("case", flat=True))
    found.delete()
    _record(
        actor, "cases.untagged", [row for row in rows if row.pk in there], {"before": {"tag": tag.pk}}, now
    )
    return [*results, *(_done(row, row.pk in there) for row in rows)]


def _taggable(actor, keys) -> tuple[list[Case], list[Result]]:
    rows = _locked(keys)
    allowed = [row for row in rows if may(actor, "cases.tag", project=row.project)]
    refusal = NotAllowed(verb="cases.tag")
    return allowed, [_refused(row.pk, refusal) for row in rows if row not in allowed]


def _done(row: Case, changed: bool) -> Result:
    return Result(row.pk, Outcome.DONE if changed else Outcome.SAME)


def _record(actor, verb: str, rows, said: dict, now: datetime) -> None:
    copying.add_objects([audit.entry(actor, verb, row, now=now, **said) for row in rows])


def write(actor, keys, *, text: str, template: str, now: datetime) -> list[Result]:
    """Write to the owner of each case: a text, or the template of this code in each owner's language, filled in.

    Each letter stands for itself: one that is refused, by the guard or for want of a way, undoes no other.
    """
    chosen = reply_templates.template_for(actor, template) if template else None
    rows = Case.objects.filter(pk__in=list(keys)).order_by("pk")
    related = ("project__city", "owner", "home__project", "responsible", "team")
    return [_letter(actor, row, text, chosen, now) for row in rows.select_related(*related)]


def _letter(actor, case: Case, text: str, chosen, now: datetime) -> Result:
    try:
        with transaction.atomic():
            if not may(actor, "cases.write", project=case.project):
                raise NotAllowed(verb="cases.write")
            services.reply(actor, case, body=_worded(actor, case, text, chosen, now), now=now)
    except DoorstepError as refusal:
        return _refused(case.pk, refusal)
    if chosen:
        reply_templates.count_use(actor, chosen, now=now)
    return Result(case.pk, Outcome.DONE)


def _worded(actor, case: Case, text: str, chosen, now: datetime) -> str:
    language = guard.language_of(case)
    text = filling.near(chosen.texts, language) if chosen else text
    values = filling.values_for(case, actor, language, now=now) if filling.left_over(text) else {}
    filled, missing = filling.fill(text, values)
    if missing:
        names = ", ".join(str(filling.VARIABLES[name]) for name in missing)
        raise Refused(fields={"body": _("This is missing here: %(names)s.") % {"names": names}})
    return filled
