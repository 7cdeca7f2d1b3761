"""The case and its papers. Only the services of this room write them; `status` only through `_move`."""

from service_desk.cases.models.case import Case, CaseHistory, CaseMessage
from service_desk.cases.models.papers import (
    Action,
    Investigation,
    Proposal,
    ProposalPart,
    ReturnVisit,
    Signature,
    TransferSlip,
)

__all__ = [
    "Action",
    "Case",
    "CaseHistory",
    "CaseMessage",
    "Investigation",
    "Proposal",
    "ProposalPart",
    "ReturnVisit",
    "Signature",
    "TransferSlip",
]
