"""Mailboxes, limits and what is dropped in time; each way in has services of its own."""

from datetime import datetime

from service_desk.channels.hooks import services as hooks
from service_desk.channels.mail import services as mail


def forget(*, now: datetime, limit: int = 1_000) -> int:
    """Drop what was kept long enough; how many rows. What waits for a person stays."""
    return mail.forget(now=now, limit=limit) + hooks.forget(now=now, limit=limit)
