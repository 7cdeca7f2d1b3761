"""What of a case somebody outside the house may read: named one by one, so that what a room adds later stays inside
until somebody says otherwise. How the house weighs, approves, plans and what it costs it is nobody else's."""

from service_desk.cases.terms import Verb as V

TABLES = {
    "Action",
    "Answer",
    "Attachment",
    "Case",
    "CaseHistory",
    "CaseMerge",
    "CaseMessage",
    "Deadline",
    "Feedback",
    "HotlineTicket",
    "Investigation",
    "Invitation",
    "Praise",
    "Promise",
    "Proposal",
    "ProposalPart",
    "RepairCall",
    "RepairOrder",
    "ReturnVisit",
    "Signature",
    "Suggestion",
    "TransferSlip",
    "WarrantyCheck",
}
# Of these tables only the rows that reached the owner: no note, no draft that was never put to him, no inner step.
VERBS = frozenset(
    {
        V.REGISTERED, V.ASSIGNED, V.OWNER_ATTACHED, V.INVESTIGATED, V.EXPLAINED, V.TRANSFERRED, V.SLIP_ANSWERED,
        V.OFFERED, V.OWNER_AGREED, V.OWNER_REFUSED, V.SIGNED, V.ACTION_ADDED, V.ACTION_FINISHED, V.COMPLETED,
        V.VISITS_PLANNED, V.VISITED, V.VISIT_ANSWERED, V.VISIT_FAILED, V.CLOSED, V.REOPENED, V.REPLIED,
        V.OWNER_WROTE, V.FILED, V.UNFILED, V.PROMISED, V.PROMISE_SETTLED, V.HAND_OVER_ACCEPTED, V.MERGED, V.TOOK_IN,
        V.MERGE_UNDONE, V.WARRANTY_JUDGED, V.WARRANTY_EXTENDED, V.REPAIR_ORDERED, V.REPAIR_OFFERED, V.REPAIR_AGREED,
        V.REPAIR_VISITED, V.REPAIR_CALLED_OFF, V.REPAIR_DONE, V.REPAIR_CANCELLED,
    }
)  # fmt: skip
ROWS = {
    "CaseHistory": {"verb__in": VERBS},
    "CaseMessage": {"direction__in": ("in", "out")},
    "Proposal": {"approved_by__isnull": False},
    "ProposalPart": {"proposal__approved_by__isnull": False},
}
SILENT = {"cost", "fault_share", "recovered", "remind_at", "reminders", "waits_for"}
REASON = "because"  # what somebody wrote as his reason is for the house


def is_told(column: str) -> bool:
    return column not in SILENT and not column.endswith(REASON)


def may_read_link(verb: str, because: str) -> bool:
    """Whether an entry of the audit stands open, or only its link of the chain."""
    room, _dot, said = verb.partition(".")
    return room == "cases" and said in VERBS and not because
