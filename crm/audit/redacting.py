"""Emptying the words of entries that speak of a person who is erased, so that the chain can still be proved.

1. each entry's remaining fields get a digest, kept in `AuditRedaction`;  2. the words are emptied: the trigger lets
this one change pass, and only where a redaction stands;  3. an entry of its own records a digest over all of these
digests, and is chained as any other. Proving the chain compares an emptied entry with its redaction, and the
redactions with the entries that announced them: whoever changed an entry and slipped in a redaction would have to
announce it, and the announcement stands in the chain.
"""

import hashlib
from datetime import datetime

from django.db import connection, transaction

from crm.audit import chain
from crm.audit.models import AuditEntry, AuditRedaction
from crm.audit.services import record

VERB = "audit.redact"
ORIGIN = b"redacted"


def digest_of(values: list[str | None]) -> bytes:
    """The digest of an entry without its words; they stand last."""
    return chain.digest(ORIGIN, [*values[:-1], ""])


@transaction.atomic
def redact(actor, entries, subject, *, now: datetime) -> int:
    """Empty the words of these audit entries (a queryset); how many had some.

    `subject` is what the announcing entry is about. Raises nothing for entries without words: they stay.
    """
    found = sorted(entries.exclude(because="").filter(redaction=None).values_list("pk", flat=True))
    if not found:
        return 0
    rows = [
        AuditRedaction(entry_id=int(values[0]), digest=digest_of(values), at=now) for values in _read(found)
    ]
    AuditRedaction.objects.bulk_create(rows, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('doorstep.redacting', 'on', true)")
        cursor.execute("UPDATE audit_auditentry SET because = '' WHERE id = ANY(%s)", [found])
        cursor.execute("SELECT set_config('doorstep.redacting', '', true)")
    record(actor, VERB, subject, now=now, after={"entries": found, "digest": _over(rows)})
    return len(found)


def proved() -> dict[str, bytes]:
    """By entry id, the digest of what is left of it, for the redactions that an entry of the chain announced."""
    kept = {row.entry_id: bytes(row.digest) for row in AuditRedaction.objects.all()}
    announced: dict[str, bytes] = {}
    for after in AuditEntry.objects.filter(verb=VERB).values_list("after", flat=True):
        rows = [AuditRedaction(entry_id=pk, digest=kept.get(pk, b"")) for pk in after["entries"]]
        if _over(rows) == after["digest"]:
            announced |= {str(row.entry_id): row.digest for row in rows}
    return announced


def _over(rows) -> str:
    ordered = sorted(rows, key=lambda row: row.entry_id)
    return hashlib.sha256(b"".join(bytes(row.digest) for row in ordered)).hexdigest()


def _read(ids: list[int]):
    fields = ", ".join(chain.of("e", expression) for expression in chain.FIELDS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {fields} FROM audit_auditentry e WHERE id = ANY(%s)", [ids])  # noqa: S608
        return cursor.fetchall()
