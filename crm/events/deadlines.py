"""Rooms that turn due deadlines into facts: named in the settings, called by the relay about once a second."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from crm.events import alarms, failures
from crm.events.relay import connection_lost

log = logging.getLogger("doorstep.relay")
LIMIT = 200  # rows a source may take in one transaction


def fire(*, now: datetime) -> int:
    """Ask each source once, each in a transaction of its own; a broken one raises an alarm and stops no other."""
    return sum(_ask(source, now) for source in settings.DUE_SOURCES)


def _ask(source: str, now: datetime) -> int:
    try:
        with transaction.atomic():
            count = import_string(source)(now=now, limit=LIMIT) or 0
    except Exception as error:
        if connection_lost():
            raise
        log.exception("%s failed", source)
        alarms.sound("deadlines_stopped", source, detail=failures.in_words(error), now=now)
        return 0
    alarms.clear("deadlines_stopped", source, now=now)
    return count
