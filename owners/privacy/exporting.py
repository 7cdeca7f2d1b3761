"""The archive of one person: a page he can read and print, the same as JSON, how to read that, and his files."""

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from crm.jobs.kinds import Outcome, Work

from . import people_files, telling
from . import person as persons
from .models import PersonExport
from .services import KEPT
from .states import ExportStatus

FORMAT = "doorstep.person/1"
LONGEST_CELL = 4000
STYLE = Path(__file__).parents[1] / "static" / "owners" / "archive.css"


def run_chunk(work: Work, *, now: datetime) -> Outcome:
    """Put one person's archive together: the one chunk of its job, in the person's own language."""
    export = PersonExport.objects.select_related("owner").get(public_id=work.parameters["export"])
    # whoever is erased meanwhile waits until the file is known by its name, and takes it along
    export.owner = persons.of(export.owner, lock=True).owner
    if export.status != ExportStatus.MAKING:
        return Outcome()
    if export.owner.erased_at is not None:
        _move(export, status=ExportStatus.EXPIRED)
        return Outcome()
    content, rows = archive(export.owner, now=now)
    _move(
        export, status=ExportStatus.READY, file=people_files.keep(content), row_count=rows, made_at=now,
        expires_at=now + KEPT,
    )  # fmt: skip
    return Outcome(done=rows)


def _move(export: PersonExport, **columns) -> None:
    for name, value in columns.items():
        setattr(export, name, value)
    export.save(update_fields=list(columns))


def archive(owner, *, now: datetime) -> tuple[bytes, int]:
    """The ZIP and the number of rows in it."""
    with translation.override(owner.language):
        tables = list(telling.told(persons.of(owner)))
        page = render_to_string("owners/privacy/archive.html", _context(owner, tables, now))
        readme = render_to_string(
            "owners/privacy/archive.txt", {"owner": owner, "now": now, "format": FORMAT}
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(f"{owner.number}/index.html", page)
        file.writestr(f"{owner.number}/data.json", as_json(owner, tables, now))
        file.writestr(f"{owner.number}/README.txt", readme)
        for name, content in telling.files(persons.of(owner)):
            file.writestr(f"{owner.number}/files/{name}", content)
    return buffer.getvalue(), sum(len(table.rows) for table in tables)


def _context(owner, tables, now) -> dict:
    return {
        "owner": owner,
        "now": now,
        "language": translation.get_language(),
        "title": _("What we hold about you"),
        "tables": [
            {
                "title": table.title,
                "count": len(table.rows),
                "rows": [
                    [(table.names[name], _cell(value)) for name, value in row.items()] for row in table.rows
                ],
            }
            for table in tables
        ],
        "style": _style(),
    }


def _style() -> str:
    """The look of the page, written into it: whoever opens it has no server of ours at hand."""
    return format_html("<style>{}</style>", mark_safe(STYLE.read_text(encoding="utf-8")))  # noqa: S308  our own file


def _cell(value) -> str:
    """A cell of the page: what was nested is written on lines of its own."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, indent=1)[:LONGEST_CELL]
    return str(value)


def as_json(owner, tables, now: datetime) -> str:
    """The same as the page, for a machine: `tables` by name, each a list of rows by column."""
    said: dict = {"format": FORMAT, "number": owner.number, "made_at": now.isoformat(), "tables": {}}
    for table in tables:
        said["tables"].setdefault(table.model, []).extend(table.rows)
    return json.dumps(said, ensure_ascii=False, indent=2, default=str)
