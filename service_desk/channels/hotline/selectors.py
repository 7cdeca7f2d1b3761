"""Reading the hotline's tickets."""

from django.db.models import F

from crm.accounts.permissions import where_may
from service_desk.channels.hotline.models import HotlineTicket


def tickets(user, state: str = "waiting"):
    """Those that wait for our reply, the most urgent first; those replied to; or all."""
    rows = where_may(HotlineTicket.objects.all(), user, "hotline.view", path="case__project")
    rows = rows.select_related("case__project__city", "replied_by")
    if state == "waiting":
        return rows.to_answer()
    return rows.filter(replied_at__isnull=False) if state == "replied" else rows


def by_deadline(rows):
    return rows.order_by(F("reply_due_at").asc(nulls_last=True), "id")


def ticket_of(case) -> HotlineTicket | None:
    """The hotline's ticket of this case."""
    return HotlineTicket.objects.filter(case=case).first()
