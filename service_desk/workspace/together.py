"""Several cases at once: begun, carried out at once or by a job, and undone. The one service for page and API."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm import copying
from crm.accounts.models import User
from crm.accounts.permissions import require
from crm.audit.services import record
from crm.errors import IllegalMove, NotFound, Refused
from crm.jobs import services as jobs
from crm.jobs.kinds import Outcome as Part
from crm.jobs.kinds import Work
from service_desk.cases.access import readable_cases
from service_desk.handingover import services as handing
from service_desk.workspace import deeds, services
from service_desk.workspace.models import BulkItem, BulkRun, Outcome, Together

AT_ONCE, A_PART, MOST = 50, 250, 2000
LONGEST_BODY = 5000  # characters of a letter to many; a longer one is refused, never cut
NAMED = 200  # cases that one notice can name
VERBS = {
    Together.ASSIGN: "cases.assign",
    Together.TAG: "cases.tag",
    Together.UNTAG: "cases.tag",
    Together.REPLY: "cases.write",
    Together.TAKE: "handover.answer",
}
TOOK_EFFECT = (Outcome.DONE, Outcome.ASKED)
UNDONE_BY = {
    Together.ASSIGN: Together.ASSIGN,
    Together.TAG: Together.UNTAG,
    Together.UNTAG: Together.TAG,
}


@dataclass
class Begun:
    """A deed that was begun, and the numbers among those that were named which the actor does not find."""

    run: BulkRun
    unknown: list[str] = field(default_factory=list)


@transaction.atomic
def begin(
    actor,
    *,
    deed: str,
    numbers,
    to: User | None = None,
    tag: str = "",
    body: str = "",
    template: str = "",
    because: str = "",
    guard_because: str = "",
    now: datetime,
) -> Begun:
    """Do one thing to all these cases: at once where they are few, else by a job that shows its progress.

    Each case is judged by itself: what is refused is named with its reason and undoes nothing else. Numbers that
    the actor does not find are left out and given back. Refused where nothing is left to do.
    """
    deed = _checked(deed, to=to, tag=tag, body=body, template=template)
    require(actor, VERBS[deed])
    keys, unknown = _found(actor, numbers)
    letter = {"text": body, "template": template, "guard_because": guard_because.strip()[:500]}
    run = BulkRun.objects.create(
        deed=deed,
        actor=actor,
        to=to if deed == Together.ASSIGN else None,
        tag=services.tag_called(actor, tag, now=now) if tag else None,
        because=because.strip()[:200],
        body=json.dumps(letter) if deed == Together.REPLY else None,
        total=len(keys),
        at=now,
    )
    _set_going(actor, run, keys, now=now)
    return Begun(run, unknown)


def _checked(deed: str, *, to, tag: str, body: str, template: str) -> str:
    missing = {
        Together.ASSIGN: ("to", to),
        Together.TAG: ("tag", tag.strip()),
        Together.UNTAG: ("tag", tag.strip()),
        Together.REPLY: ("body", body.strip() or template),
        Together.TAKE: ("deed", deed),
    }
    if deed not in missing:
        raise Refused(fields={"deed": _("This choice is not known.")})
    name, said = missing[deed]
    if not said:
        raise Refused(fields={name: _("Please fill this in.")})
    if len(body) > LONGEST_BODY:
        raise Refused(fields={"body": _("At most %(length)s characters.") % {"length": LONGEST_BODY}})
    return Together(deed)


def _found(actor, numbers) -> tuple[list[int], list[str]]:
    """The keys of these cases in the order of their age, and the numbers that are not found."""
    asked = list(dict.fromkeys(numbers))
    if len(asked) > MOST:
        raise Refused(fields={"cases": _("At most %(most)d cases at once.") % {"most": MOST}})
    known = dict(readable_cases(actor).filter(number__in=asked).values_list("number", "pk"))
    if not known:
        raise Refused(fields={"cases": _("Choose cases first.")})
    return sorted(known.values()), [number for number in asked if number not in known]


def _set_going(actor, run: BulkRun, keys: list[int], *, now: datetime) -> None:
    if len(keys) <= AT_ONCE:
        results = carry_out(run, keys, now=now)
        if done := sum(one.outcome in TOOK_EFFECT for one in results):
            record(actor, f"cases.together_{run.deed}", run, now=now, after={"cases": done})
        _forget_words(run)
        return
    record(actor, f"cases.together_{run.deed}", run, now=now, after={"cases": len(keys)})
    parts = [{"cases": keys[first : first + A_PART]} for first in range(0, len(keys), A_PART)]
    title = _("%(deed)s: %(count)d cases") % {"deed": Together(run.deed).label, "count": len(keys)}
    run.job = jobs.start(
        "cases_together", actor, title=title, parameters={"run": run.pk}, chunks=parts, now=now
    )
    run.save(update_fields=["job"])


def run_chunk(work: Work, *, now: datetime) -> Part:
    """One part of a deed on many cases, in the language of who began it."""
    run = BulkRun.objects.select_related("actor", "to", "tag", "undoes").get(pk=work.parameters["run"])
    with translation.override(work.actor.language):
        results = carry_out(run, work.chunk["cases"], now=now)
    if BulkItem.objects.filter(run=run).count() >= run.total:
        _forget_words(run)
    why = {one.case_id: one.why for one in results if one.outcome == Outcome.REFUSED}
    named = readable_cases(work.actor).filter(pk__in=why).values_list("pk", "number") if why else ()
    refused = [{"case": number, "reason": why[key]} for key, number in named]
    return Part(done=len(results) - len(why), refused=refused)


@transaction.atomic
def carry_out(run: BulkRun, keys: list[int], *, now: datetime) -> list[deeds.Result]:
    """Do the deed to these cases and write down how each came out."""
    if run.undoes_id and run.deed == Together.ASSIGN:
        results = _ask_back(run, keys, now=now)
    elif run.deed == Together.ASSIGN:
        results = deeds.give(run.actor, keys, run.to, because=run.because, now=now)
    elif run.deed == Together.TAKE:
        results = deeds.take(run.actor, keys, now=now)
    elif run.deed == Together.REPLY:
        results = deeds.write(run.actor, keys, **json.loads(run.body), now=now)
    else:
        change = deeds.put_tag if run.deed == Together.TAG else deeds.take_tag
        results = change(run.actor, keys, run.tag, now=now)
        _tell(keys)
    copying.add_objects(
        [
            BulkItem(run_id=run.pk, case_id=one.case_id, outcome=one.outcome, why=one.why, before=one.before)
            for one in results
        ]
    )
    return results


def _tell(keys: list[int]) -> None:
    """A tag is no line of history; whoever looks at the list hears of it all the same."""
    named = ",".join(map(str, keys)) if len(keys) <= NAMED else "*"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('doorstep_cases', %s)", [named])


def _ask_back(run: BulkRun, keys: list[int], *, now: datetime) -> list[deeds.Result]:
    """The questions that still wait are taken back; what was nobody's stays given, what was taken over stays taken."""
    items = BulkItem.objects.filter(run=run.undoes, case__in=keys).values_list("case", "before")
    asked = {case: before["hand_over"] for case, before in items if "hand_over" in before}
    back = handing.withdraw_all(run.actor, list(asked.values()), because=_("taken back"), now=now)
    results = []
    for key in keys:
        if key in back:
            results.append(deeds.Result(key, Outcome.DONE))
        else:
            why = _("It has been answered already.") if key in asked else _("Nobody had it before.")
            results.append(deeds.Result(key, Outcome.REFUSED, why))
    return results


def may_undo(run: BulkRun) -> bool:
    """Whether a deed can be taken back: a letter cannot, nor what goes on still or was taken back already."""
    over = run.job is None or not run.job.is_open
    return run.deed in UNDONE_BY and run.undoes_id is None and over and not hasattr(run, "undone_by")


@transaction.atomic
def undo(actor, run: BulkRun, *, now: datetime) -> BulkRun:
    """Take a deed back where it took effect. Once: IllegalMove after that, for letters, and while it goes on."""
    if run.actor_id != actor.pk:
        raise NotFound()
    run = BulkRun.objects.select_for_update(of=("self",)).select_related("tag", "to", "job").get(pk=run.pk)
    took = BulkItem.objects.filter(run=run, outcome__in=TOOK_EFFECT)
    keys = list(took.order_by("case").values_list("case", flat=True))
    if not may_undo(run) or not keys:
        raise IllegalMove(_("This can no longer be taken back."))
    require(actor, VERBS[Together(run.deed)])
    try:
        with transaction.atomic():
            back = BulkRun.objects.create(
                deed=UNDONE_BY[Together(run.deed)],
                actor=actor,
                tag=run.tag,
                undoes=run,
                total=len(keys),
                at=now,
            )
    except IntegrityError as twice:
        raise IllegalMove(_("This can no longer be taken back.")) from twice
    _set_going(actor, back, keys, now=now)
    return back


def _forget_words(run: BulkRun) -> None:
    """Each letter is kept with its case; here its words are needed no more."""
    if run.body is not None:
        run.body = None
        run.save(update_fields=["body"])
