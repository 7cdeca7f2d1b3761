"""What the ways in put on the page of a case: its mail as it came, the hotline's ticket, the owner's own link."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from crm.clock import now
from service_desk.cases.places import Tab
from service_desk.cases.services.letters import way_of
from service_desk.cases.states import OPEN
from service_desk.cases.terms import Channel
from service_desk.channels.confirming.selectors import told
from service_desk.channels.hotline.selectors import ticket_of
from service_desk.channels.mail.selectors import mail_of


def mail_tab(request, case) -> Tab | None:
    """The mails of a case, what they quote folded away; silent where there is none."""
    if not may(request.user, "mail.view", project=case.project):
        return None
    mails = mail_of(case)
    if not mails:
        return None
    html = render_to_string("desk/channels/case_mail.html", {"mails": mails, "now": now()}, request)
    return Tab("mail", _("Mail"), icon="mail", html=html, count=len(mails))


def hotline(request, case):
    """The hotline's own number and deadline over a case that came from there."""
    if case.channel != Channel.HOTLINE_12345 or not may(request.user, "hotline.view", project=case.project):
        return None
    ticket = ticket_of(case)
    if ticket is None:
        return None
    return render_to_string("desk/channels/case_hotline.html", {"ticket": ticket, "now": now()}, request)


def link(request, case, owner=None):
    """Whether the writer was told at once, and the owner's own page for whom can be written to while it is open."""
    may_send = case.owner_id is not None and case.status in OPEN
    may_send = may_send and may(request.user, "cases.write", project=case.project)
    confirmation = told(case) if case.channel in (Channel.WEB, Channel.MAIL) else None
    if not may_send and confirmation is None:
        return None
    context = {
        "case": case,
        "may_send": may_send,
        "confirmation": confirmation,
        "may_read_sent": may(request.user, "sent.view", project=case.project),
    }
    return render_to_string("desk/channels/case_link.html", context, request)


def text_length(request, case, **_beside):
    """How long a reply becomes, where it leaves as a text message."""
    if way_of(case) != "sms":
        return None
    return render_to_string("outgoing/counter.html", {}, request)
