from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from crm import clock
from service_desk.channels.mail import fetching, services
from service_desk.channels.mail.models import Mailbox


class Command(BaseCommand):
    help = "Takes mail out of files, mboxes and maildirs, or fetches it from the mailboxes' servers, and reads it."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="*", type=Path, help="files, mboxes or folders; none: the servers")
        parser.add_argument("--mailbox", help="the mailbox it came to; by its code or its address")

    def handle(self, *, paths, mailbox, **options):
        box = self._mailbox(mailbox)
        if not paths:
            for code, new in fetching.fetch_all(clock=clock.now, only=box).items():
                self.stdout.write(f"{code}: {new} new")
            return
        if box is None:
            raise CommandError("Say with --mailbox to which mailbox this mail came.")
        missing = [path for path in paths if not path.exists()]
        if missing:
            raise CommandError(f"There is no {missing[0]}.")
        seen, new = fetching.take_files(box, paths, now=clock.now())
        while services.read_waiting(clock=clock.now):
            pass
        self.stdout.write(f"{seen} mails, {new} new")

    def _mailbox(self, name):
        if not name:
            return None
        rows = Mailbox.objects.select_related("project__city")
        found = rows.filter(code=name).first() or rows.filter(address=name).first()
        if found is None:
            raise CommandError(f"There is no mailbox {name}.")
        return found
