"""How reservations, subscriptions and contracts follow each other."""

from collections.abc import Iterable

from django.db import connection

from .models import Purchase


def link(purchase_ids: Iterable[int]) -> int:
    """Let each of these purchases follow what its owner reserved or subscribed for the same home: one statement."""
    ids = list(purchase_ids)
    if not ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_LINK, {"ids": ids})
        return cursor.rowcount


def chain(purchase: Purchase) -> list[Purchase]:
    """The purchase, what the same owner signed for the same home, and what it followed; locked, the oldest first."""
    live = Purchase.objects.select_for_update().filter(cancelled_on__isnull=True)
    found = {purchase.pk: purchase}
    if purchase.home_id:
        for row in live.filter(home_id=purchase.home_id, owner_id=purchase.owner_id).order_by("pk"):
            found[row.pk] = row
    before = {row.follows_id for row in found.values()} - {None, *found}
    while before:
        for row in live.filter(pk__in=before):
            found[row.pk] = row
        before = {row.follows_id for row in found.values()} - {None, *found}
    return [found[pk] for pk in sorted(found)]


_LINK = """
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
  AND later.id = ANY(%(ids)s)
  AND later.kind IN ('subscription', 'contract')
  AND later.follows_id IS NULL AND later.cancelled_on IS NULL
"""
