"""When each milestone of a title deed is due, and which is next. Pure."""

from collections.abc import Collection
from datetime import date, timedelta

from .states import ORDER, Milestone

# Days after the handover; the law asks the developer to hand in what registration needs within sixty.
DAYS_AFTER = {
    Milestone.DOCUMENTS: 30,
    Milestone.SUBMITTED: 60,
    Milestone.TAX_PAID: 75,
    Milestone.REGISTERED: 90,
    Milestone.READY: 105,
    Milestone.DELIVERED: 120,
}


def planned_from(first_day: date) -> dict[Milestone, date]:
    """The day each milestone is planned for, counted from the handover."""
    return {milestone: first_day + timedelta(days=DAYS_AFTER[milestone]) for milestone in ORDER}


def next_of(done: Collection[str]) -> Milestone | None:
    """The first milestone that is not done; None when the deed is in the owner's hand."""
    return next((milestone for milestone in ORDER if milestone not in done), None)


def in_order(planned: dict[str, date]) -> bool:
    """Whether no milestone is planned before the one it builds on."""
    days = [planned[milestone] for milestone in ORDER if milestone in planned]
    return days == sorted(days)
