"""What is done to several cases at once, and how each came out. Called by `together` inside a transaction.

Giving away and tagging are worded for all cases in a few statements: a thousand cases cost little more than the
rows that are written. What is written is the same as one by one; a test compares them.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from crm import copying
from crm.accounts.permissions import may
from crm.audit import services as audit
from crm.errors import DoorstepError, IllegalMove, NotAllowed, Refused
from crm.organisation.models import Project
from service_desk.cases import access, services
from service_desk.cases.models import Case
from service_desk.cases.services import giving
from service_desk.cases.states import OPEN
from service_desk.guidance import filling, guard, reply_templates
from service_desk.handingover import selectors as handovers
from service_desk.handingover import services as handing
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


def give(actor, keys, to, *, because: str, now: datetime) -> list[Result]:
    """Give each of these cases to a person: what nobody has at once, what a colleague has when he accepts it.

    1. Lock the cases in the order of their keys, so that two deeds on the same cases wait for each other and do not
    block one another. 2. Judge each. 3. Write what changed, as `cases.assign` and `handingover.propose` do.
    """
    rows = _locked(keys)
    takers = _takers(to, {row.project_id for row in rows})
    results, given, held = [], [], []
    for row in rows:
        refusal = _why_not(actor, row, to, takers)
        if refusal:
            results.append(_refused(row.pk, refusal))
        elif giving.has_it(row, to):
            results.append(Result(row.pk, Outcome.SAME))
        elif giving.is_held(row, to):
            held.append(row)
        else:
            given.append(giving.Gift(row, to))
            results.append(Result(row.pk, Outcome.DONE))
    giving.give_all(actor, given, because=because, now=now)
    return results + _ask(actor, held, to, because=because, now=now)


def _locked(keys) -> list[Case]:
    """The cases, held until the end of the transaction; their few projects are read once, not with each."""
    rows = Case.objects.filter(pk__in=list(keys)).order_by("pk")
    found = list(rows.select_for_update(no_key=True, of=("self",)).only(*LOOKED_AT))
    asked = {row.project_id for row in found}
    projects = Project.objects.select_related("city").in_bulk(asked)
    for row in found:
        row.project = projects[row.project_id]
    return found


def _takers(person, projects: set[int]) -> set[int]:
    """In which of these projects this person takes cases, in one statement."""
    asked = {person.pk} if person.is_active and not person.is_system else set()
    return {project for _person, project in access.takers(asked, projects)}


def _why_not(actor, row: Case, to, takers: set[int]) -> DoorstepError | None:
    if not may(actor, "cases.assign", project=row.project):
        return NotAllowed(verb="cases.assign")
    if row.status not in OPEN:
        return IllegalMove(stands_in=row.status)
    if row.project_id not in takers:
        return Refused(fields={"to": _("Nobody of this name takes cases of this project.")})
    return None


def _ask(actor, rows: list[Case], to, *, because: str, now: datetime) -> list[Result]:
    """Ask for those that a colleague has; who takes them himself has accepted them, and each owner is told."""
    results, asking = [], []
    if rows and not because.strip():
        words = _("A colleague has this case: say why it is to be handed over.")
        missing = Refused(fields={"because": words})
        return [_refused(row.pk, missing) for row in rows]
    prefetch_related_objects(rows, "assignee")
    asked = handing.asked_about(rows)
    for row in rows:
        refusal = handing.why_not(actor, row, to, asked=asked)
        if refusal:
            results.append(_refused(row.pk, refusal))
        else:
            asking.append(row)
    questions = handing.ask_all(actor, asking, to=to, because=because, now=now)
    if to.pk == actor.pk:
        return results + [_take(actor, row, now) for row in questions]
    made = [Result(row.case_id, Outcome.ASKED, before={"hand_over": row.pk}) for row in questions]
    return results + made


def take(actor, keys, *, now: datetime) -> list[Result]:
    """Take over those of these cases which the actor was asked to take. Each owner gets a letter of his own, so each
    stands for itself: one that is refused undoes no other."""
    questions = handovers.mine_to_answer(actor).filter(case__in=list(keys)).order_by("case")
    results = [_take(actor, row, now) for row in questions]
    answered = {one.case_id for one in results}
    unasked = IllegalMove(_("Nobody has asked you to take this case over."), code="not_asked")
    return results + [_refused(key, unasked) for key in keys if key not in answered]


def _take(actor, question, now: datetime) -> Result:
    try:
        handing.accept(actor, question, now=now)
    except DoorstepError as refusal:
        return _refused(question.case_id, refusal)
    return Result(question.case_id, Outcome.DONE)


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


def write(actor, keys, *, text: str, template: str, guard_because: str = "", now: datetime) -> list[Result]:
    """Write to the owner of each case: a text, or the template of this code in each owner's language, filled in.

    Each letter stands for itself: one that is refused, by the guard or for want of a way, undoes no other. Why it is
    sent all the same is said once, and kept with each letter in which the guard had found something.
    """
    chosen = reply_templates.template_for(actor, template) if template else None
    rows = Case.objects.filter(pk__in=list(keys)).order_by("pk")
    related = ("project__city", "owner", "home__project", "responsible", "team")
    said = guard.Said(because=guard_because)
    return [_letter(actor, row, text, chosen, said, now) for row in rows.select_related(*related)]


def _letter(actor, case: Case, text: str, chosen, said: guard.Said, now: datetime) -> Result:
    try:
        with transaction.atomic():
            if not may(actor, "cases.write", project=case.project):
                raise NotAllowed(verb="cases.write")
            body = _worded(actor, case, text, chosen, now)
            services.reply(actor, case, body=body, said=said, now=now)
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
