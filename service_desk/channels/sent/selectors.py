"""Reading what went out to owners, within the projects of whoever asks."""

from dataclasses import dataclass

from django.db.models import Q

from crm.accounts.permissions import may, projects_for
from crm.errors import NotFound
from crm.messages.models import OutgoingMessage
from crm.privacy import masking
from crm.privacy.visibility import HIDDEN, how
from service_desk.cases.models import Case, CaseMessage
from service_desk.channels.hooks.selectors import wecom_address
from service_desk.channels.mail.selectors import is_unreached

STATES = {
    "all": Q(),
    "missed": Q(dead_at__isnull=False) | Q(returned_at__isnull=False),
    "waiting": Q(sent_at=None, dead_at=None),
    "sent": Q(sent_at__isnull=False, returned_at=None, delivered_at=None),
    "arrived": Q(delivered_at__isnull=False),
}
COLUMNS = {"sms": "owners.owner.phone", "mail": "owners.owner.email", "wecom": "owners.owner.phone"}
OF_AN_OWNER = 200  # cases


@dataclass
class Sent:
    """One message as the desk sees it."""

    row: OutgoingMessage
    case: Case | None = None
    to: str = ""


def readable(user):
    """The messages to owners of the projects where he works at the desk."""
    rows = OutgoingMessage.objects.filter(project__isnull=False)
    return rows if user.unrestricted else rows.filter(project__in=projects_for(user, "sent.view"))


def messages(user, *, state: str = "all", channel: str = "", case: str = "", owner: str = ""):
    """Narrowed by what became of them, by way, by case or by owner; an unknown word narrows to nothing."""
    rows = readable(user).filter(STATES.get(state, Q(pk=None))).select_related("project__city")
    if channel:
        rows = rows.filter(channel=channel)
    if case:
        rows = rows.filter(subject_ref=f"case:{case}")
    if owner:
        numbers = Case.objects.visible_to(user).filter(owner__number=owner).order_by("-pk")
        numbers = list(numbers.values_list("number", flat=True)[:OF_AN_OWNER])
        rows = rows.filter(subject_ref__in=[f"case:{number}" for number in numbers])
    return rows.defer("subject", "body")


def shown(user, rows) -> list[Sent]:
    """With their cases, and whom they went to as far as he may see it; one query for all."""
    numbers = [row.subject_ref.partition(":")[2] for row in rows if row.subject_ref.startswith("case:")]
    found = Case.objects.visible_to(user).filter(number__in=numbers).select_related("owner")
    cases = {case.number: case for case in found}
    return [Sent(row, cases.get(row.subject_ref.partition(":")[2]), address_of(user, row)) for row in rows]


def address_of(user, row: OutgoingMessage) -> str:
    """Behind its mask, whoever asks; nothing where he may not even see that."""
    if row.channel not in ("sms", "mail") or how(user, COLUMNS[row.channel], row.project) is HIDDEN:
        return ""
    return masking.email(row.recipient) if row.channel == "mail" else masking.phone(row.recipient)


def message_for(user, public_id, *, to: str = "sent.view") -> OutgoingMessage:
    """The message of this UUID, where the user may do `to` with it."""
    row = readable(user).select_related("project__city").filter(public_id=public_id).first()
    if row is None or not may(user, to, project=row.project):
        raise NotFound
    return row


def case_of(user, row: OutgoingMessage) -> Case | None:
    kind, _colon, number = row.subject_ref.partition(":")
    rows = Case.objects.visible_to(user).select_related("owner", "project__city")
    return rows.filter(number=number).first() if kind == "case" else None


def words_of(case: Case | None, row: OutgoingMessage) -> str:
    """What stands of it on its case; the letter itself may hold what is for the owner alone."""
    letters = [row.public_id]
    if row.instead_of_id:
        letters.append(row.instead_of.public_id)
    said = CaseMessage.objects.filter(case=case, letter__in=letters) if case else CaseMessage.objects.none()
    return said.values_list("body", flat=True).first() or ""


def other_ways(case: Case | None, row: OutgoingMessage) -> dict[str, str]:
    """By which other ways its owner can be reached, and where; empty where it has arrived or is on its way."""
    if case is None or row.arrival not in ("dead", "failed", "sent"):
        return {}
    ways = {"wecom": wecom_address(case)}
    owner = case.owner
    if owner is not None:
        ways |= {"sms": owner.phone or "", "mail": mail_of(owner)}
    return {way: address for way, address in ways.items() if address and way != row.channel}


def mail_of(owner) -> str:
    """His address, where mail has not come back from it."""
    return owner.email if owner.email and not is_unreached(owner.email) else ""
