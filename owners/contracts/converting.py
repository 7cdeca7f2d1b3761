"""A reservation becomes a subscription, a subscription a contract: the next step, linked to the one before."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.errors import IllegalMove, Refused
from owners.homes.models import Home

from .models import Purchase
from .services import record_purchase
from .states import NEXT_STEPS


def convert_purchase(
    actor,
    purchase: Purchase,
    *,
    to: str,
    home: Home | None = None,
    signed_on: date,
    amount: int,
    now: datetime,
    **said,
) -> Purchase:
    """Sign the next step after a live purchase; it keeps the home, or names one where the step before did not.

    `said` holds what `record_purchase` takes besides. A step that has been followed already, or called off,
    is refused.
    """
    with transaction.atomic():
        row = Purchase.objects.select_for_update(of=("self",)).select_related("home", "owner", "project")
        row = row.get(pk=purchase.pk)
        if row.cancelled_on:
            raise IllegalMove(_("This purchase has been cancelled already."))
        if to not in NEXT_STEPS[row.kind]:
            raise IllegalMove(**{"from": row.kind, "to": to})
        if row.followed_by.filter(cancelled_on=None).exists():
            raise IllegalMove(_("The next step has been signed already."))
        if signed_on < row.signed_on:
            raise Refused(fields={"signed_on": _("The next step is not signed before the one it follows.")})
        if home and row.home and home.pk != row.home_id:
            sentence = _("This step is for another home. Cancel it first, then begin anew.")
            raise Refused(sentence, fields={"home": sentence})
        return record_purchase(
            actor,
            row.owner,
            row.home or home,
            kind=to,
            signed_on=signed_on,
            amount=amount,
            currency=row.currency,
            project=row.project,
            follows=row,
            now=now,
            **said,
        )
