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
from service_desk.channels.mail.models import (
    ChannelLimits,
    IncomingMail,
    Mailbox,
    RawMailPart,
    UnreachedAddress,
)
from service_desk.clocks.models import (
    ClockPolicy,
    ClockRule,
    Deadline,
    DeadlineChange,
    DeadlinePause,
    DeadlineTold,
    DeadlineWarning,
    PauseReason,
    StuckCase,
)
from service_desk.conversation.models import Draft, Mention, Presence
from service_desk.directives.models import Directive
from service_desk.gravity.models import SeverityJudgement, SeverityRule
from service_desk.groups.models import (
    CaseGroup,
    GroupProposal,
    GroupRule,
    GroupScan,
    GroupStatement,
    ProposalMember,
    StatementCopy,
)
from service_desk.guidance.models import GuardCatch, GuardRule
from service_desk.linking.models import CaseLink, CaseMerge
from service_desk.warranty.models import WarrantyCheck
from service_desk.workspace.models import BulkItem, BulkRun, CaseTag, SavedView, Tag

__all__ = [
    "Action",
    "ApprovalLimit",
    "BulkItem",
    "BulkRun",
    "Case",
    "CaseGroup",
    "CaseHistory",
    "CaseLink",
    "CaseMerge",
    "CaseMessage",
    "CaseTag",
    "ChannelLimits",
    "ClockPolicy",
    "ClockRule",
    "Deadline",
    "DeadlineChange",
    "DeadlinePause",
    "DeadlineTold",
    "DeadlineWarning",
    "Directive",
    "Draft",
    "GroupProposal",
    "GroupRule",
    "GroupScan",
    "GroupStatement",
    "GuardCatch",
    "GuardRule",
    "IncomingMail",
    "Investigation",
    "Mailbox",
    "Mention",
    "PauseReason",
    "Presence",
    "Proposal",
    "ProposalMember",
    "ProposalPart",
    "RawMailPart",
    "ReturnVisit",
    "SavedView",
    "SeverityJudgement",
    "SeverityRule",
    "StatementCopy",
    "StuckCase",
    "Tag",
    "TransferSlip",
    "UnreachedAddress",
    "WarrantyCheck",
]
