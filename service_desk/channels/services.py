"""Mailboxes, limits and what is dropped in time; each way in has services of its own."""

from datetime import datetime

from service_desk.channels.hooks import services as hooks
from service_desk.channels.mail import services as mail
from service_desk.channels.web import holding


def forget(*, now: datetime, limit: int = 1_000) -> int:
    """Drop what was kept long enough; how many rows. What waits for a person stays."""
    rooms = (mail.forget, hooks.forget, holding.sweep)
    return sum(forget_in(now=now, limit=limit) for forget_in in rooms)
