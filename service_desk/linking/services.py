"""Merging two cases and taking it back; linking them; making one the parent of another."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.errors import IllegalMove, Refused
from crm.events.services import publish
from service_desk.cases.events import CaseMerged
from service_desk.cases.models import Case
from service_desk.cases.services.letters import write_to_owner
from service_desk.cases.services.moves import locked, move, must_stand_in, need, write
from service_desk.cases.states import OPEN, CaseStatus
from service_desk.cases.terms import Verb
from service_desk.clocks import services as clocks
from service_desk.handingover import ending as handing_over
from service_desk.linking import rules
from service_desk.linking.models import CaseLink, CaseMerge, LinkKind
from service_desk.linking.selectors import blocking_children, standing_links


def _locked_both(first: Case, second: Case, version: int | None = None) -> tuple[Case, Case]:
    """Both cases, held in the order of their keys, so that two who meet from both sides wait and do not deadlock."""
    held = {}
    for case in sorted((first, second), key=lambda row: row.pk):
        held[case.pk] = locked(case, version if case.pk == first.pk else None)
    return held[first.pk], held[second.pk]


def _side(case: Case) -> rules.Side:
    parts = bool(blocking_children(case))
    return rules.Side(case.pk, case.project_id, case.owner_id, case.status in OPEN, parts)


def _why_not(code: str) -> str:
    return {
        "itself": _("A case cannot go together with itself."),
        "other_project": _("This case belongs to another project."),
        "other_owner": _("This is another owner's case: link the two, so that each gets an answer."),
        "has_children": _("This case has parts of its own."),
        "has_parent": _("That case is itself a part of another one."),
    }[code]


@transaction.atomic
def merge(
    actor, case: Case, *, into: Case, because: str, version: int | None = None, now: datetime
) -> CaseMerge:
    """Let `case` rest and `into` go on for both. Nothing is moved; its clocks stop, and its owner is told.

    Raises Refused where the two cannot go together, IllegalMove where one of them is closed or merged already.
    """
    need(because=because)
    gone, kept = _locked_both(case, into, version)
    hindrance = rules.hinders_merge(_side(gone), _side(kept))
    if hindrance == "not_open":
        raise IllegalMove(stands_in=(kept if gone.status in OPEN else gone).status)
    if hindrance:
        raise Refused(fields={"other": _why_not(hindrance)}, code=hindrance)
    came_from, running = gone.status, clocks.running_keys(gone)
    clocks.cancel(gone, now=now)
    handing_over.end_with(gone, to=CaseStatus.MERGED, by=actor, now=now)
    _tell(actor, gone, kept, now)
    detail = {"other": kept.number, "clocks": len(running)}
    changes = {"verb": Verb.MERGED, "because": because, "detail": detail, "merged_into": kept}
    move(gone, CaseStatus.MERGED, by=actor, now=now, **changes)
    write(kept, by=actor, verb=Verb.TOOK_IN, because=because, detail={"other": gone.number}, now=now)
    row = CaseMerge.objects.create(
        gone=gone, kept=kept, because=because, by=actor, at=now, came_from=came_from, clocks=running
    )
    publish(CaseMerged(case_id=gone.pk, kept_id=kept.pk, owner_id=gone.owner_id, undone=False), now=now)
    return row


def _tell(actor, gone: Case, kept: Case, now: datetime) -> None:
    """The owner reads under which number his concern goes on, in his own language."""
    if gone.owner is None:
        return
    with translation.override(gone.owner.language):
        body = _(
            "You told us about the same matter twice. So that nothing gets lost we now deal with both under number "
            "%(kept)s; everything you wrote under number %(gone)s stays with it."
        ) % {"kept": kept.number, "gone": gone.number}
    write_to_owner(actor, gone, body, now=now)


@transaction.atomic
def undo_merge(actor, case: Case, *, because: str, version: int | None = None, now: datetime) -> Case:
    """Take a merge back: the case stands where it stood, and the clocks that were stopped run on as they were set."""
    need(because=because)
    row = CaseMerge.objects.filter(gone=case, undone_at=None).first()
    if row is None:
        raise IllegalMove(_("This case is not merged into another."))
    gone, kept = _locked_both(case, Case(pk=row.kept_id), version)
    must_stand_in(gone, CaseStatus.MERGED)
    row = CaseMerge.objects.select_for_update(no_key=True).get(gone=gone, undone_at=None)
    clocks.revive(gone, row.clocks, now=now)
    detail = {"other": kept.number}
    changes = {"verb": Verb.MERGE_UNDONE, "because": because, "detail": detail, "merged_into": None}
    move(gone, row.came_from, by=actor, now=now, **changes)
    write(kept, by=actor, verb=Verb.MERGE_UNDONE, because=because, detail={"other": gone.number}, now=now)
    row.undone_at, row.undone_by, row.undone_because = now, actor, because
    row.save(update_fields=["undone_at", "undone_by", "undone_because"])
    publish(CaseMerged(case_id=gone.pk, kept_id=kept.pk, owner_id=gone.owner_id, undone=True), now=now)
    return gone


@transaction.atomic
def relate(actor, case: Case, *, to: Case, because: str = "", now: datetime) -> CaseLink:
    """Say that two cases have to do with each other; said twice, the same link comes back."""
    first, second = _locked_both(case, to)
    if first.pk == second.pk:
        raise Refused(fields={"other": _why_not("itself")}, code="itself")
    upper, lower = sorted((first, second), key=lambda row: row.pk)
    standing = standing_links().filter(upper=upper, lower=lower, kind=LinkKind.RELATED).first()
    if standing is not None:
        return standing
    return _link(actor, upper, lower, LinkKind.RELATED, because=because, now=now)


@transaction.atomic
def adopt(
    actor, parent: Case, *, child: Case, blocks: bool = True, because: str = "", now: datetime
) -> CaseLink:
    """Make `child` a part of `parent`. Where it blocks, the parent closes only after it.

    Asked again with another `blocks`, the standing link is changed. Raises Refused where a circle or a third level
    would come of it, IllegalMove where the parent is not open.
    """
    upper, lower = _locked_both(parent, child)
    must_stand_in(upper, *OPEN)
    standing = standing_links().filter(upper=upper, lower=lower, kind=LinkKind.CHILD).first()
    if standing is not None:
        if standing.blocks != blocks:
            standing.blocks = blocks
            standing.save(update_fields=["blocks"])
        return standing
    code = rules.hinders_parent(
        same=upper.pk == lower.pk,
        child_has_children=standing_links().filter(upper=lower, kind=LinkKind.CHILD).exists(),
        parent_has_parent=standing_links().filter(lower=upper, kind=LinkKind.CHILD).exists(),
    )
    if code:
        raise Refused(fields={"other": _why_not(code)}, code=code)
    if standing_links().filter(lower=lower, kind=LinkKind.CHILD).exists():
        raise Refused(fields={"other": _("This case is a part of another one already.")}, code="has_parent")
    return _link(actor, upper, lower, LinkKind.CHILD, blocks=blocks, because=because, now=now)


def _link(actor, upper: Case, lower: Case, kind: str, *, blocks=False, because: str, now: datetime):
    row = CaseLink.objects.create(
        kind=kind, upper=upper, lower=lower, blocks=blocks, because=because, by=actor, at=now
    )
    for case, other in ((upper, lower), (lower, upper)):
        detail = {"other": other.number, "kind": kind}
        write(case, by=actor, verb=Verb.LINKED, because=because, detail=detail, now=now)
    return row


@transaction.atomic
def end_link(actor, link: CaseLink, *, because: str = "", now: datetime) -> CaseLink:
    """End a link or let a child go its own way; the row stays and says how long it stood."""
    upper, lower = _locked_both(Case(pk=link.upper_id), Case(pk=link.lower_id))
    row = CaseLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    if row.ended_at is not None:
        raise IllegalMove(ended=timezone.localtime(row.ended_at).isoformat())
    row.ended_at, row.ended_by = now, actor
    row.save(update_fields=["ended_at", "ended_by"])
    for case, other in ((upper, lower), (lower, upper)):
        detail = {"other": other.number, "kind": row.kind}
        write(case, by=actor, verb=Verb.UNLINKED, because=because, detail=detail, now=now)
    return row
