from django.core.management.base import BaseCommand

from crm.events import deadlines, routes
from crm.events.loop import Loop
from crm.events.relay import deliver_next


class Command(BaseCommand):
    """Any number of relays may run side by side; each takes what the others do not hold."""

    help = "Delivers facts to their routes and turns due deadlines into facts. Needs PostgreSQL only."
    requires_system_checks = []

    def handle(self, **options):
        routes.table()  # a table that cannot be imported must end the process, not use up the attempts of events
        Loop("relay", "doorstep_events", _deliver, [deadlines.fire]).run()


def _deliver(*, now) -> bool:
    return deliver_next(now=now) is not None
