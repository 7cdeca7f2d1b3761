"""The API of histories: the versions of a rule, a playbook or a template, and bringing an earlier one back."""

from crm.versions.api import Versions
from service_desk.guidance import access, guard_rules, playbooks, reply_templates, selectors
from service_desk.guidance.api.guard import RuleOut
from service_desk.guidance.api.playbooks import PlaybookOut
from service_desk.guidance.api.wording import TemplateOut
from service_desk.guidance.models import GuardRule, Playbook, ReplyTemplate


class RuleVersions(Versions):
    """The versions of a rule, the newest first; and bringing an earlier one back, as the next."""

    verbs = {"GET": "guidance.edit", "POST": "guidance.edit"}
    outputs = {"GET": RuleOut(many=True), "POST": RuleOut}
    bring_back = staticmethod(guard_rules.bring_back)

    def things(self, user, code):
        return (access.newest(user, GuardRule, code).code,)

    def rows(self, code):
        return selectors.versions(GuardRule, code)


class PlaybookVersions(Versions):
    """The versions of a playbook, the newest first; and bringing an earlier one back, as the next."""

    verbs = {"GET": "guidance.edit", "POST": "guidance.edit"}
    outputs = {"GET": PlaybookOut(many=True), "POST": PlaybookOut}
    bring_back = staticmethod(playbooks.bring_back)

    def things(self, user, code):
        return (access.newest(user, Playbook, code).code,)

    def rows(self, code):
        return selectors.versions(Playbook, code)


class TemplateVersions(Versions):
    """The versions of a template that one may edit; and bringing an earlier one back, as the next."""

    verbs = {"GET": "guidance.use", "POST": "guidance.use"}
    outputs = {"GET": TemplateOut(many=True), "POST": TemplateOut}
    bring_back = staticmethod(reply_templates.bring_back)

    def things(self, user, code):
        return (reply_templates.may_bring_back(user, code),)

    def rows(self, code):
        return selectors.versions(ReplyTemplate, code)
