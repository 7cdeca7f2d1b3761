"""Reads of dossiers."""

from service_desk.cases import hanging

from .models import Dossier


def dossiers_of(case, *, limit: int = 5) -> list[Dossier]:
    """The last dossiers of a case, newest first."""
    rows = hanging.of(case, Dossier).select_related("asked_by", "job")
    return list(rows.order_by("-asked_at", "-pk")[:limit])
