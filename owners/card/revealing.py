"""How what is masked is uncovered: one value at a time, with a reason, on the record."""

from datetime import datetime

from django.utils.translation import gettext as _

from crm.errors import NotAllowed, Refused
from crm.privacy import services as privacy
from owners.people import selectors as people
from owners.people.masked import FIELDS, Seen


def reasons() -> list[str]:
    """The usual reasons, one click each; another can be written."""
    return [_("Calling the owner back"), _("Sending a document"), _("Checking who is calling")]


def reveal(actor, owner, *, field: str, because: str, now: datetime) -> str:
    """The value of one field, after the reason has been written down. A role held elsewhere uncovers nothing here."""
    if field not in FIELDS:
        raise Refused(fields={"field": _("Choose one of the list.")})
    if not Seen(actor, people.projects_of(owner)).at_all(field):
        raise NotAllowed(verb="owners.reveal")
    return privacy.reveal(actor, owner, field, because=because, now=now)
