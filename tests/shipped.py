"""What migrations put into the tables: taken down once a process, and put back after a test that empties them all."""

import io

FRAMEWORK = {"django_migrations", "django_content_type", "auth_permission"}  # Django fills these again itself


class Shipped:
    """The rows of every table that was not empty after the migrations."""

    def __init__(self):
        from django.db import connection

        tables = [name for name in connection.introspection.table_names() if name not in FRAMEWORK]
        with connection.cursor() as cursor:
            self.rows = {name: rows for name in tables if (rows := self._read(cursor, name))}

    @staticmethod
    def _read(cursor, table: str) -> bytes:
        taken = io.BytesIO()
        with cursor.copy(f'COPY "{table}" ({_columns(cursor, table)}) TO STDOUT') as copy:
            for piece in copy:
                taken.write(piece)
        return taken.getvalue()

    def put_back(self) -> None:
        """Into the tables that are empty now; keys that name each other are looked at when all rows are there."""
        from django.db import connection, transaction

        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in self.rows.items():
                cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')  # noqa: S608  names of our own tables
                if cursor.fetchone() == (False,):
                    with cursor.copy(f'COPY "{table}" ({_columns(cursor, table)}) FROM STDIN') as copy:
                        copy.write(rows)


def _columns(cursor, table: str) -> str:
    """All columns that are stored and not worked out by the database."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = '' ORDER BY attnum",
        [f'"{table}"'],
    )
    return ", ".join(f'"{name}"' for (name,) in cursor.fetchall())


def keep_after_emptying(shipped: Shipped) -> None:
    """Let every test that empties the tables leave behind what migrations had put there."""
    from django.test import TransactionTestCase

    empty = TransactionTestCase._fixture_teardown

    def empty_and_put_back(case):
        empty(case)
        shipped.put_back()

    if not getattr(empty, "puts_back", False):
        empty_and_put_back.puts_back = True
        TransactionTestCase._fixture_teardown = empty_and_put_back
