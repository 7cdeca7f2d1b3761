"""What is shown of requests about one's own data: a fixed number of queries whatever there is."""

from owners.people.models import Owner

from .models import Erasure, LegalHold, PersonExport


def exports():
    """All exports of persons; to be paged by (-asked_at, -id)."""
    return PersonExport.objects.select_related("owner", "asked_by").order_by("-asked_at", "-id")


def erasures():
    """All erasures; to be paged by (-asked_at, -id)."""
    return Erasure.objects.select_related("owner", "asked_by", "confirmed_by").order_by("-asked_at", "-id")


def exports_of(owner: Owner) -> list[PersonExport]:
    return list(exports().filter(owner=owner).select_related("handed_by", "job")[:20])


def erasures_of(owner: Owner) -> list[Erasure]:
    return list(erasures().filter(owner=owner)[:20])


def hold_on(owner: Owner) -> LegalHold | None:
    """The hold that stands, if one does."""
    return LegalHold.objects.filter(owner=owner, lifted_at=None).select_related("set_by").first()
