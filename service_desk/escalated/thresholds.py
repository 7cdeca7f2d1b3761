"""Changing from when on facts speak for a difficult complaint: a new version each time, for everybody at once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm import versions
from crm.audit import services as audit
from crm.errors import Refused, Stale
from service_desk.cases.services.moves import need
from service_desk.escalated import rules, selectors
from service_desk.escalated.models import DifficultRule


@transaction.atomic
def set_thresholds(
    actor, *, thresholds: Mapping, because: str, seen: int | None = None, now: datetime
) -> DifficultRule:
    """Put a new version of the thresholds in force; what is marked already stays marked."""
    need(because=because)
    newest = DifficultRule.objects.order_by("-number").first()
    number = newest.number if newest else 0
    if seen is not None and seen != number:
        raise Stale(yours=seen, current=number)
    if wrong := rules.faults_of(thresholds):
        raise Refused(fields=dict.fromkeys(wrong, _("This number cannot be taken.")))
    try:
        with transaction.atomic():
            row = DifficultRule.objects.create(
                number=number + 1,
                thresholds=dict(thresholds),
                active_from=now,
                made_by=actor,
                because=because.strip(),
            )
    except IntegrityError as exc:
        raise Stale(yours=number, current=None) from exc
    audit.record(actor, "escalated.set", row, now=now, because=because, after={"number": row.number})
    return row


@transaction.atomic
def bring_back(
    actor, number: int, *, because: str = "", seen: int | None = None, now: datetime
) -> DifficultRule:
    """Let earlier thresholds hold again, as a new version; 0 are those that ship."""
    holds, _thresholds = selectors.in_force()
    row = versions.earlier(selectors.version(number), in_force=number == holds)
    said = {"because": versions.why(number, because), "seen": holds if seen is None else seen}
    return set_thresholds(actor, thresholds=row.thresholds, now=now, **said)
