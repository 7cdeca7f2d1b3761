from django.core.management.base import BaseCommand

from crm import clock
from owners.privacy import services


class Command(BaseCommand):
    help = "Lets the dead rows of erasures leave the files of the database (VACUUM); Celery's beat does it every hour."

    def handle(self, **options):
        self.stdout.write(f"{services.sweep_erased(now=clock.now())} erasures swept")
