"""Figures as sentences: the headline of a chart says what the chart shows."""

from math import sqrt

from django.utils.translation import gettext as _

from .states import Attitude

TONES = {
    Attitude.VERY_SATISFIED: "good",
    Attitude.SATISFIED: "good",
    Attitude.NEUTRAL: "calm",
    Attitude.DISSATISFIED: "notice",
    Attitude.VERY_DISSATISFIED: "late",
}
ENOUGH = 20  # answers in each half before a difference is worth a sentence
SPREAD = 30  # the usual standard deviation of a five-point score, in points
SURE = 1.96  # so many standard errors are no accident, nineteen times in twenty


def weighted(months) -> int | None:
    """The mean of months, each by its number of answers."""
    answers = sum(row["answers"] for row in months)
    return (
        round(sum(row["mean"] * row["answers"] for row in months if row["answers"]) / answers)
        if answers
        else None
    )


def share_content(months) -> int | None:
    answers = sum(row["answers"] for row in months)
    return round(100 * sum(row["content"] for row in months) / answers) if answers else None


def headline(months) -> str:
    """What the last six months say against the six before, or that there is too little to say."""
    late, early = months[-6:], months[-12:-6]
    now, before = weighted(late), weighted(early)
    if now is None:
        return _("No scores yet")
    if before is None or min(_base(late), _base(early)) < ENOUGH:
        return _("Satisfaction stands at %(now)d of 100") % {"now": now}
    facts = {"now": now, "by": abs(now - before)}
    if abs(now - before) < margin(_base(late), _base(early)):
        return _("Satisfaction has held at %(now)d of 100 for a year") % {"now": weighted(months[-12:])}
    if now > before:
        return _("Satisfaction rose by %(by)d points within half a year, to %(now)d") % facts
    return _("Satisfaction fell by %(by)d points within half a year, to %(now)d") % facts


def margin(one: int, other: int) -> float:
    """The least difference of two means of so many answers that is more than chance."""
    return SURE * SPREAD * sqrt(1 / one + 1 / other)


def _base(months) -> int:
    return sum(row["answers"] for row in months)
