"""Proving the chain: every link made again from its entry, and the anchors compared with it. Reads only."""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from crm.audit import chain, redacting
from crm.audit.models import AuditAnchor
from crm.audit.services import anchor_file, sign

MOST_FAULTS = 50


@dataclass
class Verdict:
    """What was looked at and what was wrong with it; each fault is one sentence."""

    links: int = 0
    anchors: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.faults

    def fault(self, sentence: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(sentence)


def verify() -> Verdict:
    """Walk the whole chain in one snapshot, then compare the anchors of the database and of the file with it."""
    verdict = Verdict()
    kept = _anchors_of_the_file()  # before the snapshot, or one written meanwhile would look like a cut chain
    ours = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if ours:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        anchors = [*_anchors_of_the_database(), *kept]
        digests = _walk(verdict, {seq for seq, *_ in anchors})
        _look_for_unlinked(cursor, verdict)
        _compare_anchors(verdict, anchors, digests)
    return verdict


def _walk(verdict: Verdict, wanted: set[int]) -> dict[int, bytes]:
    """Prove each link; the digests of the wanted ones."""
    digests: dict[int, bytes] = {}
    previous, expected = chain.ORIGIN, 1
    redacted = redacting.proved()
    for seq, stored_previous, stored, present, *values in _links():
        if seq != expected:
            verdict.fault(f"links {expected} to {seq - 1} are missing")
        if bytes(stored_previous) != previous:
            verdict.fault(f"link {seq} does not follow the link before it")
        if not present:
            verdict.fault(f"the entry of link {seq} has been deleted")
        elif values[0] in redacted:
            if redacting.digest_of(values) != redacted[values[0]]:
                verdict.fault(f"the emptied entry of link {seq} is not what an erasure left of it")
        elif chain.digest(bytes(stored_previous), values) != bytes(stored):
            verdict.fault(f"the entry of link {seq} (entry {values[0]}) is not what was recorded")
        previous, expected = bytes(stored), seq + 1
        verdict.links += 1
        if seq in wanted:
            digests[seq] = previous
    return digests


def _links() -> Iterator[tuple]:
    """All links with their entries as text, a thousand at a time."""
    fields = ", ".join(chain.of("e", expression) for expression in chain.FIELDS)
    query = f"""SELECT l.seq, l.previous, l.digest, e.id IS NOT NULL, {fields}
                FROM audit_auditlink l LEFT JOIN audit_auditentry e ON e.id = l.entry_id
                WHERE l.seq > %s ORDER BY l.seq LIMIT 1000"""  # noqa: S608
    last = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(query, [last])
            rows = cursor.fetchall()
        yield from rows
        if len(rows) < 1000:
            return
        last = rows[-1][0]


def _look_for_unlinked(cursor, verdict: Verdict) -> None:
    cursor.execute(
        """SELECT e.id FROM audit_auditentry e
           WHERE NOT EXISTS (SELECT 1 FROM audit_auditlink l WHERE l.entry_id = e.id) ORDER BY e.id LIMIT 20"""
    )
    for (entry,) in cursor.fetchall():
        verdict.fault(f"entry {entry} stands outside the chain: its link was cut off, or it was slipped in")


Anchor = tuple[int, bytes, datetime, bytes, str]


def _anchors_of_the_database() -> list[Anchor]:
    return [
        (row.seq, bytes(row.digest), row.at, bytes(row.signature), "the database")
        for row in AuditAnchor.objects.order_by("seq")
    ]


def _anchors_of_the_file() -> list[Anchor]:
    path = anchor_file()
    lines = path.read_text().splitlines() if path.exists() else []
    return [_from_line(line) for line in lines if line.strip()]


def _from_line(line: str) -> Anchor:
    kept = json.loads(line)
    at = datetime.fromisoformat(kept["at"])
    return kept["seq"], bytes.fromhex(kept["digest"]), at, bytes.fromhex(kept["signature"]), "the file"


def _compare_anchors(verdict: Verdict, anchors: list[Anchor], digests: dict[int, bytes]) -> None:
    for seq, digest, at, signature, place in anchors:
        verdict.anchors += 1
        if not hmac.compare_digest(sign(seq, digest, at), signature):
            verdict.fault(f"the anchor at {seq} in {place} bears a wrong signature")
        elif seq not in digests:
            verdict.fault(f"the chain once reached link {seq} ({place}, {at.isoformat()}); it has been cut")
        elif digests[seq] != digest:
            verdict.fault(f"link {seq} is not the one that was anchored ({place}): the chain was made anew")
