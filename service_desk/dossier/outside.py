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
# What stays among ourselves, each with the reason. A table that hangs on a case and is in neither list fails the build.
INSIDE = {
    "Alarm": "how our deadlines are watched",
    "CaseCause": "how we class the cause, and who is blamed for it",
    "CaseGroup": "other owners' cases",
    "CaseLink": "other cases, also of other owners",
    "CaseTag": "words by which we find things",
    "CaseTopic": "how we count what we hear",
    "Confirmation": "how we check what a stranger says he is",
    "CostLine": "what it costs us",
    "CrisisCase": "that a crisis is open is the spokesperson's to say",
    "DeadlineChange": "how our deadlines are set",
    "DeadlinePause": "why our clock stood still",
    "DeadlineTold": "whom we warned among ourselves",
    "DeadlineWarning": "whom we warned among ourselves",
    "Decision": "how the house weighs an owner",
    "DifficultCase": "how we prepare for a difficult talk",
    "Directive": "what the house asked of the desk",
    "Endorsement": "who approved up to which sum",
    "GroupProposal": "other owners' cases",
    "GroupStatement": "goes to others too; what reached this owner stands in his messages",
    "GuardCatch": "sentences that we thought better of",
    "HandOver": "who gave the case to whom, and why; that it was taken over is in the history",
    "HookDelivery": "how a message travelled",
    "IncomingMail": "raw mail; its words stand in the messages",
    "KnownReply": "whose letters may answer for the owner; only an index of an address",
    "LiableParty": "whom we hold liable, and for how much",
    "Look": "who of us looked at it",
    "Mention": "whom we named in notes among ourselves",
    "OfferedTime": "times that were held free; what was agreed stands in the order",
    "Outcome": "how the house measures its own decisions",
    "PlanOption": "what we could offer, and where we would stop",
    "PlanOptionPart": "what we could offer, and where we would stop",
    "PlaybookRun": "our own method",
    "PlaybookTick": "our own method",
    "ProposalMember": "other owners' cases",
    "Recovery": "what we claim back from others",
    "ResponsePlan": "how we prepare for a difficult talk",
    "SeverityJudgement": "how grave we thought it",
    "SlipRating": "what departments think of each other",
    "StatementCopy": "how a statement was sent; its words stand in the messages",
    "StuckCase": "that it stood still among us",
    "WebReport": "how a report travelled; its words stand in the case",
    "WecomMedia": "how a picture travelled; it lies among the files",
    "Weighing": "what the demand seemed worth to us",
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
