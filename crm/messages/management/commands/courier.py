from django.core.management.base import BaseCommand

from crm import clock
from crm.events.loop import Loop
from crm.jobs import services as jobs
from crm.messages.courier import send_next


class Command(BaseCommand):
    """Any number of couriers may run side by side. It also wakes jobs whose Celery message was lost: unlike the
    relay it may wait for somebody else."""

    help = "Sends messages to the outside world, and wakes jobs that nobody works on."
    requires_system_checks = []

    def handle(self, **options):
        Loop("courier", "doorstep_messages", _send, [jobs.sweep]).run()


def _send(*, now) -> bool:
    return send_next(now=now, clock=clock.now) is not None
