from django.core.management.base import BaseCommand

from crm import clock
from owners.privacy import services


class Command(BaseCommand):
    help = "After a restore: erases again whom the backup brought back, by the journal of erasures."

    def handle(self, **options):
        numbers = services.replay_erasures(now=clock.now())
        for number in numbers:
            self.stdout.write(f"{number} erased again")
        self.stdout.write(f"{len(numbers)} erased again, {services.sweep_erased(now=clock.now())} swept")
