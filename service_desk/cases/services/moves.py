"""Locking, moving and remembering: what every verb of this room does in the same order.

Lock → check → write → history → audit → publish. The lock is FOR NO KEY UPDATE, because the relay inserts
rows that refer to the case while a verb holds it, and a full lock would let the two wait for each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from crm import copying
from crm.audit import services as audit
from crm.errors import IllegalMove, Refused, Stale
from service_desk.cases import states
from service_desk.cases.models import Action, Case, CaseHistory, Proposal, ReturnVisit, TransferSlip
from service_desk.clocks import services as clocks

MOVES = {
    Case: states.MOVES,
    TransferSlip: states.SLIP_MOVES,
    Proposal: states.PROPOSAL_MOVES,
    Action: states.ACTION_MOVES,
    ReturnVisit: states.VISIT_MOVES,
}


def locked(case: Case, version: int | None = None) -> Case:
    """The case as it stands now, held until the end of the transaction; `version` is what the actor had seen."""
    row = (
        Case.objects.select_for_update(no_key=True, of=("self",))
        .select_related("project__city", "owner")
        .get(pk=case.pk)
    )
    if version is not None and version != row.version:
        raise Stale(yours=version, current=row.version)
    return row


def locked_paper(paper):
    """A slip, proposal, action or visit together with its case, the case first: one order for everybody."""
    case = locked(Case(pk=paper.case_id))
    row = type(paper).objects.select_for_update(no_key=True).get(pk=paper.pk)
    row.case = case
    return row


def must_stand_in(case: Case, *allowed: str) -> None:
    """Refuse unless the case stands in one of these statuses."""
    if case.status not in allowed:
        raise IllegalMove(stands_in=case.status)


def _move(
    row, to: str, *, by, because: str = "", now: datetime, verb: str = "", detail=None, **changes
) -> None:
    """The only line that assigns a status. Moving a case also counts its version and writes its history."""
    came_from = row.status
    if to not in MOVES[type(row)][came_from]:
        raise IllegalMove(stands_in=came_from, to=to)
    row.status = to
    if isinstance(row, Case):
        write(row, by=by, verb=verb, because=because, detail=detail, now=now, came_from=came_from, **changes)
    else:
        save(row, status=to, **changes)


move = _move


def write(
    case: Case, *, by, verb: str, because="", detail=None, now: datetime, came_from="", **changes
) -> None:
    """Write what changed on the case, count its version, and put it into history and audit."""
    moved = {"status": case.status, "moved_at": now} if came_from else {}
    before = came_from or case.status
    save(case, **moved, **changes, version=case.version + 1, due_at=clocks.earliest_due(case))
    remember(case, by=by, verb=verb, because=because, detail=detail, now=now, came_from=before)


def remember(case: Case, *, by, verb: str, because="", detail=None, now: datetime, came_from="") -> None:
    """One line of history and one audit entry. The audit holds statuses and ids, never what was said."""
    CaseHistory.objects.create(
        case=case,
        at=now,
        actor=by,
        verb=verb,
        from_status=came_from,
        to_status=case.status,
        because=because,
        detail=detail or {},
    )
    before = {"status": came_from} if came_from else None
    after = {"status": case.status, "version": case.version}
    audit.record(by, f"cases.{verb}", case, now=now, before=before, after=after)


@dataclass(frozen=True)
class Told:
    """A case as it stands by now, where it stood before, and what its line of history says besides."""

    case: Case
    came_from: str
    detail: dict = field(default_factory=dict)


def remember_all(told: Sequence[Told], *, by, verb: str, because: str = "", now: datetime) -> None:
    """As `remember`, for many cases of which the same is told: a few statements for all of them."""
    lines = [
        CaseHistory(
            case=one.case,
            at=now,
            actor=by,
            verb=verb,
            from_status=one.came_from,
            to_status=one.case.status,
            because=because,
            detail=one.detail,
        )
        for one in told
    ]
    entries = [
        audit.entry(
            by,
            f"cases.{verb}",
            one.case,
            now=now,
            before={"status": one.came_from},
            after={"status": one.case.status, "version": one.case.version},
        )
        for one in told
    ]
    copying.add_objects(lines)
    copying.add_objects(entries)


def save(row, **changes) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=[*changes])


def need(**texts: str) -> None:
    """Refuse where something that must be said is empty."""
    empty = {field: _("Please fill this in.") for field, text in texts.items() if not (text or "").strip()}
    if empty:
        raise Refused(fields=empty)


def fit(model, **texts: str) -> None:
    """Refuse where something is longer than its column, with the limit: nothing is cut in silence."""
    limits = {name: model._meta.get_field(name).max_length for name in texts}
    long = {
        name: _("At most %(length)s characters.") % {"length": limits[name]}
        for name, text in texts.items()
        if len(text or "") > limits[name]
    }
    if long:
        raise Refused(fields=long)
