from django.db import migrations

# What owners.contracts.stages writes from day to day, over everybody at once, as it read on this day.
FILL = """
WITH visits AS (
    SELECT owner_id,
           min("on") FILTER (WHERE "on" <= current_date) AS visited_on,
           min("on") FILTER (WHERE "on" > current_date) AS next_day
    FROM owners_showroomvisit
    GROUP BY owner_id
),
purchases AS (
    SELECT owner_id,
           max(signed_on) FILTER (WHERE signed_on <= current_date AND kind = 'reservation') AS reserved_on,
           max(signed_on) FILTER (WHERE signed_on <= current_date AND kind = 'subscription') AS subscribed_on,
           max(signed_on) FILTER (WHERE signed_on <= current_date AND kind IN ('contract', 'resale')) AS signed_on,
           min(signed_on) FILTER (WHERE signed_on > current_date) AS next_day
    FROM owners_purchase
    WHERE cancelled_on IS NULL
    GROUP BY owner_id
),
held AS (
    SELECT o.owner_id, o.since, o.until, h.handover_on,
           o.since <= current_date AND (o.until IS NULL OR o.until > current_date) AS current
    FROM owners_ownership o JOIN owners_home h ON h.id = o.home_id
),
ownerships AS (
    SELECT owner_id,
           min(greatest(since, handover_on))
               FILTER (WHERE current AND handover_on <= current_date) AS moved_in_on,
           min(since) FILTER (WHERE current) AS owned_since,
           max(until) FILTER (WHERE until <= current_date) AS left_on,
           least(
               min(since) FILTER (WHERE since > current_date),
               min(until) FILTER (WHERE until > current_date),
               min(handover_on) FILTER (WHERE handover_on > current_date)
           ) AS next_day
    FROM held
    GROUP BY owner_id
),
facts AS (
    SELECT w.id, w.known_since, v.visited_on, p.reserved_on, p.subscribed_on, p.signed_on,
           o.moved_in_on, o.owned_since,
           CASE WHEN o.owned_since IS NULL THEN o.left_on END AS gone_on,
           least(v.next_day, p.next_day, o.next_day) AS next_day,
           make_date(extract(year FROM o.moved_in_on)::int + 1,
                     extract(month FROM o.moved_in_on)::int, 1)
               + extract(day FROM o.moved_in_on)::int - 1 AS settled_on,
           make_date(extract(year FROM o.moved_in_on)::int + 2,
                     extract(month FROM o.moved_in_on)::int, 1)
               + extract(day FROM o.moved_in_on)::int - 1 AS established_on
    FROM owners_owner w
    LEFT JOIN visits v ON v.owner_id = w.id
    LEFT JOIN purchases p ON p.owner_id = w.id
    LEFT JOIN ownerships o ON o.owner_id = w.id
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
                   WHEN current_date < settled_on THEN 'settling_in'
                   WHEN current_date < established_on THEN 'established'
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
               CASE WHEN current_date < settled_on THEN settled_on
                    WHEN current_date < established_on THEN established_on END
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


class Migration(migrations.Migration):
    """The owners who were there before their stage was kept get it, in one statement."""

    dependencies = [("owners", "0003_what_is_worked_out")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
