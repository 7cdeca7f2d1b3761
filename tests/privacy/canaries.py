"""Marks that stand in for personal data: planted by the classification, looked for everywhere."""

import json
import uuid

import pgtrigger
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, models, transaction
from pgtrigger import registered

from crm.api.idempotency import CONTEXT as ANSWERS
from crm.api.models import IdempotencyKey
from crm.privacy import cipher, rotation
from crm.privacy.classification import our_models, personal_fields
from crm.privacy.fields import EncryptedText
from owners.people.models import Owner
from owners.ties import AtErasure, all_ties

MARK = "qzcanary"
# By these the rows are found to be his: the mark that is his name stands in them, or the tie would be cut.
FOUND_BY = {
    "service_desk.ContactEntry.counterpart": lambda name: name,
    "service_desk.CrisisReport.snapshot": lambda name: {"contacts": [{"counterpart": name}]},
    "service_desk.Post.author": lambda name: name,
}
POINTS = ("reference", "index", "staff", "money")


def mark_of(model, name: str) -> str:
    return f"{MARK}{model._meta.db_table}{name}".replace("_", "")


def columns_of(model) -> list[str]:
    """The personal columns into which any text can be written."""
    found = []
    for name, word in personal_fields(model).items():
        field = model._meta.get_field(name)
        free = isinstance(field, models.CharField | models.TextField | models.JSONField | EncryptedText)
        if word not in ("reference", "index", "money") and free and not field.choices:
            found.append(name)
    return found


def plant(owner) -> dict[str, str]:
    """Write a mark of its own into every personal column of every row tied to the owner; mark → column."""
    planted = {}
    with pgtrigger.ignore(
        *[
            trigger.get_pgid(model) and f"{model._meta.label}:{trigger.name}"
            for model, trigger in registered()
        ]
    ):
        for table, ids in [(Owner, [owner.pk]), *_tied(owner)]:
            for name in columns_of(table) if ids else []:
                if found_by := FOUND_BY.get(f"{table._meta.label}.{name}"):
                    table._default_manager.filter(pk__in=ids).update(
                        **{name: found_by(mark_of(Owner, "name"))}
                    )
                    continue
                mark = mark_of(table, name)
                if not _could_write(table, ids, name, mark):
                    continue
                planted[mark] = f"{table._meta.label}.{name}"
    return planted


def _tied(owner):
    """Where others are spoken of too only what names him goes, and no mark of ours: that has tests of its own."""
    ties = [tie for tie in all_ties() if tie.erasure is not AtErasure.BLOT]
    return [(tie.table, list(tie.rows(owner).order_by().values_list("pk", flat=True))) for tie in ties]


def _could_write(table, ids, name, mark) -> bool:
    """A constraint may forbid words where there is nothing to say; then there is nothing to erase either."""
    try:
        with transaction.atomic():
            _write(table, ids, name, mark)
    except IntegrityError:
        return False
    return True


def _write(table, ids, name, mark) -> None:
    field = table._meta.get_field(name)
    rows = table._default_manager.filter(pk__in=ids)
    if isinstance(field, models.JSONField):
        was = rows.values_list(name, flat=True).first()
        rows.update(**{name: [{"said": mark}] if isinstance(was, list) else {"said": mark}})
    elif field.max_length and not isinstance(field, EncryptedText):
        rows.update(**{name: mark[-field.max_length :] if len(mark) > field.max_length else mark})
    else:
        rows.update(**{name: mark})


def tied_models_without_rows(owner) -> set[str]:
    return {tie.model for tie in all_ties()} - {tie.model for tie in all_ties() if tie.rows(owner).exists()}


def fill(owner, now) -> None:
    """A row in every tied table that the story left empty, as plain as its columns allow."""
    for _round in range(3):
        for tie in all_ties():
            if tie.find is None and not tie.rows(owner).exists():
                _make(tie, owner, now)


def _make(tie, owner, now) -> None:
    try:
        with transaction.atomic():
            row = tie.table(
                **{
                    field.name: _some(field, tie, owner, now)
                    for field in tie.table._meta.concrete_fields
                    if not field.primary_key
                    and not (field.null and not _leads(field, tie))
                    and not field.has_default()
                }
            )
            tie.table._default_manager.bulk_create([row])
    except IntegrityError:
        pass


def _leads(field, tie) -> bool:
    return field.name == tie.path.partition("__")[0]


def _some(field, tie, owner, now):
    """A value of the column's kind; a key points at something of the owner's where there is something."""
    if field.is_relation:
        return owner if field.related_model is Owner else _related(field.related_model, tie, owner)
    if field.choices:
        return field.choices[0][0]
    kinds = {
        models.DateTimeField: now,
        models.DateField: now.date(),
        models.JSONField: {},
        models.UUIDField: uuid.uuid4(),
        models.BinaryField: b"x",
        models.BooleanField: False,
        models.DecimalField: 1,
        models.IntegerField: 1,
    }
    plain = "x" * min(field.max_length or 3, 3)
    return next(
        (
            value
            for kind, value in kinds.items()
            if isinstance(field, kind) and not isinstance(field, EncryptedText)
        ),
        plain,
    )


def _related(model, tie, owner):
    his = next((other for other in all_ties() if other.table is model and other.rows(owner).exists()), None)
    return his.rows(owner).first() if his else model._default_manager.first()


def everything_told() -> str:
    """Every row of every table of the database as text, what is under lock opened, and its bytes as they lie there."""
    return "\n".join([*_tables(), *_opened(), *_answers(), *_sessions()])


def _tables():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(relname) FROM pg_class WHERE relkind IN ('r', 'm') AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")  # noqa: S608  names of the catalogue
            for (row,) in cursor.fetchall():
                yield f"{table} {row}"


def _opened():
    for model, field in rotation.sealed_columns():
        for value in model._default_manager.exclude(**{f"{field.name}__isnull": True}).values_list(
            field.name, flat=True
        ):
            yield f"{model._meta.db_table}.{field.name} {_unescaped(value)}"


def _unescaped(value: str) -> str:
    """JSON may write a sign by its number; then it is read back first."""
    try:
        return json.dumps(json.loads(value), ensure_ascii=False)
    except ValueError:
        return value


def _answers():
    for row in IdempotencyKey.objects.exclude(response=None):
        yield f"api_idempotencykey {cipher.decrypt_bytes(row.response, ANSWERS).decode(errors='replace')}"


def _sessions():
    for row in Session.objects.all():
        yield f"django_session {json.dumps(row.get_decoded(), ensure_ascii=False, default=str)}"


def where(text: str, mark: str) -> list[str]:
    """The lines that still hold a mark, shortened."""
    return [line[:160] for line in text.split("\n") if mark in line]


def models_with_personal_text() -> set[str]:
    """Every table that can hold what somebody said, or was said about him, and does not speak of staff."""
    return {
        model._meta.label
        for model in our_models()
        if set(personal_fields(model).values()) - {"staff", "reference", "index"}
    }
