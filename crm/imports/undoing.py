"""Undoing a whole import, as long as nothing was built on what it made.

What a run made stands beside its parts, keys by model. Set-wise: all of it is gathered in one temporary table, what
is in the way of each row in a second one, and the rest goes. A row is in the way of itself when it was changed since,
and of whatever it points at; what was made together stays together. Rooms say in which order their rows go, and
what ties them besides foreign keys.
"""

# ruff: noqa: S608  names in statements are those of our own tables and columns

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models.deletion import CASCADE
from django.utils import translation
from django.utils.translation import gettext as _

from crm.accounts.permissions import require
from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from crm.imports.models import ImportedRow, ImportPart, ImportRun
from crm.jobs import services as jobs
from crm.jobs.kinds import Outcome, Work

FIRST = 50
CHANGED, TOGETHER, ANOTHER_FILE = "changed", "together", "another_file"


@dataclass(frozen=True)
class Staying:
    """Something that an undoing leaves, by its public number, and why."""

    number: str
    reasons: tuple[str, ...]


@dataclass
class Preview:
    """What an undoing would remove, by model; how much stays, the first of it; or why there is nothing to undo."""

    made: dict[str, int] = field(default_factory=dict)
    staying: int = 0
    first: list[Staying] = field(default_factory=list)
    why_not: str = ""


def undo_preview(actor, run: ImportRun) -> Preview:
    """What `undo` would find now. Changes nothing; it looks at every row that the run made, so it takes its time."""
    require(actor, "imports.run", project=run.project)
    if why_not := _why_not(run):
        return Preview(why_not=why_not)
    with transaction.atomic(), _Made(run, list(run.parts.values_list("pk", flat=True))) as found:
        found.look()
        return Preview(found.counts(), found.staying(), found.named(FIRST))


@transaction.atomic
def undo(actor, run: ImportRun, *, leave: bool = False, now: datetime) -> ImportRun:
    """Take back what a run made, as a job. Refused whole, with the list, if something was built on it.

    With `leave` those stay, and the rest is undone. The references are forgotten, so that the file can come again.
    """
    run = _begin(actor, run, leave, now)
    title = _("Undoing of %(file)s") % {"file": run.file_name}
    chunks, parameters = _chunks(run), {"run": str(run.public_id)}
    run.undo_job = jobs.start(
        "undo_import", actor, title=title, parameters=parameters, chunks=chunks, now=now
    )
    run.save(update_fields=["undo_job"])
    return run


def undo_now(
    actor, run: ImportRun, *, leave: bool = False, clock: Callable[[], datetime]
) -> Iterator[tuple[int, int, Outcome]]:
    """As `undo`, at once, each part in its own transaction; yields how many are behind us, of how many, and what became."""
    with transaction.atomic():
        chunks = _chunks(_begin(actor, run, leave, clock()))
    for behind, chunk in enumerate(chunks, start=1):
        yield behind, len(chunks), _take_back(actor, run, chunk["parts"], clock())


def _begin(actor, run: ImportRun, leave: bool, now: datetime) -> ImportRun:
    """The run, locked, if it may be undone; what it only knew is forgotten at once, since nothing of it was made."""
    require(actor, "imports.run", project=run.project)
    rows = ImportRun.objects.select_for_update(of=["self"]).select_related("project", "undo_job", "job")
    run = rows.get(pk=run.pk)
    if why_not := _why_not(run):
        raise IllegalMove(why_not)
    found = undo_preview(actor, run)
    if found.staying and not leave:
        sentence = _("Something was built on %(count)d of the rows. Undo the rest and leave those?")
        listed = [{"number": one.number, "reasons": list(one.reasons)} for one in found.first]
        raise Refused(sentence % {"count": found.staying}, code="built_on", staying=listed)
    ImportedRow.objects.filter(run=run, made=False).delete()
    record(actor, "imports.undo", run, now=now, after={"made": found.made, "staying": found.staying})
    return run


def undo_chunk(work: Work, *, now: datetime) -> Outcome:
    """Some parts of a run taken back; what somebody has built on meanwhile is told as refused."""
    run = ImportRun.objects.select_related("project").get(public_id=work.parameters["run"])
    with translation.override(work.actor.language):
        return _take_back(work.actor, run, work.chunk["parts"], now)


def _why_not(run: ImportRun) -> str:
    if run.kind not in settings.IMPORT_UNDO:
        return _("An import of this kind cannot be undone.")
    if run.undo_job_id and run.undo_job.is_open:
        return _("This import is being undone.")
    if run.job_id and run.job.is_open:
        return _("This import is still running.")
    if not run.parts.filter(made__isnull=False).exists():
        return _("Nothing has been imported yet.")
    if not run.parts.exclude(made_keys={}).exists():
        return _("There is nothing left to undo.")
    return ""


def _chunks(run: ImportRun) -> list[dict]:
    """The last part first; together where rows of one part may point at those of another."""
    parts = list(run.parts.exclude(made_keys={}).order_by("-position").values_list("pk", flat=True))
    if _room(run).ACROSS_PARTS.get(run.kind):
        return [{"parts": parts}]
    return [{"parts": [part]} for part in parts]


def _room(run: ImportRun):
    return import_module(settings.IMPORT_UNDO[run.kind])


@transaction.atomic
def _take_back(actor, run: ImportRun, parts: list[int], now: datetime) -> Outcome:
    """1. lock the parts and all they made  2. look what is in the way  3. forget, remove  4. write what is left."""
    locked = list(ImportPart.objects.select_for_update().filter(pk__in=parts).order_by("pk"))
    with _Made(run, parts) as found:
        found.lock()
        found.look()
        staying = found.named(None)
        found.forget()
        removed = found.remove(actor, now)
        left = found.left()
    for part in locked:
        before = sum(map(len, part.made_keys.values()))
        part.made_keys = {
            model: kept
            for model, keys in part.made_keys.items()
            if (kept := [k for k in keys if (model, k) in left])
        }
        part.undone = (part.undone or 0) + before - sum(map(len, part.made_keys.values()))
        part.save(update_fields=["made_keys", "undone"])
    record(actor, "imports.undo_part", run, now=now, after={"removed": removed, "staying": len(staying)})
    refused = [{"number": one.number, "reason": "; ".join(one.reasons)} for one in staying]
    return Outcome(done=sum(removed.values()), refused=refused)


class _Made:
    """What some parts of a run made, in a temporary table, and what is in the way of taking it back."""

    def __init__(self, run: ImportRun, parts: list[int]):
        self.run, self.parts, self.room = run, parts, _room(run)

    def __enter__(self):
        self.cursor = connection.cursor()
        self.cursor.execute(
            "CREATE TEMP TABLE run_made ON COMMIT DROP AS SELECT e.key AS model, k::bigint AS id"
            " FROM imports_importpart p, jsonb_each(p.made_keys) e, jsonb_array_elements_text(e.value) k"
            " WHERE p.id = ANY(%s); CREATE UNIQUE INDEX ON run_made (model, id); ANALYZE run_made",
            [self.parts],
        )
        self.cursor.execute(
            "CREATE TEMP TABLE in_the_way (model text, id bigint, reason text, UNIQUE (model, id, reason)) ON COMMIT DROP"
        )
        here = self.counts()
        self.models = [(label, apps.get_model(label)) for label in self.room.ORDER if label in here]
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            self.cursor.execute("DROP TABLE run_made, in_the_way")
        self.cursor.close()

    def counts(self) -> dict[str, int]:
        self.cursor.execute("SELECT model, count(*) FROM run_made GROUP BY model ORDER BY model")
        return dict(self.cursor.fetchall())

    def lock(self) -> None:
        """Nobody changes these rows or points at them until we are through; always in one order."""
        for label, model in reversed(self.models):
            self.cursor.execute(
                f"SELECT FROM {model._meta.db_table} t WHERE t.id IN ({_MADE}) ORDER BY t.id FOR UPDATE",
                [label],
            )

    def look(self) -> None:
        for label, model in self.models:
            self._changed(label, model)
            for relation in _relations(model):
                if relation.on_delete is not CASCADE:
                    self._pointing(label, relation)
        label, column = self.room.SUBJECTS[self.run.kind]
        table = apps.get_model(label)._meta.db_table
        self._add(
            label,
            ANOTHER_FILE,
            f"SELECT t.id FROM {table} t JOIN imports_importedrow i ON i.subject = t.{column}"
            " WHERE i.kind = %s AND i.run_id IS DISTINCT FROM %s",
            [self.run.kind, self.run.pk],
        )
        for label, reason, select, values in self.room.in_the_way(self.run.kind):
            self._add(label, reason, select, values)
        while self._together():
            pass

    def _add(self, label: str, reason: str, select: str, values: list) -> int:
        """What the query finds of the run's rows of this model is in the way."""
        self.cursor.execute(
            f"INSERT INTO in_the_way SELECT %s, found.id, %s FROM ({select}) found(id)"
            " JOIN run_made m ON m.model = %s AND m.id = found.id ON CONFLICT DO NOTHING",
            [label, reason, *values, label],
        )
        return self.cursor.rowcount

    def _changed(self, label: str, model) -> None:
        columns = {one.column for one in model._meta.concrete_fields}
        asked = []
        if "updated_at" in columns:
            asked.append("t.updated_at > t.created_at")
        if "version" in columns and label not in self.room.MOVED_BY_OTHERS.get(self.run.kind, ()):
            asked.append("t.version > 1")
        if asked:
            select = f"SELECT t.id FROM {model._meta.db_table} t WHERE t.id IN ({_MADE}) AND ({' OR '.join(asked)})"
            self._add(label, CHANGED, select, [label])

    def _pointing(self, label: str, relation) -> None:
        theirs = relation.related_model
        named = next((name for name, model in self.models if model is theirs), "")
        select = (
            f"SELECT r.{relation.field.column} FROM {theirs._meta.db_table} r WHERE r.{relation.field.column} IN ({_MADE})"
            f" AND r.{theirs._meta.pk.column} NOT IN ({_MADE})"
        )
        self._add(label, theirs._meta.label, select, [label, named])

    def _together(self) -> int:
        """What points at a staying row, or is pointed at by one, stays with it."""
        more = 0
        for label, model in self.models:
            for relation in _relations(model):
                theirs = next((name for name, one in self.models if one is relation.related_model), None)
                if theirs is None:
                    continue
                table, column = relation.related_model._meta.db_table, relation.field.column
                here = "SELECT w.id FROM in_the_way w WHERE w.model = %s"
                pointed = (
                    f"SELECT r.{column} FROM {table} r WHERE r.id IN ({here}) AND r.{column} NOT IN ({here})"
                )
                more += self._add(label, TOGETHER, pointed, [theirs, label])
                pointing = f"SELECT r.id FROM {table} r WHERE r.{column} IN ({here}) AND r.id NOT IN ({here})"
                more += self._add(theirs, TOGETHER, pointing, [label, theirs])
        return more

    def staying(self) -> int:
        """How many of the things that the file named stay."""
        label, _column = self.room.SUBJECTS[self.run.kind]
        self.cursor.execute("SELECT count(DISTINCT id) FROM in_the_way WHERE model = %s", [label])
        return self.cursor.fetchone()[0]

    def named(self, most: int | None) -> list[Staying]:
        label, column = self.room.SUBJECTS[self.run.kind]
        self.cursor.execute(
            f"SELECT t.{column}, array_agg(DISTINCT w.reason) FROM in_the_way w"
            f" JOIN {apps.get_model(label)._meta.db_table} t ON t.id = w.id"
            f" WHERE w.model = %s GROUP BY t.{column} ORDER BY t.{column} LIMIT %s",
            [label, most],
        )
        return [
            Staying(number, tuple(map(self._words, sorted(reasons))))
            for number, reasons in self.cursor.fetchall()
        ]

    def _words(self, reason: str) -> str:
        ours = {
            CHANGED: _("It was changed since."),
            TOGETHER: _("It belongs to something that stays."),
            ANOTHER_FILE: _("Another file names it too."),
        }
        if reason in ours:
            return str(ours[reason])
        return _("Something hangs on it: %(what)s.") % {"what": self.room.words(reason)}

    def forget(self) -> None:
        """The references of what goes, so that the file can be imported again."""
        label, column = self.room.SUBJECTS[self.run.kind]
        table = apps.get_model(label)._meta.db_table
        self.cursor.execute(
            f"DELETE FROM imports_importedrow i USING {table} t WHERE i.kind = %s AND i.run_id = %s"
            f" AND i.subject = t.{column} AND t.id IN ({_GOING})",
            [self.run.kind, self.run.pk, label, label],
        )

    def remove(self, actor, now: datetime) -> dict[str, int]:
        """Delete what nothing is in the way of, and let the room set right what it leaned on."""
        removed = {}
        after = self.room.set_right_after(self.cursor, _GOING)
        for label, model in self.models:
            for relation in _relations(model):
                if relation.on_delete is CASCADE:
                    self._remove_hanging(relation, label)
            self.cursor.execute(
                f"DELETE FROM {model._meta.db_table} t WHERE t.id IN ({_GOING})", [label, label]
            )
            removed[label] = self.cursor.rowcount
        after(actor, now)
        return removed

    def _remove_hanging(self, relation, label: str) -> None:
        theirs = relation.related_model
        self.cursor.execute(
            f"DELETE FROM {theirs._meta.db_table} r WHERE r.{relation.field.column} IN ({_GOING})",
            [label, label],
        )

    def left(self) -> set[tuple[str, int]]:
        self.cursor.execute("SELECT DISTINCT model, id FROM in_the_way")
        return set(self.cursor.fetchall())


_MADE = "SELECT m.id FROM run_made m WHERE m.model = %s"
_GOING = (
    "SELECT m.id FROM run_made m WHERE m.model = %s"
    " AND NOT EXISTS (SELECT FROM in_the_way w WHERE w.model = %s AND w.id = m.id)"
)


def _relations(model: type[models.Model]) -> list:
    """Every foreign key of the house that points at this model."""
    found = model._meta.get_fields(include_hidden=True)
    return [
        one for one in found if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)
    ]
