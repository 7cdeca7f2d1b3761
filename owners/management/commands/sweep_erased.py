from django.core.management.base import BaseCommand

from crm import clock
from owners.privacy import services


class Command(BaseCommand):
    help = "Lets the dead rows of erasures leave the files of the database (VACUUM); Celery's beat does it every hour."

    def add_arguments(self, parser):
        parser.add_argument("--full", action="store_true", help="write the tables anew; locks each meanwhile")

    def handle(self, full, **options):
        self.stdout.write(f"{services.sweep_erased(now=clock.now(), full=full)} erasures swept")
