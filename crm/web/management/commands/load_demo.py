"""Load the demonstration town: every room's `demo.load(world, now=…)`, in the order of the floors."""

import random
import time
from importlib import import_module
from importlib.util import find_spec
from types import SimpleNamespace

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from crm import clock
from crm.accounts.models import User
from crm.audit.services import anchor

SEED = 20261121
FIRST = ["crm.organisation", "crm.calendars", "crm.accounts"]  # people need places, deadlines need calendars


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        if User.objects.filter(username="alice").exists():
            raise CommandError("The town is there already. To start afresh: python3 run.py reset")
        world = SimpleNamespace(random=random.Random(SEED))  # noqa: S311  the town is the same each time
        now = clock.now()
        for room in self._rooms():
            began = time.perf_counter()
            import_module(f"{room}.demo").load(world, now=now)
            self.stdout.write(f"  {room:24} {time.perf_counter() - began:5.1f} s")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        anchor(
            now=clock.now()
        )  # a house that has just been furnished can prove its history from the first hour

    def _rooms(self) -> list[str]:
        rest = [config.name for config in apps.get_app_configs() if config.name not in FIRST]
        return [name for name in FIRST + rest if find_spec(f"{name}.demo")]
