"""What `import_homes`, `import_owners`, `import_purchases` and `import_cases` share."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from crm import clock
from crm.accounts.models import User
from crm.accounts.services import system_user
from crm.errors import DoorstepError
from crm.imports import refused, services
from crm.imports.access import project_for
from crm.imports.mapping import mapping_at

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
        parser.add_argument("--encoding", default="", help="of a CSV file; found out if left out")
        parser.add_argument("--user", default="", help="who imports; the system itself if left out")
        parser.add_argument(
            "--refused", type=Path, help="where refused rows go (.csv or .xlsx), the reason beside each"
        )

    def handle(self, *, file: Path, mapping, project, dry_run, encoding, user, refused, **options):
        try:
            self._import(file, mapping, project, dry_run, encoding, user, refused)
        except DoorstepError as exc:
            reasons = "; ".join(str(reason) for reason in exc.fields.values())
            raise CommandError(reasons or str(exc.message)) from exc
        except OSError as exc:
            raise CommandError(f"{file}: {exc.strerror}") from exc

    def _import(
        self, file: Path, name: str, project: str, dry: bool, encoding: str, user: str, target: Path | None
    ):
        content = file.read_bytes()
        mapping = mapping_at(name) if name else services.guessed(self.kind, content, file.name)
        actor = User.objects.get(username=user) if user else system_user("imports")
        run = services.prepare(
            actor,
            kind=self.kind,
            mapping=mapping,
            content=content,
            file_name=file.name,
            project=project_for(actor, project) if project else None,
            encoding=encoding,
            now=clock.now(),
        )
        encoded = f", {run.encoding}" if run.encoding else ""
        self.stdout.write(f"{file.name}: {run.row_count} rows, mapping {mapping.name}{encoded}")
        results = []
        for behind, result in services.run_now(actor, run, dry=dry, clock=clock.now):
            results.append(result)
            self.stdout.write(f"  {behind}/{run.row_count}")
        self._report(run, results, dry, target)

    def _report(self, run, results, dry: bool, target: Path | None):
        made, known = sum(r.made for r in results), sum(r.known for r in results)
        rows = [row for result in results for row in result.refused]
        verb = "would be new" if dry else "new"
        self.stdout.write(f"{made} {verb}, {known} here already, {len(rows)} refused")
        for row in rows[:FIRST_ERRORS]:
            reasons = "; ".join(f"{field}: {reason}" for field, reason in row["reasons"].items())
            self.stdout.write(f"  row {row['row']}: {reasons}")
        if len(rows) > FIRST_ERRORS:
            self.stdout.write(f"  … and {len(rows) - FIRST_ERRORS} more")
        if target and rows:
            xlsx = target.suffix.lower() == ".xlsx"
            target.write_bytes(refused.as_xlsx(run, dry=dry) if xlsx else refused.as_csv(run, dry=dry))
            self.stdout.write(f"refused rows with their reasons: {target}")
