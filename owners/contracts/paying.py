"""How a purchase is to be paid, line by line, and what has been."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from owners.days import day_of

from .models import PaymentLine, Purchase

MOST_LINES = 60


def plan_payments(
    actor, purchase: Purchase, lines: list[tuple[date, int]], *, now: datetime
) -> list[PaymentLine]:
    """Replace what is still to be paid by these (day, minor units); what has been paid stays.

    All lines together are at most the price; a day has one line.
    """
    days = [day for day, _amount in lines]
    with transaction.atomic():
        row = Purchase.objects.select_for_update().get(pk=purchase.pk)
        if row.cancelled_on:
            raise IllegalMove(_("This purchase has been cancelled already."))
        paid = list(row.lines.exclude(paid_on=None))
        if len(lines) > MOST_LINES:
            raise Refused(fields={"lines": _("At most %(count)s lines.") % {"count": MOST_LINES}})
        if any(amount <= 0 for _day, amount in lines):
            raise Refused(fields={"lines": _("Each line is more than nothing.")})
        if len({*days, *(line.due_on for line in paid)}) < len(days) + len(paid):
            raise Refused(fields={"lines": _("Each day has one line.")})
        if sum(line.amount for line in paid) + sum(amount for _day, amount in lines) > row.amount:
            raise Refused(fields={"lines": _("Together the lines are more than the price.")})
        row.lines.filter(paid_on=None).delete()
        PaymentLine.objects.bulk_create(
            [PaymentLine(purchase=row, due_on=day, amount=amount) for day, amount in lines]
        )
        record(actor, "purchases.plan_payments", row, now=now, after={"lines": len(lines)})
    return list(row.lines.order_by("due_on"))


def mark_paid(actor, purchase: Purchase, *, due_on: date, on: date, now: datetime) -> PaymentLine:
    """The line of that day has been paid."""
    if on > day_of(now, purchase.project):
        raise Refused(fields={"on": _("This day has not come yet.")})
    with transaction.atomic():
        Purchase.objects.select_for_update().get(pk=purchase.pk)
        line = PaymentLine.objects.filter(purchase=purchase, due_on=due_on).first()
        if line is None:
            raise Refused(fields={"due_on": _("The plan has no line for this day.")})
        if line.paid_on:
            raise IllegalMove(_("This line has been paid already."))
        line.paid_on = on
        line.save(update_fields=["paid_on"])
        after = {"due_on": str(due_on), "paid_on": str(on)}
        record(actor, "purchases.mark_paid", purchase, now=now, after=after)
    return line
