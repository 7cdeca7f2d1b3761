"""The scan over everybody: candidates by what they share, set-wise in SQL; then each pair judged by the rules.

Nothing is compared with everything. Four ways to share something give the candidates, streamed from a cursor
of the server, so that memory stays flat whatever the number of owners: the same e-mail address; the same home;
the same household; and names of the same sound (in either script, order or legal form) with the same birth
date, end of telephone or building. Telephones and identity numbers need no scan, for the database lets nobody
have another's.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from crm.jobs.kinds import Outcome, Work

from . import rules
from .facts import facts_of
from .models import DuplicatePair
from .states import PairStatus

BATCH = 2000
MANY = 30  # who share an address or a home are too many to be told apart by it
KIND = "duplicates"

_LIVING = "merged_into_id IS NULL AND erased_at IS NULL"

_BY_COLUMN = """
WITH blocks AS (
    SELECT {column} AS key FROM owners_owner WHERE {column} IS NOT NULL AND {living}
    GROUP BY 1 HAVING count(*) BETWEEN 2 AND {many}
), held AS (
    SELECT o.id, o.{column} AS key, string_to_array(o.name_key, ' ') AS words
    FROM owners_owner o JOIN blocks ON blocks.key = o.{column} WHERE {living}
)
SELECT a.id, b.id FROM held a JOIN held b ON a.key = b.key AND a.id < b.id {narrowed}
"""

# Who share a home are mostly a couple: only names with a syllable or word in common are worth a look.
_ALIKE = "AND a.words && b.words"

_BY_HOME = f"""
WITH held AS (
    SELECT DISTINCT s.home_id, s.owner_id AS id FROM owners_ownership s
    WHERE s.home_id IN (
        SELECT home_id FROM owners_ownership GROUP BY 1 HAVING count(DISTINCT owner_id) BETWEEN 2 AND {MANY}
    )
), named AS (
    SELECT held.home_id, held.id, string_to_array(o.name_key, ' ') AS words
    FROM held JOIN owners_owner o USING (id) WHERE {_LIVING}
)
SELECT DISTINCT a.id, b.id FROM named a JOIN named b ON a.home_id = b.home_id AND a.id < b.id {_ALIKE}
"""  # noqa: S608  names of our own columns

# The sound of a name as a set of syllables or words, so that order, script and legal form do not matter.
_SOUNDS = f"""
CREATE TEMP TABLE duplicate_sound ON COMMIT DROP AS
SELECT o.id, o.birth_date, nullif(o.phone_last4, '') AS last4, sound.key
FROM owners_owner o, LATERAL (
    SELECT string_agg(word, ' ' ORDER BY word) AS key FROM (
        SELECT DISTINCT word
        FROM unnest(string_to_array(translate(o.name_key, ',.()&-', '      '), ' ')) AS word
        WHERE word <> '' AND ascii(word) < 11904 AND NOT (o.kind = 'company' AND word = ANY(%(legal)s))
    ) words
) sound
WHERE {_LIVING} AND sound.key <> ''
"""  # noqa: S608  names of our own columns
_LEGAL_SOUNDS = ["gu", "fen", "you", "xian", "ze", "ren", "gong", "si", "ji", "tuan"]

_BY_SOUND = """
WITH living AS (
    SELECT DISTINCT s.owner_id AS id, h.building_id, d.key
    FROM owners_ownership s JOIN owners_home h ON h.id = s.home_id JOIN duplicate_sound d ON d.id = s.owner_id
)
SELECT a.id, b.id FROM duplicate_sound a
JOIN duplicate_sound b ON a.key = b.key AND a.birth_date = b.birth_date AND a.id < b.id
UNION
SELECT a.id, b.id FROM duplicate_sound a
JOIN duplicate_sound b ON a.key = b.key AND a.last4 = b.last4 AND a.id < b.id
UNION
SELECT a.id, b.id FROM living a
JOIN living b ON a.key = b.key AND a.building_id = b.building_id AND a.id < b.id
"""

_OPEN = f"SELECT first_id, second_id FROM owners_duplicatepair WHERE status = '{PairStatus.OPEN}'"  # noqa: S608

_RAISE = """
INSERT INTO owners_duplicatepair AS known
    (public_id, first_id, second_id, points, reasons, fingerprint, status, found_at)
SELECT public_id, first_id, second_id, points, reasons, fingerprint, 'open', %(now)s
FROM unnest(%(public)s::uuid[], %(first)s::bigint[], %(second)s::bigint[], %(points)s::smallint[],
            %(reasons)s::jsonb[], %(prints)s::text[])
     AS found (public_id, first_id, second_id, points, reasons, fingerprint)
ON CONFLICT (first_id, second_id) DO UPDATE SET
    points = excluded.points, reasons = excluded.reasons, fingerprint = excluded.fingerprint,
    status = CASE known.status WHEN 'different' THEN 'open' WHEN 'merged' THEN 'open' ELSE known.status END,
    decided_by_id = CASE known.status WHEN 'different' THEN NULL ELSE known.decided_by_id END,
    decided_at = CASE known.status WHEN 'different' THEN NULL ELSE known.decided_at END,
    found_at = CASE known.status WHEN 'different' THEN excluded.found_at ELSE known.found_at END
WHERE known.fingerprint <> excluded.fingerprint
"""


def statements() -> dict[str, str]:
    """The candidates of each way to share something."""
    by_column = {"living": _LIVING, "many": MANY}
    return {
        "email": _BY_COLUMN.format(column="email_index", narrowed="", **by_column),
        "home": _BY_HOME,
        "household": _BY_COLUMN.format(column="household_id", narrowed=_ALIKE, **by_column),
        "sound": _BY_SOUND,
        "again": _OPEN,
    }


def sounds() -> str:
    """Everybody's sound, for this transaction: what the names are joined by."""
    return _SOUNDS


def legal() -> dict:
    """What a company's name says of its legal form, which tells nobody apart."""
    return {"legal": [*_LEGAL_SOUNDS, *rules.SUFFIXES]}


def chunks() -> list[dict]:
    """A part of the job for each way; workers take them side by side."""
    return [{"by": name} for name in statements()]


def scan_chunk(work: Work, *, now: datetime) -> Outcome:
    """One way of sharing something over everybody; for `settings.JOB_KINDS`."""
    return Outcome(done=scan(work.chunk["by"], now=now))


@transaction.atomic
def scan(by: str, *, now: datetime) -> int:
    """Raise the pairs that share something in this way; how many are new or have changed."""
    changed = 0
    for pairs in _batches(candidates(by)):
        changed += _judge(pairs, now, forget=by == "again")
    return changed


def candidates(by: str) -> Iterator[tuple[int, int]]:
    """Pairs of owners by their keys, the lower first, from a cursor of the server."""
    if by == "sound":
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS pg_temp.duplicate_sound")
            cursor.execute(sounds(), legal())
            cursor.execute("ANALYZE duplicate_sound")
    with connection.chunked_cursor() as cursor:
        cursor.itersize = BATCH
        cursor.execute(statements()[by])
        yield from cursor


def _batches(pairs: Iterable) -> Iterator[list]:
    walked = iter(pairs)
    while batch := list(islice(walked, BATCH)):
        yield batch


def _judge(pairs: list[tuple[int, int]], now: datetime, *, forget: bool) -> int:
    """Compare these pairs and write those that are alike; with `forget`, drop those that are no more."""
    facts = facts_of(pk for pair in pairs for pk in pair)
    raised, fallen = [], []
    for first, second in pairs:
        one, other = facts.get(first), facts.get(second)
        likeness = rules.compare(one, other) if one and other else None
        if likeness and likeness.raised:
            raised.append((first, second, likeness, rules.fingerprint(one, other)))
        else:
            fallen.append((first, second))
    if forget and fallen:
        _drop(fallen)
    return _raise(raised, now)


def _raise(raised: list, now: datetime) -> int:
    if not raised:
        return 0
    raised.sort(key=lambda row: row[:2])  # rows are locked in one order, whoever scans beside us
    values = {
        "now": now,
        "public": [uuid.uuid4() for _row in raised],
        "first": [row[0] for row in raised],
        "second": [row[1] for row in raised],
        "points": [row[2].points for row in raised],
        "reasons": [json.dumps(row[2].reasons) for row in raised],
        "prints": [row[3] for row in raised],
    }
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, values)
        return cursor.rowcount


def _drop(fallen: list[tuple[int, int]]) -> None:
    """What was raised and is alike no more; a decision that somebody took stays."""
    first, second = zip(*fallen, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""DELETE FROM owners_duplicatepair USING unnest(%s::bigint[], %s::bigint[]) AS gone (a, b)
                WHERE first_id = a AND second_id = b AND status = '{PairStatus.OPEN}'""",  # noqa: S608
            [list(first), list(second)],
        )


def open_pair(first: int, second: int) -> DuplicatePair | None:
    """The pair of these two, whatever became of it."""
    low, high = sorted((first, second))
    return DuplicatePair.objects.filter(first=low, second=high).first()
