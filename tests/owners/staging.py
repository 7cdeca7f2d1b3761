"""What the tests of this room build on; the cast itself is in tests/people.py."""

from datetime import date

from crm.audit.models import AuditEntry
from crm.events.models import OutboxEvent
from owners.contracts import services as contracts
from owners.homes import services as homes
from owners.models import Home, Owner, OwnerProject, Ownership, Purchase
from owners.people import services as people

TABLES = (Owner, OwnerProject, Home, Ownership, Purchase, AuditEntry, OutboxEvent)


def everything() -> dict:
    """All rows of all tables a refusal must leave as they are."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in TABLES}


def add_owner(actor, project, now, name="李雷", **said):
    return people.add_owner(
        actor, kind=said.pop("kind", "person"), name=name, project=project, now=now, **said
    )


def add_home(actor, project, now, floor=1, unit="01", building="9", **said):
    return homes.add_home(
        actor, project, building=building, entrance="1", floor=floor, unit=unit, now=now, **said
    )


def buy(actor, owner, home, now, kind="contract", signed_on=date(2025, 3, 2), amount=300_000_000, **said):
    return contracts.record_purchase(
        actor, owner, home, kind=kind, signed_on=signed_on, amount=amount, now=now, **said
    )
