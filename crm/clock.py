"""The one place that reads the real clock. Views, API, tasks and commands read it once and pass it on as `now`."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
