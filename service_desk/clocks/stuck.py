"""Cases that stand still or go in circles are found, listed with the reason, and looked at by somebody.

A relay asks for them as it asks for due clocks. What is listed leaves the list by itself when the case moves on or
is closed; who has looked at it says what he found and when he looks again.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from service_desk.clocks.in_force import Policy, policy_in_force
from service_desk.clocks.models import ClockPolicy, StuckCase, StuckWhy

EVERY = timedelta(minutes=5)
EVER = datetime(1970, 1, 1, tzinfo=UTC)
OPEN = "c.status <> 'closed' AND c.status <> 'merged'"
STILL = f"""
    SELECT c.id, 0 FROM service_desk_case AS c
    WHERE {OPEN} AND moved_at < %(before)s AND NOT EXISTS (
        SELECT 1 FROM service_desk_stuckcase AS s
        WHERE s.case_id = c.id AND s.why = 'no_move' AND s.settled_at IS NULL)
    ORDER BY moved_at LIMIT %(limit)s
"""  # noqa: S608  a constant
# A case begins to go in circles with a move: only those that moved since the last look are asked. Every move counts
# the case's version, so few of them have their moves counted.
MOVES = f"""
    SELECT c.id, (
        SELECT count(*) FROM service_desk_casehistory AS h
        WHERE h.case_id = c.id AND h.from_status <> h.to_status AND h.from_status <> '') AS moves
    FROM service_desk_case AS c
    WHERE {OPEN} AND moved_at >= %(since)s AND version > %(most_moves)s AND NOT EXISTS (
        SELECT 1 FROM service_desk_stuckcase AS s
        WHERE s.case_id = c.id AND s.why = 'many_moves' AND s.settled_at IS NULL)
    ORDER BY version DESC LIMIT %(limit)s
"""  # noqa: S608  a constant
REJECTIONS = f"""
    SELECT c.id, c.round - 1 FROM service_desk_case AS c
    WHERE {OPEN} AND moved_at >= %(since)s AND round > %(most_rejections)s + 1 AND NOT EXISTS (
        SELECT 1 FROM service_desk_stuckcase AS s
        WHERE s.case_id = c.id AND s.why = 'many_rejections' AND s.settled_at IS NULL)
    ORDER BY round DESC LIMIT %(limit)s
"""  # noqa: S608  a constant
# What was found is over: the case is closed, or what stood still has moved since.
OVER = """
    UPDATE service_desk_stuckcase AS s SET settled_at = %(now)s
    FROM service_desk_case AS c
    WHERE c.id = s.case_id AND s.settled_at IS NULL
      AND (c.status IN ('closed', 'merged') OR (s.why = 'no_move' AND c.moved_at > s.found_at))
"""


@transaction.atomic
def find_due(*, now: datetime, limit: int = 100) -> int:
    """List what has come to stand still, and settle what moves again. Returns how many were listed.

    One relay looks at a time, and not again before a while is over, unless there was more than it could take.
    """
    policy = policy_in_force(now=now)
    turn = _my_turn(policy, now)
    if turn is None:
        return 0
    asked = {
        "before": now - timedelta(days=policy.no_move_days),
        "most_moves": policy.most_moves,
        "most_rejections": policy.most_rejections,
        "since": turn.looked_at - 2 * EVERY if turn.looked_at else EVER,
        "limit": limit,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(OVER, asked)
        found = [
            *_rows(cursor, StuckWhy.NO_MOVE, STILL, asked, policy),
            *_rows(cursor, StuckWhy.MANY_MOVES, MOVES, asked, policy),
            *_rows(cursor, StuckWhy.MANY_REJECTIONS, REJECTIONS, asked, policy),
        ]
    StuckCase.objects.bulk_create(
        [StuckCase(case_id=pk, why=why, figure=figure, found_at=now) for pk, why, figure in found],
        ignore_conflicts=True,
    )
    if len(found) < limit:
        ClockPolicy.objects.filter(pk=policy.id).update(looked_at=now)
    return len(found)


def _my_turn(policy: Policy, now: datetime) -> ClockPolicy | None:
    rows = ClockPolicy.objects.select_for_update(skip_locked=True).filter(pk=policy.id)
    return rows.filter(Q(looked_at=None) | Q(looked_at__lte=now - EVERY)).first()


def _rows(cursor, why: str, sql: str, asked: dict, policy: Policy):
    cursor.execute(sql, asked)
    for pk, figure in cursor.fetchall():
        if why == StuckWhy.MANY_MOVES and figure <= policy.most_moves:
            continue
        yield pk, why, policy.no_move_days if why == StuckWhy.NO_MOVE else figure


@transaction.atomic
def acknowledge(actor, stuck: StuckCase, *, note: str, next_on: date, now: datetime) -> StuckCase:
    """Somebody has looked at it: what he found, and on which day he looks again."""
    row = StuckCase.objects.select_for_update().select_related("case__project").get(pk=stuck.pk)
    if row.settled_at is not None:
        raise IllegalMove(_("This case has moved on in the meantime."))
    fields = {}
    if not note.strip():
        fields["note"] = _("Please fill this in.")
    if next_on <= now.astimezone(ZoneInfo(row.case.project.timezone)).date():
        fields["next_on"] = _("Choose a day that is still to come.")
    if fields:
        raise Refused(fields=fields)
    row.seen_by, row.seen_at, row.note, row.next_on = actor, now, note.strip(), next_on
    row.save(update_fields=["seen_by", "seen_at", "note", "next_on"])
    record(actor, "clocks.acknowledge", row.case, now=now, after={"why": row.why, "next_on": str(next_on)})
    return row
