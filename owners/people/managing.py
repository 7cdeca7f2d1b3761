"""Handing owners over from one relationship manager to another: one, or a whole list, with the reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.models import AuditEntry
from crm.audit.services import entry
from crm.errors import Refused
from crm.events.models import OutboxEvent
from crm.events.services import outgoing
from owners.events import OwnerChanged

from . import completeness
from .households import known_of
from .models import Owner

MOST = 500  # owners in one hand-over: it is one transaction, and nobody waits long for a locked row


def too_many() -> str:
    return _("At most %(most)s owners at once.") % {"most": MOST}


@transaction.atomic
def hand_over(actor, owners: list[Owner], *, to, because: str, now: datetime) -> int:
    """Give owners to another manager, or to nobody (`to` None). Returns how many changed hands.

    In as many statements for five hundred as for one; each owner has his entry in the audit and his fact.
    """
    because = because.strip()
    if not because:
        raise Refused(fields={"because": _("Say why.")})
    if len(owners) > MOST:
        raise Refused(fields={"owners": too_many()})
    ids = [owner.pk for owner in owners]
    rows = list(Owner.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    changed = [row for row in rows if row.manager_id != (to.pk if to else None)]
    entries = [_given(actor, row, to, because, now) for row in changed]
    Owner.objects.bulk_update(changed, ["manager", "completeness", "version", "updated_at"])
    AuditEntry.objects.bulk_create(entries)
    facts = [outgoing(OwnerChanged(owner_id=row.pk, fields=("manager",)), now=now) for row in changed]
    OutboxEvent.objects.bulk_create(facts)
    return len(changed)


def _given(actor, row: Owner, to, because: str, now: datetime) -> AuditEntry:
    before = {"manager": row.manager_id}
    row.manager = to
    row.completeness = completeness.of(known_of(row)).percent
    row.version += 1
    row.updated_at = now
    after = {"manager": row.manager_id}
    return entry(actor, "owners.hand_over", row, now=now, before=before, after=after, because=because)
