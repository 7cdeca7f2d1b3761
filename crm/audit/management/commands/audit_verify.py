from django.core.management.base import BaseCommand, CommandError

from crm.audit.verify import verify


class Command(BaseCommand):
    help = "Proves the audit chain against its entries and its anchors; exit 1 with what is wrong."
    requires_system_checks = []

    def handle(self, **options):
        verdict = verify()
        for sentence in verdict.faults:
            self.stderr.write(sentence)
        if not verdict.sound:
            raise CommandError("the audit chain is broken")
        self.stdout.write(f"{verdict.links} links and {verdict.anchors} anchors are sound")
