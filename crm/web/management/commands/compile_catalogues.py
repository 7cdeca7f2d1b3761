"""Turn every room's .po into the .mo that gettext reads, with Babel alone: no msgfmt on the machine is needed."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

OURS = settings.BASE_DIR


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="also those that are newer than their text")

    def handle(self, *args, **options):
        written = [source for source in catalogues() if options["all"] or _stale(source)]
        for source in written:
            compile_one(source)
        if options["verbosity"]:
            self.stdout.write(f"{len(written)} catalogues compiled")


def catalogues() -> list[Path]:
    """The .po files of our own rooms; those of libraries come compiled."""
    roots = {Path(path) for path in settings.LOCALE_PATHS}
    roots |= {Path(config.path) / "locale" for config in apps.get_app_configs()}
    ours = (root for root in roots if root.is_relative_to(OURS) and ".venv" not in root.parts)
    return sorted(file for root in ours for file in root.glob("*/LC_MESSAGES/*.po"))


def _stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def compile_one(source: Path) -> Path:
    """Write beside the target first and rename: a reader never meets half a file."""
    language = source.parent.parent.name
    with source.open("rb") as file:
        try:
            catalogue = read_po(file, locale=language, abort_invalid=True)
        except Exception as error:
            raise CommandError(f"{source}: {error}") from error
    target = source.with_suffix(".mo")
    fresh = target.with_suffix(".mo.fresh")
    with fresh.open("wb") as file:
        write_mo(file, catalogue)
    fresh.replace(target)
    return target
