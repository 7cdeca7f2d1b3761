"""A row in every table that is tied to an owner, made from its columns alone; and all rows of the house, to compare."""

import json
import uuid
from itertools import count

from django.db import connection

from crm.privacy.classification import our_models
from owners.ties import moving_ties

_nowhere = count(1)

# What a merge and its undoing write down about themselves.
ITS_OWN = {
    "owners.Merge",
    "owners.DuplicatePair",
    "audit.AuditEntry",
    "audit.AuditLink",
    "audit.AuditTurn",
    "events.OutboxEvent",
}


def every_row() -> dict[str, list[str]]:
    """All rows of all tables, as text."""
    found = {}
    with connection.cursor() as cursor:
        for model in our_models():
            if model._meta.label in ITS_OWN or model._meta.proxy or not model._meta.managed:
                continue
            cursor.execute(f'SELECT to_jsonb(r)::text FROM "{model._meta.db_table}" r')  # noqa: S608
            found[model._meta.label] = sorted(text for (text,) in cursor.fetchall())
    return found


def but_counters(rows: dict, *owner_ids: int) -> dict:
    """The same without the two columns of a kept card that go on counting."""
    cards = []
    for text in rows["owners.Owner"]:
        card = json.loads(text)
        if card["id"] in owner_ids:
            card.pop("version"), card.pop("updated_at")
        cards.append(card)
    return rows | {"owners.Owner": sorted(cards, key=lambda card: card["id"])}


def a_row_for_each_tie(owner) -> list[tuple]:
    """(tie, key) of one row a tie, each filled with whatever its columns take; checks and keys are looked away from."""
    made = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # a table with something still to check is not altered
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for tie in moving_ties():
            _drop_checks(cursor, tie.table)
            cursor.execute("SET LOCAL session_replication_role = replica")
            made.append((tie, _insert(cursor, tie, tie.named(owner))))
            cursor.execute("SET LOCAL session_replication_role = origin")
    return made


def _drop_checks(cursor, model) -> None:
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'f')",
        [model._meta.db_table],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{name}"')


def _insert(cursor, tie, named):
    columns = {}
    for field in tie.table._meta.concrete_fields:
        if not (field.primary_key or field.generated or field.null):
            columns[field.column] = _anything(field)
    columns[tie.table._meta.get_field(tie.path).column] = named
    listed = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    statement = f'INSERT INTO "{tie.table._meta.db_table}" ({listed}) VALUES ({marks}) RETURNING "{tie.table._meta.pk.column}"'  # noqa: S608
    cursor.execute(statement, list(columns.values()))
    return cursor.fetchone()[0]


def _anything(field):
    kind = (field.target_field if field.is_relation else field).get_internal_type()
    if field.is_relation:
        return str(uuid.uuid4()) if kind == "UUIDField" else -next(_nowhere)
    if field.column == "currency":
        return "CNY"
    if field.choices:
        return field.choices[0][0]
    values = {
        "UUIDField": str(uuid.uuid4()),
        "DateField": "2026-01-01",
        "DateTimeField": "2026-01-01T00:00:00Z",
        "BooleanField": False,
        "JSONField": "{}",
        "BinaryField": uuid.uuid4().bytes,
        "ArrayField": [],
    }
    if kind in values:
        return values[kind]
    if "Integer" in kind or kind in ("DecimalField", "FloatField"):
        return 1
    return uuid.uuid4().hex[: field.max_length or 32]


def where(tie, key) -> object:
    """How the row names its owner now."""
    return (
        tie.table._base_manager.filter(pk=key)
        .values_list(tie.table._meta.get_field(tie.path).attname, flat=True)
        .get()
    )
