"""The links of the chain that are about certain things, with their entries as text, so that each can be proved."""

from collections.abc import Iterable

from django.db import connection

from crm.audit import chain


def about(subjects: Iterable[tuple[str, str]]) -> list[dict]:
    """The links about these (subject type, id), by their place in the chain; an entry emptied by an erasure says so.

    One statement, by the index of entries by subject.
    """
    wanted = sorted({(kind, str(key)) for kind, key in subjects})
    if not wanted:
        return []
    fields = ", ".join(chain.of("e", expression) for expression in chain.FIELDS)
    query = f"""SELECT l.seq, l.previous, l.digest, r.entry_id IS NOT NULL, {fields}
                FROM unnest(%s::text[], %s::text[]) AS w(kind, key)
                JOIN audit_auditentry e ON e.subject_type = w.kind AND e.subject_id = w.key
                JOIN audit_auditlink l ON l.entry_id = e.id
                LEFT JOIN audit_auditredaction r ON r.entry_id = e.id
                ORDER BY l.seq"""  # noqa: S608  only constants of the chain
    with connection.cursor() as cursor:
        cursor.execute(query, [[kind for kind, _key in wanted], [key for _kind, key in wanted]])
        return [
            {
                "seq": seq,
                "previous": bytes(previous).hex(),
                "digest": bytes(digest).hex(),
                "emptied": emptied,
                "fields": list(values),
            }
            for seq, previous, digest, emptied, *values in cursor.fetchall()
        ]
