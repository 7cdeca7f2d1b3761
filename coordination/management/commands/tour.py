"""Drive one complaint through the running system over its public API, from the owner's words to the outcome."""

import os
import time
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError

from coordination.tour.client import Broken, Client
from coordination.tour.story import CALLER, DEPARTMENT, DESK, SUPERVISOR, Story, tell
from crm import clock
from crm.accounts import tokens
from crm.accounts.models import User
from crm.accounts.services import system_user

NAMES = (DESK, "anna", SUPERVISOR, DEPARTMENT, CALLER)
AGENTS = frozenset({DESK, "anna", SUPERVISOR})
LASTS = timedelta(hours=1)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--base-url", default=os.environ.get("DOORSTEP_URL") or "http://127.0.0.1:8000")

    def handle(self, *args, **options):
        now = clock.now()
        issued = self._issue(now)
        story = Story(
            client=Client(options["base_url"], {name: secret for name, (_row, secret) in issued.items()}),
            mark=f"{now:%y%m%d%H%M%S}",
            today=f"{now:%Y-%m-%d}",
            agents=AGENTS & issued.keys(),
        )
        began = time.perf_counter()
        try:
            self._tell(story)
        except Broken as broken:
            self.stdout.write("")
            raise CommandError(f"broken at “{story.known.get('step', 'the start')}”: {broken}") from broken
        finally:
            for row, _secret in issued.values():
                tokens.revoke(row.user, row, now=clock.now())
        self.stdout.write(f"\n{time.perf_counter() - began:.1f} s altogether")
        self.stdout.write(self.style.SUCCESS("loop closed"))

    def _issue(self, now) -> dict:
        """Tokens for those who act, for an hour at most."""
        people = User.objects.filter(username__in=NAMES, is_active=True)
        actor = system_user("coordination")
        issued = {
            person.username: tokens.issue(actor, person, name="tour", now=now, expires_at=now + LASTS)
            for person in people
        }
        missing = {DESK, SUPERVISOR, DEPARTMENT, CALLER} - issued.keys()
        if missing:
            raise CommandError(
                f"the demonstration town is not loaded: there is no {', '.join(sorted(missing))}"
            )
        return issued

    def _tell(self, story: Story) -> None:
        for number, told in enumerate(tell(story), start=1):
            self.stdout.write(f"{number:2}  {told.title}")
            self.stdout.write(
                f"    {told.who}: {told.changed}   {self.style.HTTP_INFO(f'{1000 * told.seconds:.0f} ms')}"
            )
            self.stdout.flush()
