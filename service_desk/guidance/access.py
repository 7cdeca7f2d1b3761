"""Who may use guidance, and who may change it. It belongs to no project: the whole desk speaks with one voice."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound

declare(
    {
        "guidance.use": {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.SPOKESPERSON, Role.HANDLER},
        "guidance.edit": {Role.SUPERVISOR},
    }
)


def in_force(user, model, code: str, *, to: str = "guidance.use"):
    """The version in force of a rule, playbook or template; what is retired is not found."""
    require(user, to)
    row = model.objects.in_force().filter(code=code).first()
    if row is None:
        raise NotFound
    return row


def newest(user, model, code: str, *, to: str = "guidance.edit"):
    """The newest version of a rule or playbook, also of a retired one."""
    require(user, to)
    row = model.objects.filter(code=code).order_by("-version").first()
    if row is None:
        raise NotFound
    return row
