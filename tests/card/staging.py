"""What the tests of card and journal build on."""

from datetime import timedelta

from crm.audit.models import AuditEntry
from crm.events.models import OutboxEvent
from owners.journal import services as journal
from owners.models import Household, JournalEntry, JournalWording, Kin, Owner

TABLES = (Owner, Household, Kin, JournalEntry, JournalWording, AuditEntry, OutboxEvent)


def everything() -> dict:
    """All rows of all tables a refusal must leave as they are."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in TABLES}


def note(actor, owner, now, text="业主出差，周五回来", **said):
    return journal.write_note(actor, owner, text=text, now=now, **said)


def call(actor, owner, now, **said):
    said = {"direction": "in", "outcome": "reached", "minutes": 5, "text": "问产权证"} | said
    return journal.log_call(actor, owner, now=now, **said)


def task(actor, owner, now, text="回电", due_in=1, **said):
    return journal.set_task(actor, owner, text=text, due_at=now + timedelta(days=due_in), now=now, **said)
