"""Reads of dossiers."""

from .models import Dossier


def dossiers_of(case, *, limit: int = 5) -> list[Dossier]:
    """The last dossiers of a case, newest first."""
    rows = Dossier.objects.filter(case=case).select_related("asked_by", "job")
    return list(rows.order_by("-asked_at", "-pk")[:limit])
