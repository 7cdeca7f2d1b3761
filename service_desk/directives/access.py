"""Who may do what with directives."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from service_desk.directives.models import Directive

DESK = {Role.AGENT, Role.SUPERVISOR}

declare(
    {
        "directives.view": {*DESK, Role.CALLBACK, Role.MARKETING, Role.EXECUTIVE},
        "directives.accept": {*DESK, Role.MARKETING},
        "directives.fulfil": {*DESK, Role.MARKETING},
        "directives.withdraw": {Role.SUPERVISOR},
    }
)


def directive_for(user, number: str, *, to: str = "directives.view") -> Directive:
    """The directive of this number, where the user may do `to` with it; out of scope is not found."""
    rows = Directive.objects.visible_to(user).select_related("project__city", "owner", "case", "assignee")
    directive = rows.filter(number=number).first()
    if directive is None:
        raise NotFound()
    require(user, to, project=directive.project)
    return directive
