"""Keeps the stage of an owner's life beside him, so that a million owners can be asked by it.

`rules.stage_of` says what a stage is; the statement below says the same set-wise, and a test holds the two
together over random histories. Whoever changes a fact calls `refresh` in the same transaction; time alone
moves an owner on by `turn`.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from owners.days import day_of
from owners.people.models import Owner
from owners.prospects.keeping import follow as follow_prospects

from .models import Ownership
from .rules import ESTABLISHED_YEARS, SETTLING_YEARS


def refresh(owner_ids: Iterable[int], *, now: datetime) -> int:
    """Work out anew the stage of these owners, how many of whom changed: as many statements for any number.

    1. lock the owners, in one order  2. work out and write. In that order, because the second statement
    must see what somebody committed who held an owner before us.
    """
    ids = sorted(set(owner_ids))
    if not ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, {"ids": ids})
        cursor.execute(_WRITE, {"ids": ids, "today": day_of(now), **_YEARS})
        changed = cursor.rowcount
    follow_prospects(ids, now=now)  # the same facts decide how far a prospect has come
    return changed


def refresh_of_homes(home_ids: Iterable[int], *, now: datetime) -> int:
    """As `refresh`, for whoever owns or owned one of these homes."""
    held = Ownership.objects.filter(home__in=list(home_ids))
    return refresh(held.values_list("owner_id", flat=True), now=now)


def turn(*, now: datetime, limit: int) -> int:
    """Move on up to `limit` owners whose day has come: a year after handover, a second one, a day agreed before.

    Owners whom another relay or a service holds are left to the next round.
    """
    due = Owner.objects.filter(stage_until__lte=day_of(now)).order_by("stage_until")
    due = due.select_for_update(no_key=True, skip_locked=True).values_list("pk", flat=True)
    ids = list(due[:limit])
    refresh(ids, now=now)
    return len(ids)


_YEARS = {"settling": SETTLING_YEARS, "established": ESTABLISHED_YEARS}

_LOCK = "SELECT FROM owners_owner WHERE id = ANY(%(ids)s) ORDER BY id FOR NO KEY UPDATE"

# make_date with the first of the month: 29 February plus a year is 1 March, as in `rules.years_after`
_WRITE = """
WITH visits AS (
    SELECT owner_id,
           min("on") FILTER (WHERE "on" <= %(today)s) AS visited_on,
           min("on") FILTER (WHERE "on" > %(today)s) AS next_day
    FROM owners_showroomvisit
    WHERE owner_id = ANY(%(ids)s)
    GROUP BY owner_id
),
purchases AS (
    SELECT owner_id,
           max(signed_on) FILTER (WHERE signed_on <= %(today)s AND kind = 'reservation') AS reserved_on,
           max(signed_on) FILTER (WHERE signed_on <= %(today)s AND kind = 'subscription') AS subscribed_on,
           max(signed_on) FILTER (WHERE signed_on <= %(today)s AND kind IN ('contract', 'resale')) AS signed_on,
           min(signed_on) FILTER (WHERE signed_on > %(today)s) AS next_day
    FROM owners_purchase
    WHERE owner_id = ANY(%(ids)s) AND cancelled_on IS NULL
    GROUP BY owner_id
),
held AS (
    SELECT o.owner_id, o.since, o.until, h.handover_on,
           o.since <= %(today)s AND (o.until IS NULL OR o.until > %(today)s) AS current
    FROM owners_ownership o JOIN owners_home h ON h.id = o.home_id
    WHERE o.owner_id = ANY(%(ids)s)
),
ownerships AS (
    SELECT owner_id,
           min(greatest(since, handover_on))
               FILTER (WHERE current AND handover_on <= %(today)s) AS moved_in_on,
           min(since) FILTER (WHERE current) AS owned_since,
           max(until) FILTER (WHERE until <= %(today)s) AS left_on,
           least(
               min(since) FILTER (WHERE since > %(today)s),
               min(until) FILTER (WHERE until > %(today)s),
               min(handover_on) FILTER (WHERE handover_on > %(today)s)
           ) AS next_day
    FROM held
    GROUP BY owner_id
),
facts AS (
    SELECT w.id, w.known_since, v.visited_on, p.reserved_on, p.subscribed_on, p.signed_on,
           o.moved_in_on, o.owned_since,
           CASE WHEN o.owned_since IS NULL THEN o.left_on END AS gone_on,
           least(v.next_day, p.next_day, o.next_day) AS next_day,
           make_date(extract(year FROM o.moved_in_on)::int + %(settling)s,
                     extract(month FROM o.moved_in_on)::int, 1)
               + extract(day FROM o.moved_in_on)::int - 1 AS settled_on,
           make_date(extract(year FROM o.moved_in_on)::int + %(established)s,
                     extract(month FROM o.moved_in_on)::int, 1)
               + extract(day FROM o.moved_in_on)::int - 1 AS established_on
    FROM owners_owner w
    LEFT JOIN visits v ON v.owner_id = w.id
    LEFT JOIN purchases p ON p.owner_id = w.id
    LEFT JOIN ownerships o ON o.owner_id = w.id
    WHERE w.id = ANY(%(ids)s)
),
decided AS (
    SELECT f.*,
           CASE
               WHEN moved_in_on IS NOT NULL THEN 'moved_in'
               WHEN signed_on >= coalesce(gone_on, signed_on) THEN 'signed'
               WHEN owned_since IS NOT NULL THEN 'owns'
               WHEN subscribed_on >= coalesce(gone_on, subscribed_on) THEN 'subscribed'
               WHEN reserved_on >= coalesce(gone_on, reserved_on) THEN 'reserved'
               WHEN gone_on IS NOT NULL THEN 'left'
               WHEN visited_on IS NOT NULL THEN 'visited'
               ELSE 'known'
           END AS fact
    FROM facts f
),
verdicts AS (
    SELECT id, fact,
           CASE fact
               WHEN 'moved_in' THEN CASE
                   WHEN %(today)s < settled_on THEN 'settling_in'
                   WHEN %(today)s < established_on THEN 'established'
                   ELSE 'long_standing'
               END
               WHEN 'owns' THEN 'signed'
               WHEN 'left' THEN 'former'
               WHEN 'known' THEN 'lead'
               ELSE fact
           END AS stage,
           CASE fact
               WHEN 'moved_in' THEN moved_in_on
               WHEN 'signed' THEN signed_on
               WHEN 'owns' THEN owned_since
               WHEN 'subscribed' THEN subscribed_on
               WHEN 'reserved' THEN reserved_on
               WHEN 'left' THEN gone_on
               WHEN 'visited' THEN visited_on
               ELSE known_since
           END AS day,
           least(
               next_day,
               CASE WHEN %(today)s < settled_on THEN settled_on
                    WHEN %(today)s < established_on THEN established_on END
           ) AS until
    FROM decided
)
UPDATE owners_owner AS owner
SET stage = verdicts.stage, stage_fact = verdicts.fact, stage_on = verdicts.day, stage_until = verdicts.until
FROM verdicts
WHERE owner.id = verdicts.id
  AND (owner.stage, owner.stage_fact, owner.stage_on, owner.stage_until)
      IS DISTINCT FROM (verdicts.stage, verdicts.fact, verdicts.day, verdicts.until)
"""
