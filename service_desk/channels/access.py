"""Who may do what with what came in by mail, by the web and by webhooks."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from service_desk.channels.hooks.models import HookEndpoint
from service_desk.channels.hotline.models import HotlineTicket
from service_desk.channels.mail.models import IncomingMail, Mailbox

DESK = {Role.AGENT, Role.SUPERVISOR}

declare(
    {
        # What waits may be anybody's letter: only those read it who may register what it says.
        "mail.view": DESK,
        "mail.release": DESK,
        "channels.view": {Role.SUPERVISOR, Role.ADMINISTRATOR},
        "channels.set_up": {Role.SUPERVISOR, Role.ADMINISTRATOR},
        "channels.limit": {Role.SUPERVISOR},
        "sent.view": {*DESK, Role.CALLBACK},
        "sent.again": DESK,
        "hotline.view": {Role.AGENT, Role.SUPERVISOR, Role.EXECUTIVE},
        "hotline.reply": DESK,
    }
)


def mail_for(user, public_id, *, to: str = "mail.view") -> IncomingMail:
    """The mail of this UUID, where the user may do `to` with it."""
    rows = IncomingMail.objects.visible_to(user).select_related("mailbox__project__city", "suggested", "case")
    mail = rows.filter(public_id=public_id).first()
    if mail is None:
        raise NotFound
    require(user, to, project=mail.mailbox.project)
    return mail


def mailbox_for(user, code: str, *, to: str = "channels.view") -> Mailbox:
    """The mailbox of this name, where the user may do `to` with it; an administrator's office is the whole house."""
    mailbox = Mailbox.objects.visible_to(user).select_related("project__city").filter(code=code).first()
    if mailbox is None:
        raise NotFound
    require(user, to, project=mailbox.project)
    return mailbox


def endpoint_for(user, code: str, *, to: str = "channels.view") -> HookEndpoint:
    """The endpoint of this name, where the user may do `to` with it."""
    endpoint = HookEndpoint.objects.visible_to(user).select_related("project__city").filter(code=code).first()
    if endpoint is None:
        raise NotFound
    require(user, to, project=endpoint.project)
    return endpoint


def ticket_for(user, number: str, *, to: str = "hotline.view") -> HotlineTicket:
    """The hotline's ticket of the case of this number, where the user may do `to` with it."""
    rows = HotlineTicket.objects.visible_to(user).select_related("case__project__city")
    ticket = rows.filter(case__number=number).first()
    if ticket is None:
        raise NotFound
    require(user, to, project=ticket.case.project)
    return ticket
