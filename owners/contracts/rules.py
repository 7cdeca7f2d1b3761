"""The stage of an owner's life with us, derived from dated facts. Pure: no ORM, no clock."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .states import Stage

SETTLING_YEARS = 1
ESTABLISHED_YEARS = 2


@dataclass(frozen=True)
class StageFacts:
    """What is known of one owner; a missing date means that it has not happened.

    `moved_in_on` is the earliest day, over the homes owned today, on which both the home had been
    handed over and the owner owned it. `left_on` is the last day an ownership ended, and matters
    only when nothing is owned any more.
    """

    known_since: date
    visited_on: date | None = None
    reserved_on: date | None = None
    subscribed_on: date | None = None
    signed_on: date | None = None
    moved_in_on: date | None = None
    owned_since: date | None = None
    left_on: date | None = None


@dataclass(frozen=True)
class Verdict:
    """A stage, the fact that decides it, and the day of that fact."""

    stage: Stage
    fact: str
    on: date


def years_after(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 1 March where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def stage_of(facts: StageFacts, today: date) -> Verdict:
    """The stage on `today`. The most settled fact wins; a fact of the future does not count yet.

    Somebody who sold everything is former, until he reserves, subscribes or signs again after
    that day: a returning buyer is served as a buyer.
    """
    for verdict in (_at_home(facts, today), _buying(facts, today), _gone(facts, today)):
        if verdict:
            return verdict
    if _happened(facts.visited_on, today):
        return Verdict(Stage.VISITED, "visited", facts.visited_on)
    return Verdict(Stage.LEAD, "known", facts.known_since)


def _happened(day: date | None, today: date) -> bool:
    return day is not None and day <= today


def _at_home(facts: StageFacts, today: date) -> Verdict | None:
    day = facts.moved_in_on
    if not _happened(day, today):
        return None
    if today < years_after(day, SETTLING_YEARS):
        return Verdict(Stage.SETTLING_IN, "moved_in", day)
    if today < years_after(day, ESTABLISHED_YEARS):
        return Verdict(Stage.ESTABLISHED, "moved_in", day)
    return Verdict(Stage.LONG_STANDING, "moved_in", day)


def _buying(facts: StageFacts, today: date) -> Verdict | None:
    steps = (
        (Stage.SIGNED, "signed", facts.signed_on),
        (Stage.SIGNED, "owns", facts.owned_since),
        (Stage.SUBSCRIBED, "subscribed", facts.subscribed_on),
        (Stage.RESERVED, "reserved", facts.reserved_on),
    )
    gone = facts.left_on if _happened(facts.left_on, today) and not facts.owned_since else None
    for stage, fact, day in steps:
        if _happened(day, today) and (gone is None or day >= gone):
            return Verdict(stage, fact, day)
    return None


def _gone(facts: StageFacts, today: date) -> Verdict | None:
    if _happened(facts.left_on, today) and not facts.owned_since:
        return Verdict(Stage.FORMER, "left", facts.left_on)
    return None


SHARE_TOLERANCE = Decimal("0.00001")  # thirds written as 0.333333 still make a whole


@dataclass(frozen=True)
class Holding:
    """A share of a home held from `since` up to, not including, `until`."""

    share: Decimal
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def overfull_on(held: list[Holding], added: Holding) -> date | None:
    """The first day on which the shares would sum to more than the whole home, or None.

    The sum only grows on days a holding begins, so those inside the added one are all there is to try.
    """
    days = sorted({added.since} | {holding.since for holding in held if added.covers(holding.since)})
    for day in days:
        total = added.share + sum((h.share for h in held if h.covers(day)), Decimal(0))
        if total > 1 + SHARE_TOLERANCE:
            return day
    return None


def next_beginning(beginnings: list[date], day: date) -> date | None:
    """The first day after `day` on which somebody else's ownership begins."""
    return min((beginning for beginning in beginnings if beginning > day), default=None)


def holds_on(row, day: date) -> bool:
    """Whether an ownership covers a day."""
    return Holding(row.share, row.since, row.until).covers(day)
