"""What `import_homes`, `import_owners`, `import_purchases` and `import_cases` share."""

from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Exists, OuterRef

from crm import clock
from crm.accounts.models import User
from crm.accounts.services import system_user
from crm.errors import DoorstepError, Refused
from crm.imports import crew, refused, selectors, services, undoing
from crm.imports.access import project_for
from crm.imports.mapping import mapping_at
from crm.imports.models import ImportPart, ImportRun

FIRST_ERRORS = 10


class ImportCommand(BaseCommand):
    kind = ""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV, TSV or XLSX")
        parser.add_argument(
            "--mapping", default="", help="a shipped mapping's name or a JSON file; guessed if left out"
        )
        parser.add_argument(
            "--project", default="", help="code of the project; may be left out if a column names it"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="do everything, say what would happen, undo it"
        )
        parser.add_argument(
            "--processes", type=int, default=0, help="for a long file; as many as there are cores if left out"
        )
        parser.add_argument(
            "--undo", action="store_true", help="take back what the last import of a file of this name made"
        )
        parser.add_argument(
            "--leave", action="store_true", help="with --undo: leave what was built on, and undo the rest"
        )
        parser.add_argument("--encoding", default="", help="of a CSV file; found out if left out")
        parser.add_argument("--user", default="", help="who imports; the system itself if left out")
        parser.add_argument(
            "--refused", type=Path, help="where refused rows go (.csv or .xlsx), the reason beside each"
        )

    def handle(self, *, file: Path, user: str, undo: bool, **how):
        try:
            actor = User.objects.get(username=user) if user else system_user("imports")
            if undo:
                self._undo(actor, file, leave=how["leave"])
            else:
                self._import(actor, file, how)
        except DoorstepError as exc:
            reasons = "; ".join(str(reason) for reason in exc.fields.values())
            raise CommandError(reasons or str(exc.message)) from exc
        except OSError as exc:
            raise CommandError(f"{file}: {exc.strerror}") from exc

    def _import(self, actor, file: Path, how: dict):
        name, project, dry = how["mapping"], how["project"], how["dry_run"]
        with file.open("rb") as content:
            mapping = mapping_at(name) if name else services.guessed(self.kind, content, file.name)
            run = services.prepare(
                actor,
                kind=self.kind,
                mapping=mapping,
                content=content,
                file_name=file.name,
                project=project_for(actor, project) if project else None,
                encoding=how["encoding"],
                now=clock.now(),
            )
        encoded = f", {run.encoding}" if run.encoding else ""
        self.stdout.write(f"{file.name}: {run.row_count} rows, mapping {mapping.name}{encoded}")
        for behind in self._taken(actor, run, dry, how["processes"] or crew.cores()):
            self.stdout.write(f"  {behind}/{run.row_count}")
        self._report(run, dry, how["refused"])

    def _taken(self, actor, run: ImportRun, dry: bool, processes: int) -> Iterator[int]:
        """The rows behind us, part by part: a short file in this process, a long one in as many as are allowed."""
        if processes > 1 and run.parts.count() >= crew.WORTH_IT:
            yield from crew.take_all(actor, run, dry=dry, processes=processes)
        else:
            for behind, _result in services.run_now(actor, run, dry=dry, clock=clock.now):
                yield behind

    def _report(self, run, dry: bool, target: Path | None):
        counts = selectors.totals(run, dry=dry)
        verb = "would be new" if dry else "new"
        self.stdout.write(f"{counts.made} {verb}, {counts.known} here already, {counts.refused} refused")
        for row in selectors.refused_rows(run, dry=dry, limit=FIRST_ERRORS):
            reasons = "; ".join(f"{field}: {reason}" for field, reason in row["reasons"].items())
            self.stdout.write(f"  row {row['row']}: {reasons}")
        if counts.refused > FIRST_ERRORS:
            self.stdout.write(f"  … and {counts.refused - FIRST_ERRORS} more")
        if target and counts.refused:
            xlsx = target.suffix.lower() == ".xlsx"
            target.write_bytes(refused.as_xlsx(run, dry=dry) if xlsx else refused.as_csv(run, dry=dry))
            self.stdout.write(f"refused rows with their reasons: {target}")

    def _undo(self, actor, file: Path, *, leave: bool):
        """Take back the last import of a file of this name."""
        runs = ImportRun.objects.filter(kind=self.kind, file_name=file.name[-200:], made_by=actor)
        there = ImportPart.objects.filter(run=OuterRef("pk")).exclude(made_keys={})
        run = runs.filter(Exists(there)).order_by("-made_at").first()
        if run is None:
            raise CommandError(f"Nothing that {actor.username} imported from {file.name} is left to undo.")
        removed, staying = 0, []
        try:
            for behind, parts, outcome in undoing.undo_now(actor, run, leave=leave, clock=clock.now):
                removed += outcome.done
                staying += outcome.refused
                self.stdout.write(f"  {behind}/{parts}")
        except Refused as refusal:
            listed = refusal.extra.get("staying", [])
            self._tell_staying([{**one, "reason": "; ".join(one["reasons"])} for one in listed])
            raise CommandError(f"{refusal.message} (--leave)") from refusal
        self.stdout.write(f"{removed} rows removed, {len(staying)} left")
        self._tell_staying(staying)

    def _tell_staying(self, staying: list[dict]):
        for one in staying[:FIRST_ERRORS]:
            self.stdout.write(f"  {one['number']}: {one['reason']}")
