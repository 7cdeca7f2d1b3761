"""A new key for the blind indexes: every indexed value is opened and its digest made anew, all in one transaction.

Until it commits, everybody finds by the old key; afterwards a process still holding the old one finds nobody and
could add somebody twice. So it is done while nobody writes: the command says so, and the processes are started anew.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction

from crm.privacy import blind_index, cipher, keys
from crm.privacy.fields import EncryptedText

BATCH = 1000


def indexed_columns() -> Iterator[tuple[type, EncryptedText, str]]:
    """Every sealed column with a blind index beside it, and the index's name: `phone` and `phone_index`."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.local_concrete_fields}
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedText) and f"{field.name}_index" in names:
                yield model, field, f"{field.name}_index"


def lonely_columns() -> list[str]:
    """Indexes whose value does not stand beside them: they cannot be made anew, and find nobody afterwards."""
    known = {(model, index) for model, _field, index in indexed_columns()}
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if field.name.endswith("_index") and field.get_internal_type() == "BinaryField"
        if (model, field.name) not in known
    ]


def reindex() -> int:
    """Make all digests anew with a fresh key and put the key in its place; how many values.

    A crash between the two leaves digests that nobody can compare: running it once more makes them anew.
    """
    fresh = keys.fresh_index_key()
    with transaction.atomic():
        done = sum(_column(model, field, index, fresh) for model, field, index in indexed_columns())
    keys.place_index_key(fresh)
    return done


def _column(model, field, index: str, fresh: bytes) -> int:
    quote = connection.ops.quote_name
    table, column, pk = quote(model._meta.db_table), quote(field.column), quote(model._meta.pk.column)
    target = quote(model._meta.get_field(index).column)
    done, last = 0, 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {pk}, {column} FROM {table} WHERE {pk} > %s AND {column} IS NOT NULL"  # noqa: S608  our names
                f" ORDER BY {pk} LIMIT {BATCH} FOR UPDATE",
                [last],
            )
            rows = cursor.fetchall()
            digests = [
                blind_index.of(cipher.decrypt(value, field.context), field.name, key=fresh)
                for _pk, value in rows
            ]
            cursor.execute(
                f"UPDATE {table} t SET {target} = v.digest"  # noqa: S608
                f" FROM unnest(%s::bigint[], %s::bytea[]) v(id, digest) WHERE t.{pk} = v.id",
                [[row[0] for row in rows], digests],
            )
        done += len(rows)
        if len(rows) < BATCH:
            return done
        last = rows[-1][0]
