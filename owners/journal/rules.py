"""What may still be changed in a journal, and when; pure."""

from datetime import datetime, timedelta

EDITED_WITHIN = timedelta(minutes=15)  # after that a wording stands: others have read it and acted on it
LONGEST_TEXT = 4000
LONGEST_CALL = 600  # minutes


def may_reword(entry, user_id: int, now: datetime) -> bool:
    """Only who wrote it, and only for a few minutes."""
    return entry.author_id == user_id and entry.removed_at is None and now - entry.written_at <= EDITED_WITHIN


def is_overdue(entry, now: datetime) -> bool:
    return entry.due_at is not None and entry.done_at is None and entry.due_at < now
