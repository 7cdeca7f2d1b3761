"""The tables of guidance. What staff edit is kept in versions: a row is one version, and one of them is in force."""

from service_desk.guidance.models.guard import GuardCatch, GuardRule
from service_desk.guidance.models.playbooks import Playbook, PlaybookRun, PlaybookTick
from service_desk.guidance.models.wording import Office, ReplyTemplate, TemplateUse

__all__ = [
    "GuardCatch",
    "GuardRule",
    "Office",
    "Playbook",
    "PlaybookRun",
    "PlaybookTick",
    "ReplyTemplate",
    "TemplateUse",
]
