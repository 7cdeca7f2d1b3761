"""The second town: a million owners with homes, purchases and ownerships, by COPY from every core, in a few minutes.

    people.load(1_000_000, projects=place.projects, managers=[place.agent.pk], now=now)

Rows are the same each time, up to ciphertext and the ids that the database gives. Indexes are dropped before and
made after, as one does with a million rows; what they refuse is refused then.
"""

from datetime import datetime

from django.db import connection
from django.db.models import Max

from tests.benchmarks.crew import crew
from tests.benchmarks.inhabitants import PEOPLE, Estate, building, tables

BUILDINGS_A_TASK = 10
MORE_PROJECTS = 18


def load(
    count: int, *, projects: list, managers: list[int], now: datetime, processes: int | None = None
) -> None:
    """Add so many owners to those who are here; the first two projects hold half of them."""
    estates = [Estate(p.pk, p.name, p.names, p.currency) for p in projects]
    buildings = -(-count // PEOPLE)
    base = _highest_key()
    tasks = [
        (first, min(first + BUILDINGS_A_TASK, buildings), count, estates, managers, base, now.date())
        for first in range(0, buildings, BUILDINGS_A_TASK)
    ]
    definitions = _drop_indexes()
    with crew(processes) as pool:
        for _ in pool.map(_load_buildings, tasks):
            pass
    _finish(definitions)


def more_projects(actor, *, city, now: datetime) -> list:
    """Projects that the agent does not see, so that his scope is one of twenty."""
    from crm.organisation import services as organisation

    return [
        organisation.add_project(actor, city=city, code=f"T{n}", name=f"临江花园{n}期", names={}, now=now)
        for n in range(1, MORE_PROJECTS + 1)
    ]


def _load_buildings(task) -> None:
    first, last, *where = task
    made = [building(serial, *where) for serial in range(first, last)]
    with connection.cursor() as cursor:
        # Keys point where they should because one process makes both ends; triggers ask what this file knows.
        cursor.execute("SET session_replication_role = replica")
        for name, model in tables():
            _copy(cursor, model, [row for rows in made for row in rows.of[name]])


def _copy(cursor, model, rows: list[dict]) -> None:
    if not rows:
        return
    with_key = "id" in rows[0]
    fields = [f for f in model._meta.concrete_fields if not f.generated and not f.has_db_default()]
    fields = [f for f in fields if with_key or not f.primary_key]
    defaults = [(f.column, None if f.primary_key else _plain(f)) for f in fields]
    names = ", ".join(f'"{column}"' for column, _ in defaults)
    with cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([row.get(column, default) for column, default in defaults])


def _plain(field):
    value = field.get_default()
    if value in ({}, []):
        return "{}" if value == {} else "[]"
    return str(value) if value is not None and not isinstance(value, str | int | float | bool) else value


def _highest_key() -> int:
    """Above every key that is here; rows are numbered on from it in all tables alike."""
    return max(model.objects.aggregate(last=Max("pk"))["last"] or 0 for _name, model in tables())


def _drop_indexes() -> list[str]:
    """Drop what slows a COPY; returns the statements that make it again."""
    names = [model._meta.db_table for _, model in tables()]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
                   format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE contype = 'x' AND conrelid = ANY (%s::regclass[])
            UNION ALL
            SELECT format('DROP INDEX %%I', i.indexrelid::regclass::text), pg_get_indexdef(i.indexrelid)
            FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
            WHERE i.indrelid = ANY (%s::regclass[]) AND c.oid IS NULL
            """,
            [names, names],
        )
        statements = cursor.fetchall()
        for drop, _make in statements:
            cursor.execute(drop)
    return [make for _drop, make in statements]


def _finish(definitions: list[str]) -> None:
    """Indexes, sequences, statistics."""
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for statement in definitions:
            cursor.execute(statement)
        for _name, model in tables():
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), coalesce(max(id), 0) + 1) FROM {table}",  # noqa: S608
                [table],
            )
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("RESET maintenance_work_mem")
