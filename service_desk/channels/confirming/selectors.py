"""Reading which ways a project confirms by, and how often somebody was told lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from service_desk.cases.pickers import projects_for
from service_desk.channels.confirming.models import Confirmation, ConfirmingRule
from service_desk.channels.mail.models import Mailbox
from service_desk.channels.mail.selectors import is_our_sender, limits

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True)
class Ways:
    """By which ways a project tells at once that something has arrived."""

    mail: bool = True
    sms: bool = True
    version: int = 0


def ways_of(project) -> Ways:
    """The newest version of a project; both ways where nobody has said otherwise."""
    row = ConfirmingRule.objects.filter(project=project).order_by("-version").first()
    return Ways(row.by_mail, row.by_sms, row.version) if row else Ways()


def ways_by_project(user) -> list[tuple]:
    """(project, its ways) of the projects that the user sets up."""
    projects = list(projects_for(user, "channels.set_up")[:500])
    rows = ConfirmingRule.objects.filter(project__in=projects).order_by("project", "-version")
    newest = {row.project_id: row for row in rows.distinct("project")}
    found = []
    for project in projects:
        row = newest.get(project.pk)
        found.append((project, Ways(row.by_mail, row.by_sms, row.version) if row else Ways()))
    return found


def may_be_told(index: bytes, channel: str, *, now: datetime) -> bool:
    """Whether one more message to this address, by this way, stays within the limits."""
    held = limits()
    to_him = Confirmation.objects.filter(address_index=index, sent_at__gt=now - DAY)
    if to_him.count() >= held.confirmations_a_day:
        return False
    texts = Confirmation.objects.filter(channel="sms", sent_at__gt=now - HOUR)
    return channel != "sms" or texts.count() < held.texts_an_hour


def is_ours(address: str) -> bool:
    """Whether a letter to this address would come back to ourselves."""
    return is_our_sender(address) or Mailbox.objects.filter(address__iexact=address.strip()).exists()


def told(case) -> Confirmation | None:
    """How the writer of a case was told at once."""
    return Confirmation.objects.filter(case=case).first()
