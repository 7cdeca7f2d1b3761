"""Exports: asked for, written by a job, fetched by who asked, forgotten after a week."""

import json
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm.accounts.permissions import require
from crm.audit.services import record
from crm.errors import NotAllowed, NotFound, Refused
from crm.exports import files, progress, writing
from crm.exports.access import rights_of, still_holds
from crm.exports.kinds import function_of, title_of
from crm.exports.models import ExportPart, ExportRun, Form
from crm.jobs import services as jobs
from crm.jobs.kinds import Outcome, Work
from crm.jobs.models import Job

KEPT = timedelta(days=7)


@transaction.atomic
def start(actor, kind: str, parameters: dict, *, form: str = "xlsx", now: datetime) -> Job:
    """Ask for a list as a file; the job that writes it. `parameters` are the filters of the list.

    Refused with the field where the kind, the form or a filter is not known. What the actor may see is asked
    again when the file is written.
    """
    require(actor, "exports.run")
    if kind not in settings.EXPORT_KINDS:
        raise Refused(fields={"kind": _("There is no such list.")})
    if form not in Form.values:
        raise Refused(fields={"form": _("There is no such form of file.")})
    function_of(kind)(actor, parameters, now=now)
    title = _("Export: %(list)s") % {"list": title_of(kind)}
    run = ExportRun.objects.create(
        kind=kind,
        form=form,
        parameters=json.dumps(parameters, ensure_ascii=False),
        made_by=actor,
        made_at=now,
        expires_at=now + KEPT,
    )
    run.job = jobs.start(
        "exports", actor, title=title, parameters={"export": str(run.public_id)}, chunks=[{}], now=now
    )
    run.save(update_fields=["job"])
    record(actor, "exports.start", run, now=now, after={"kind": kind, "form": form})
    return run.job


def run_chunk(work: Work, *, now: datetime) -> Outcome:
    """Write the file of an export: the one chunk of its job, in the language of who asked."""
    run = ExportRun.objects.select_related("made_by").get(public_id=work.parameters["export"])
    if run.forgotten_at:
        return Outcome()
    with translation.override(work.actor.language):
        try:
            return _written(work.actor, run, now)
        except progress.Stopped:
            ExportPart.objects.filter(run=run).delete()
            return Outcome()


def _written(actor, run: ExportRun, now: datetime) -> Outcome:
    run.rights = rights_of(actor)  # before a row is read
    export = function_of(run.kind)(actor, json.loads(run.parameters), now=now)
    expected = export.count() if export.count else 0
    seen = _Counted(progress.told(run, export.rows, expected))
    with tempfile.TemporaryDirectory(dir=_folder()) as folder:
        pieces = writing.pieces(run.form, export.columns, seen, Path(folder))
        run.part_count, run.size = files.keep(run, pieces)
    if _thrown_away(run):
        ExportPart.objects.filter(run=run).delete()
        return Outcome()
    run.rows_written, run.expected = seen.count, max(expected, seen.count)
    run.ready_at, run.expires_at = now, now + KEPT
    run.save(
        update_fields=["part_count", "size", "rows_written", "expected", "ready_at", "expires_at", "rights"],
    )
    return Outcome(done=seen.count)


def _thrown_away(run: ExportRun) -> bool:
    """Whether it was discarded, or somebody was erased who may stand in it, while it was written; locks the row."""
    kept = ExportRun.objects.select_for_update(of=("self",)).filter(pk=run.pk, forgotten_at=None)
    return not kept.exists()


class _Counted:
    """An iterator that knows how many it has given."""

    def __init__(self, rows):
        self.rows, self.count = rows, 0

    def __iter__(self):
        for row in self.rows:
            self.count += 1
            yield row


def _folder() -> Path:
    """Where a spreadsheet lies while it is written; open to nobody else, and emptied by `forget`."""
    folder = Path(settings.VAR) / "exports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@transaction.atomic
def fetch(actor, run: ExportRun, *, now: datetime) -> Iterator[bytes]:
    """The file, and a line in the audit that it was fetched.

    NotFound where it is not ready or was forgotten, NotAllowed where a right was taken away since it was written.
    """
    if run.made_by_id != actor.pk or not run.is_there or run.expires_at <= now:
        raise NotFound
    if not still_holds(actor, run):
        raise NotAllowed(_("You may see less now than when this file was written: take the list once more."))
    record(actor, "exports.fetch", run, now=now, after={"kind": run.kind, "rows": run.rows_written})
    return files.bytes_of(run)


@transaction.atomic
def discard(actor, run: ExportRun, *, now: datetime) -> None:
    """Throw one's file away before its time."""
    _forget(ExportRun.objects.filter(pk=run.pk), now)
    record(actor, "exports.discard", run, now=now, after={"kind": run.kind})


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Drop the files whose time is over, and what a killed worker left on disk; how many files."""
    for left in _folder().glob("tmp*"):
        _drop_if_old(left, now)
    return _forget(ExportRun.objects.filter(expires_at__lte=now), now)


@transaction.atomic
def forget_all(*, now: datetime) -> int:
    """Drop every file there is: after the erasure of a person, who may stand in any of them."""
    return _forget(ExportRun.objects.all(), now)


def _forget(rows, now: datetime) -> int:
    ids = list(rows.filter(forgotten_at=None).select_for_update(of=("self",)).values_list("pk", flat=True))
    ExportPart.objects.filter(run__in=ids).delete()
    return ExportRun.objects.filter(pk__in=ids).update(
        forgotten_at=now, parameters=None, part_count=0, size=0
    )


def _drop_if_old(left: Path, now: datetime) -> None:
    import shutil

    if now.timestamp() - left.stat().st_mtime > KEPT.total_seconds() / 7:
        shutil.rmtree(left, ignore_errors=True)
