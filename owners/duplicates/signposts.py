"""What a merged owner left in the world leads to the one who was kept: his number on old letters, his old telephone."""

from django.db.models import Q

from owners.people.models import Owner

from .models import Merge


def numbered(number: str) -> Q:
    """The owner of this number, or whom its signpost points to; a union, so that each way has its index."""
    owners = Owner.objects.order_by()
    there = owners.filter(number=number, merged_into=None).values("pk")
    return Q(
        pk__in=there.union(owners.filter(number=number, merged_into__isnull=False).values("merged_into"))
    )


def had_phone(index: bytes):
    """Whoever had this telephone on a card that was merged into his."""
    return Merge.objects.standing().filter(phone_index=index).values("kept")


def numbers_before(owner) -> list[str]:
    """The numbers that lead to this owner since they were merged into him, the oldest first."""
    return list(owner.merged.order_by("number").values_list("number", flat=True))
