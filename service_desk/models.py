"""Collects the tables of every room, so that Django finds them under one label."""

from service_desk.attachments.models import Attachment, AttachmentPart
from service_desk.authority.models import Endorsement, LimitRow, LimitScheme
from service_desk.cases.models import (
    Action,
    Case,
    CaseHistory,
    CaseMessage,
    Investigation,
    Proposal,
    ProposalPart,
    ReturnVisit,
    Signature,
    TransferSlip,
)
from service_desk.causes.models import CaseCause, Cause, CauseVersion
from service_desk.channels.confirming.models import Confirmation, ConfirmingRule
from service_desk.channels.hooks.models import HookDelivery, HookEndpoint, HookSecret
from service_desk.channels.hotline.models import HotlineTicket
from service_desk.channels.mail.models import (
    ChannelLimits,
    IncomingMail,
    Mailbox,
    RawMailPart,
    UnfetchedMail,
    UnreachedAddress,
)
from service_desk.channels.web.models import HeldPhoto, OwnerLink, WebReport
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
from service_desk.crisis.models import (
    ContactEntry,
    Crisis,
    CrisisCase,
    CrisisDuty,
    CrisisReport,
    CrisisStatement,
    LegalStep,
    Post,
    PostAnswer,
)
from service_desk.directives.models import Directive
from service_desk.dossier.models import Dossier, DossierPart
from service_desk.escalated.models import DifficultCase, PlanOption, PlanOptionPart, ResponsePlan
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
from service_desk.guidance.models import (
    GuardCatch,
    GuardRule,
    Office,
    Playbook,
    PlaybookRun,
    PlaybookTick,
    ReplyTemplate,
    TemplateUse,
)
from service_desk.handingover.models import HandOver
from service_desk.linking.models import CaseLink, CaseMerge
from service_desk.prevention.models import CorrectiveAction, Inspection, Look
from service_desk.promises.models import Promise
from service_desk.rating.models import SlipRating
from service_desk.repairs.models import (
    Contract,
    Contractor,
    CostLine,
    LiableParty,
    OfferedTime,
    Recovery,
    RepairCall,
    RepairOrder,
)
from service_desk.topics.models import CaseTopic, Praise, Suggestion, Topic
from service_desk.warranty.models import WarrantyCheck
from service_desk.weighing.models import Weighing, WeighingRule
from service_desk.workspace.models import BulkItem, BulkRun, CaseTag, SavedView, Tag

__all__ = [
    "Action",
    "Attachment",
    "AttachmentPart",
    "BulkItem",
    "BulkRun",
    "Case",
    "CaseCause",
    "CaseGroup",
    "CaseHistory",
    "CaseLink",
    "CaseMerge",
    "CaseMessage",
    "CaseTag",
    "CaseTopic",
    "Cause",
    "CauseVersion",
    "ChannelLimits",
    "ClockPolicy",
    "ClockRule",
    "Confirmation",
    "ConfirmingRule",
    "ContactEntry",
    "Contract",
    "Contractor",
    "CorrectiveAction",
    "CostLine",
    "Crisis",
    "CrisisCase",
    "CrisisDuty",
    "CrisisReport",
    "CrisisStatement",
    "Deadline",
    "DeadlineChange",
    "DeadlinePause",
    "DeadlineTold",
    "DeadlineWarning",
    "DifficultCase",
    "Directive",
    "Dossier",
    "DossierPart",
    "Draft",
    "Endorsement",
    "GroupProposal",
    "GroupRule",
    "GroupScan",
    "GroupStatement",
    "GuardCatch",
    "GuardRule",
    "HandOver",
    "HeldPhoto",
    "HookDelivery",
    "HookEndpoint",
    "HookSecret",
    "HotlineTicket",
    "IncomingMail",
    "Inspection",
    "Investigation",
    "LegalStep",
    "LiableParty",
    "LimitRow",
    "LimitScheme",
    "Look",
    "Mailbox",
    "Mention",
    "OfferedTime",
    "Office",
    "OwnerLink",
    "PauseReason",
    "PlanOption",
    "PlanOptionPart",
    "Playbook",
    "PlaybookRun",
    "PlaybookTick",
    "Post",
    "PostAnswer",
    "Praise",
    "Presence",
    "Promise",
    "Proposal",
    "ProposalMember",
    "ProposalPart",
    "RawMailPart",
    "Recovery",
    "RepairCall",
    "RepairOrder",
    "ReplyTemplate",
    "ResponsePlan",
    "ReturnVisit",
    "SavedView",
    "SeverityJudgement",
    "SeverityRule",
    "Signature",
    "SlipRating",
    "StatementCopy",
    "StuckCase",
    "Suggestion",
    "Tag",
    "TemplateUse",
    "Topic",
    "TransferSlip",
    "UnfetchedMail",
    "UnreachedAddress",
    "WarrantyCheck",
    "WebReport",
    "Weighing",
    "WeighingRule",
]
