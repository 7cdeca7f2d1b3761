"""Where a case and each of its papers may stand, and the only ways from one place to the next."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseStatus(TextChoices):
    REGISTERED = "registered", _("registered")
    ASSIGNED = "assigned", _("with an agent")
    INVESTIGATING = "investigating", _("being investigated")
    EXPLAINED = "explained", _("explained to the owner")
    TRANSFERRED = "transferred", _("with the department")
    ANSWERED = "answered", _("answered by the department")
    PROPOSED = "proposed", _("proposal drawn up")
    AGREED = "agreed", _("agreed by the owner")
    IMPLEMENTING = "implementing", _("being carried out")
    COMPLETED = "completed", _("carried out")
    VISITING = "visiting", _("return visits under way")
    CLOSED = "closed", _("closed")
    MERGED = "merged", _("merged into another case")


MOVES = {
    CaseStatus.REGISTERED: {CaseStatus.ASSIGNED},
    # An inquiry, a suggestion or praise is answered by the agent himself and goes straight to its end.
    CaseStatus.ASSIGNED: {CaseStatus.INVESTIGATING, CaseStatus.COMPLETED},
    CaseStatus.INVESTIGATING: {CaseStatus.TRANSFERRED, CaseStatus.EXPLAINED},
    # An owner who does not accept the explanation appeals, and the case starts again from step two.
    CaseStatus.EXPLAINED: {CaseStatus.INVESTIGATING, CaseStatus.CLOSED},
    CaseStatus.TRANSFERRED: {CaseStatus.ANSWERED},
    CaseStatus.ANSWERED: {CaseStatus.PROPOSED, CaseStatus.TRANSFERRED},
    # Back to answered when the approver refuses, back to transferred when the owner does.
    CaseStatus.PROPOSED: {CaseStatus.AGREED, CaseStatus.TRANSFERRED, CaseStatus.ANSWERED},
    CaseStatus.AGREED: {CaseStatus.IMPLEMENTING, CaseStatus.COMPLETED},
    CaseStatus.IMPLEMENTING: {CaseStatus.COMPLETED},
    CaseStatus.COMPLETED: {CaseStatus.VISITING, CaseStatus.CLOSED, CaseStatus.INVESTIGATING},
    CaseStatus.VISITING: {CaseStatus.CLOSED, CaseStatus.INVESTIGATING},
    CaseStatus.CLOSED: set(),
    CaseStatus.MERGED: set(),
}
FINAL = {CaseStatus.CLOSED}
# Somebody works on it, or owes the next step; a merged case rests until its merge is undone.
OPEN = set(CaseStatus) - FINAL - {CaseStatus.MERGED}
for _open in OPEN:
    MOVES[_open].add(CaseStatus.MERGED)
    MOVES[CaseStatus.MERGED].add(_open)
# The work is done; what is left is to ask the owner.
DONE = {CaseStatus.COMPLETED, CaseStatus.VISITING, CaseStatus.CLOSED}
WAITING_FOR_DEPARTMENT = {CaseStatus.TRANSFERRED, CaseStatus.IMPLEMENTING}
WAITING_FOR_OWNER = {CaseStatus.PROPOSED, CaseStatus.EXPLAINED}


class SlipStatus(TextChoices):
    SENT = "sent", _("waiting for the department")
    ANSWERED = "answered", _("answered")


SLIP_MOVES = {SlipStatus.SENT: {SlipStatus.ANSWERED}, SlipStatus.ANSWERED: set()}


class ProposalStatus(TextChoices):
    AWAITING_APPROVAL = "awaiting_approval", _("waiting for approval")
    DISAPPROVED = "disapproved", _("not approved")
    OFFERED = "offered", _("with the owner")
    AGREED = "agreed", _("agreed")
    REFUSED = "refused", _("refused by the owner")
    WITHDRAWN = "withdrawn", _("withdrawn")


PROPOSAL_MOVES = {
    ProposalStatus.AWAITING_APPROVAL: {
        ProposalStatus.OFFERED,
        ProposalStatus.DISAPPROVED,
        ProposalStatus.WITHDRAWN,
    },
    ProposalStatus.DISAPPROVED: set(),
    ProposalStatus.OFFERED: {ProposalStatus.AGREED, ProposalStatus.REFUSED, ProposalStatus.WITHDRAWN},
    ProposalStatus.AGREED: set(),
    ProposalStatus.REFUSED: set(),
    ProposalStatus.WITHDRAWN: set(),
}
PROPOSAL_OPEN = {ProposalStatus.AWAITING_APPROVAL, ProposalStatus.OFFERED}


class ActionStatus(TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")


ACTION_MOVES = {ActionStatus.OPEN: {ActionStatus.DONE}, ActionStatus.DONE: set()}


class VisitStatus(TextChoices):
    PLANNED = "planned", _("planned")
    DONE = "done", _("done")
    ANSWERED = "answered", _("answered by the owner himself")
    UNREACHED = "unreached", _("not reached")
    REFUSED = "refused", _("the owner did not wish it")
    CANCELLED = "cancelled", _("cancelled")


VISIT_MOVES = {
    VisitStatus.PLANNED: {
        VisitStatus.DONE,
        VisitStatus.ANSWERED,
        VisitStatus.UNREACHED,
        VisitStatus.REFUSED,
        VisitStatus.CANCELLED,
    },
    VisitStatus.DONE: set(),
    VisitStatus.ANSWERED: set(),
    VisitStatus.UNREACHED: set(),
    VisitStatus.REFUSED: set(),
    VisitStatus.CANCELLED: set(),
}
VISIT_MADE = {VisitStatus.DONE, VisitStatus.ANSWERED, VisitStatus.UNREACHED, VisitStatus.REFUSED}
