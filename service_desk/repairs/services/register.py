"""The register of contractors and their contracts."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import Refused
from service_desk.cases.services.moves import need
from service_desk.repairs.models import Contract, Contractor
from service_desk.repairs.states import Trade


def add_contractor(actor, *, code: str, name: str, trade: str, now: datetime) -> Contractor:
    """A company by our code for it."""
    need(code=code, name=name)
    _check_trade(trade)
    with transaction.atomic():
        row, made = Contractor.objects.get_or_create(
            code=code.strip()[:20], defaults={"name": name.strip()[:120], "trade": trade}
        )
        if not made:
            words = _("A contractor with this code is here already.")
            raise Refused(words, code="duplicate_contractor", fields={"code": words})
        record(actor, "contractors.add", row, now=now, after={"code": row.code, "trade": trade})
    return row


def edit_contractor(
    actor, row: Contractor, *, name: str, trade: str, active: bool, now: datetime
) -> Contractor:
    """Change a contractor; one that is no longer active is not offered for new work."""
    need(name=name)
    _check_trade(trade)
    with transaction.atomic():
        row = Contractor.objects.select_for_update().get(pk=row.pk)
        before = {"name": row.name, "trade": row.trade, "active": row.active}
        row.name, row.trade, row.active = name.strip()[:120], trade, active
        row.save(update_fields=["name", "trade", "active"])
        after = {"name": row.name, "trade": trade, "active": active}
        record(actor, "contractors.edit", row, now=now, before=before, after=after)
    return row


def add_contract(
    actor, contractor: Contractor, project, *, number: str, trade: str, signed_on: date,
    retention_amount: int = 0, warranty_until: date | None = None, now: datetime,
) -> Contract:  # fmt: skip
    """What the contractor built there; the retained money is in minor units of the project's currency."""
    need(number=number)
    _check_trade(trade)
    if retention_amount < 0:
        raise Refused(fields={"retention_amount": _("A sum cannot be less than nothing.")})
    with transaction.atomic():
        row, made = Contract.objects.get_or_create(
            contractor=contractor,
            project=project,
            number=number.strip()[:40],
            defaults={
                "trade": trade,
                "signed_on": signed_on,
                "retention_amount": retention_amount,
                "currency": project.currency,
                "warranty_until": warranty_until,
            },
        )
        if not made:
            words = _("This contract is here already.")
            raise Refused(words, code="duplicate_contract", fields={"number": words})
        after = {"project": project.code, "number": row.number, "retention": retention_amount}
        record(actor, "contractors.add_contract", contractor, now=now, after=after)
    return row


def _check_trade(trade: str) -> None:
    if trade not in Trade.values:
        raise Refused(fields={"trade": _("This choice is not known.")})
