"""Until when a part is warranted. Pure: no ORM, no clock."""

from collections.abc import Iterable
from datetime import date, timedelta

from crm.text import normalise
from owners.contracts.rules import years_after

from .states import Measure, Standing

SOON = timedelta(days=90)
SEASON_BEGINS, SEASON_ENDS = (11, 15), (3, 15)  # as city heating runs


def warranty_until(measure: str, length: int, handover_on: date) -> date:
    """The last day on which the part is warranted.

    Years, the design life among them, end on the anniversary, which is still covered. Seasons count when they
    begin on or after the day of handover, so that nobody loses a season that was half over.
    """
    if measure != Measure.SEASONS:
        return years_after(handover_on, length)
    first = date(handover_on.year, *SEASON_BEGINS)
    year = handover_on.year if handover_on <= first else handover_on.year + 1
    return date(year + length, *SEASON_ENDS)


def standing_on(until: date, today: date) -> Standing:
    """In warranty, about to end, or out."""
    if today > until:
        return Standing.OUT
    return Standing.ENDING if until - today <= SOON else Standing.IN


def guess(said: str, parts: Iterable[tuple[str, Iterable[str]]]) -> str:
    """The code of the part whose words occur most in what was said, longer ones counting more; "" where none does.

    Both Chinese scripts and both cases are one; the earlier part wins a tie.
    """
    text, best, weight = normalise(said), "", 0
    for code, words in parts:
        found = sum(len(word) for word in {normalise(word) for word in words} if word and word in text)
        if found > weight:
            best, weight = code, found
    return best
