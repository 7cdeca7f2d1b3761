"""Print who can sign in to the demonstration town, as JSON, for whoever starts the system."""

import json

from django.core.management.base import BaseCommand
from django.utils import translation

from crm.accounts import demo
from crm.accounts.models import User


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        """Only those who are there: a house that does not live in the town prints an empty list."""
        there = set(
            User.objects.filter(username__in=demo.STAFF, is_active=True).values_list("username", flat=True)
        )
        with translation.override("en"):
            people = [
                {"username": username, "name": name, "role": str(role.label), "place": city or ""}
                for username, (name, _, role, city, _) in demo.STAFF.items()
                if username in there
            ]
        self.stdout.write(json.dumps({"password": demo.PASSWORD, "people": people}, ensure_ascii=False))
