"""Who may do what with the journal."""

from django.utils.translation import gettext_lazy

from crm.accounts.models import Role
from crm.accounts.permissions import declare, may, require
from crm.errors import NotAllowed, NotFound
from owners import access as owners
from owners.people.models import Owner

from .models import JournalEntry
from .states import Audience

NOT_OF_THIS_KIND = gettext_lazy("An entry of this kind has no such field.")
NEEDED = gettext_lazy("This is needed.")
NOT_A_VIEW = gettext_lazy("Choose one of the list.")

SERVING = {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.SPOKESPERSON}

declare(
    {
        "journal.view": SERVING | {Role.MARKETING, Role.EXECUTIVE, Role.PRIVACY},
        "journal.write": SERVING | {Role.MARKETING},
        # to read what is meant for those who serve the owner
        "journal.serving": SERVING,
        # to read what is meant for supervisors, and to remove what others wrote
        "journal.supervise": {Role.SUPERVISOR},
    }
)
_READ_BY = {Audience.SERVING: "journal.serving", Audience.SUPERVISORS: "journal.supervise"}


def entry_for(user, public_id, to: str = "journal.view") -> JournalEntry:
    """The entry, if the user may read it and do `to` with its owner. Removed ones are found, to be brought back."""
    require(user, to)
    rows = JournalEntry.objects.visible_to(user).select_related("owner", "author", "assignee", "done_by")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    if to != "journal.view" and not Owner.objects.visible_to(user, to).filter(pk=row.owner_id).exists():
        raise NotAllowed(verb=to)
    return row


def supervises(user, entry: JournalEntry) -> bool:
    """Whether the user supervises where this entry's owner is; to supervise elsewhere is not enough."""
    here = Owner.objects.visible_to(user, "journal.supervise").filter(pk=entry.owner_id)
    return may(user, "journal.supervise") and here.exists()


def assignees_for(user) -> list:
    """Who can be given a task: whoever serves owners where the user does."""
    return owners.managers_for(user)


def audiences_for(user) -> list[tuple[str, str]]:
    """The audiences a user may write for: those he belongs to himself."""
    return [(a.value, a.label) for a in Audience if a not in _READ_BY or may(user, _READ_BY[a])]
