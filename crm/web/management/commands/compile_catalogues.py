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
        broken = [error for error in map(_attempt, written) if error]
        if options["verbosity"]:
            self.stdout.write(f"{len(written) - len(broken)} catalogues compiled")
        if broken:
            raise CommandError("\n".join(broken))


def catalogues() -> list[Path]:
    """The .po files of our own rooms; those of libraries come compiled."""
    roots = {Path(path) for path in settings.LOCALE_PATHS}
    roots |= {Path(config.path) / "locale" for config in apps.get_app_configs()}
    ours = (root for root in roots if root.is_relative_to(OURS) and ".venv" not in root.parts)
    return sorted(file for root in ours for file in root.glob("*/LC_MESSAGES/*.po"))


def _stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _attempt(source: Path) -> str:
    """One broken catalogue does not silence the others; all are named at the end."""
    try:
        compile_one(source)
    except Exception as error:
        return f"{source.relative_to(OURS)}: {error}"
    return ""


def compile_one(source: Path) -> Path:
    """Write beside the target first and rename: a reader never meets half a file."""
    with source.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)  # how many plurals there are stands in the file
    target = source.with_suffix(".mo")
    fresh = target.with_suffix(".mo.fresh")
    with fresh.open("wb") as file:
        write_mo(file, catalogue)
    fresh.replace(target)
    return target
