from django.db import migrations

# What owners.contracts.steps writes for new purchases, over all there are, as it read on this day.
LINK = """
UPDATE owners_purchase AS step
SET follows_id = before.id
FROM owners_purchase AS later
CROSS JOIN LATERAL (
    SELECT earlier.id
    FROM owners_purchase AS earlier
    WHERE earlier.owner_id = later.owner_id AND earlier.home_id = later.home_id
      AND earlier.cancelled_on IS NULL AND earlier.signed_on <= later.signed_on
      AND (earlier.kind = 'reservation' OR (earlier.kind = 'subscription' AND later.kind = 'contract'))
      AND NOT EXISTS (
          SELECT FROM owners_purchase AS taken
          WHERE taken.follows_id = earlier.id AND taken.cancelled_on IS NULL
      )
    ORDER BY earlier.kind = 'subscription' DESC, earlier.id DESC
    LIMIT 1
) AS before
WHERE step.id = later.id
  AND later.kind IN ('subscription', 'contract')
  AND later.follows_id IS NULL AND later.cancelled_on IS NULL
"""


class Migration(migrations.Migration):
    """Subscriptions and contracts of before follow what their owner reserved or subscribed for the same home."""

    dependencies = [("owners", "0013_by_hand_completeness")]

    operations = [migrations.RunSQL(LINK, migrations.RunSQL.noop)]
