from django.core.management.base import BaseCommand, CommandError

from crm import clock
from crm.accounts import tokens
from crm.accounts.models import User


class Command(BaseCommand):
    help = "Makes an API token for a user and prints it once; it is kept nowhere."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name", default="command line", help="what the token is for")

    def handle(self, username, name, **options):
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no open account {username!r}.")
        _token, secret = tokens.issue(user, user, name=name, now=clock.now())
        self.stdout.write(secret)
