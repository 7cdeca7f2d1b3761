"""Collects the tables of every room, so that Django finds them under one label."""

from service_desk.cases.models import (
    Action,
    ApprovalLimit,
    Case,
    CaseHistory,
    CaseMessage,
    Investigation,
    Proposal,
    ProposalPart,
    ReturnVisit,
    TransferSlip,
)
from service_desk.clocks.models import Deadline, DeadlineWarning
from service_desk.directives.models import Directive

__all__ = [
    "Action",
    "ApprovalLimit",
    "Case",
    "CaseHistory",
    "CaseMessage",
    "Deadline",
    "DeadlineWarning",
    "Directive",
    "Investigation",
    "Proposal",
    "ProposalPart",
    "ReturnVisit",
    "TransferSlip",
]
