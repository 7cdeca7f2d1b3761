from django.core.management.base import BaseCommand

from crm.privacy import keys, reindexing, rotation


class Command(BaseCommand):
    help = (
        "Makes a new field key and seals every encrypted value anew with it; old keys that nothing needs go."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--resume", action="store_true", help="go on with the current key, make no new one"
        )
        parser.add_argument(
            "--keep", action="store_true", help="keep the old keys, for backups not yet expired"
        )

        parser.add_argument(
            "--index",
            action="store_true",
            help="a new key of the blind indexes instead; only while nobody writes",
        )

    def handle(self, resume, keep, index, **options):
        if index:
            return self._index()
        if not resume:
            self.stdout.write(f"key {keys.add()} seals from now on")
        self.stdout.write(f"{rotation.reseal()} values sealed anew")
        current, _key = keys.current()
        for number in sorted(keys.ring()):
            if number == current:
                continue
            held = rotation.still_sealed_with(number)
            if held or keep:
                self.stdout.write(f"key {number} stays: {held} values need it")
            else:
                keys.drop(number)
                self.stdout.write(
                    f"key {number} is gone; backups older than today cannot be read without a copy"
                )

    def _index(self):
        self.stdout.write(f"{reindexing.reindex()} values indexed anew; start all processes anew now")
        for column in reindexing.lonely_columns():
            self.stdout.write(f"{column} holds digests of the old key, which find nobody any more")
