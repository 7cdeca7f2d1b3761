"""Alarms: raised once however often they are seen, cleared when the cause is gone."""

from datetime import datetime

from crm.events.models import Alarm


def sound(kind: str, subject: str = "", *, detail: str = "", now: datetime) -> None:
    """Open an alarm unless it is open already; two processes that see it at once open one."""
    Alarm.objects.bulk_create(
        [Alarm(kind=kind, subject=subject, detail=detail, raised_at=now)], ignore_conflicts=True
    )


def standing(kind: str):
    """The open ones of a kind, oldest first."""
    return Alarm.objects.filter(kind=kind, cleared_at=None).order_by("raised_at")


def clear(kind: str, subject: str = "", *, now: datetime) -> None:
    """Close it if it is open."""
    Alarm.objects.filter(kind=kind, subject=subject, cleared_at=None).update(cleared_at=now)
