"""What the columns of the house are called to the person whose data they hold."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

COLUMNS = {
    "action": _("Action"),
    "amount": _("Amount"),
    "answered_at": _("Answered on"),
    "area": _("Area"),
    "at": _("When"),
    "attitude": _("Attitude"),
    "birth_date": _("Date of birth"),
    "body": _("Text"),
    "cancelled_because": _("Why it was called off"),
    "cancelled_on": _("Called off on"),
    "channel": _("Way in"),
    "closed_at": _("Closed on"),
    "code": _("Code"),
    "completed_at": _("Completed on"),
    "created_at": _("Written down on"),
    "currency": _("Currency"),
    "decided_at": _("Decided on"),
    "demand_amount": _("Amount asked for"),
    "department": _("Department"),
    "description": _("Description"),
    "direction": _("Direction"),
    "due_at": _("Due on"),
    "due_on": _("Due on"),
    "emotion": _("Mood noted"),
    "estimated": _("Estimated"),
    "expires_at": _("Valid until"),
    "facts": _("What the source said"),
    "field": _("Column"),
    "findings": _("Findings"),
    "given": _("Agreed"),
    "home": _("Home"),
    "impact": _("Effects described"),
    "instruction": _("Instruction"),
    "kind": _("Kind"),
    "kinship": _("Kinship"),
    "language": _("Language"),
    "level": _("Level"),
    "lines": _("Reckoning"),
    "name": pgettext_lazy("person", "Name"),
    "note": _("Note"),
    "number": _("Number"),
    "on": _("Day"),
    "opened_at": _("Sent on"),
    "opinion": _("Opinion"),
    "outcome": _("Outcome"),
    "owner_agreed": _("You agreed"),
    "owner_words": _("Your words"),
    "payment": _("Payment"),
    "plans": _("Plans compared"),
    "project": _("Project"),
    "purpose": _("Purpose"),
    "reason": _("Reason"),
    "reasons": _("Reasons"),
    "received_at": _("Received on"),
    "recipient": _("Sent to"),
    "remark": _("Remark"),
    "request": _("Request"),
    "result": _("Result"),
    "score": _("Score"),
    "sent_at": _("Sent on"),
    "severity": _("Severity"),
    "share": _("Share"),
    "signed_name": _("Signature"),
    "signed_on": _("Signed on"),
    "since": _("Since"),
    "situation": _("Situation"),
    "solution": _("Solution"),
    "source": _("Source"),
    "status": _("Status"),
    "subject": _("Subject"),
    "substantiated": _("Substantiated"),
    "summary": _("Summary"),
    "text": _("Text"),
    "until": _("Until"),
    "via": _("How it came"),
    "visited_at": _("Visited on"),
    "withheld_because": _("Why it was not sent"),
    "wording": _("Wording"),
    "words": _("Words"),
}


def column_name(column: str) -> str:
    """The word for a column; one that has none is written as it is called."""
    return str(COLUMNS.get(column) or column.replace("_", " ").capitalize())


HOW_SAID = {
    "phone": _("on the phone"),
    "desk": _("at the desk"),
    "form": _("on a signed form"),
    "letter": _("by letter"),
    "mail": _("by e-mail"),
    "link": _("by a link of one's own"),
}


def how_said(source: str) -> str:
    """The way in which somebody agreed; one that came from elsewhere is written as it is called."""
    return str(HOW_SAID.get(source, source))
