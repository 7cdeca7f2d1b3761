"""The course of a department month by month: the picture, the table behind it, and what it says."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.web.formats import month_text
from service_desk.rating.rules import Month


def stars(months: list[Month]) -> dict:
    """What both sides gave each other, from one to five; a month without a rating is a gap."""
    lines = (
        (_("The desk about the department"), [row.stars_from_desk for row in months]),
        (_("The department about the desk"), [row.stars_from_department for row in months]),
    )
    return {
        "grid": {"left": 8, "right": 24, "top": 32, "bottom": 8, "containLabel": True},
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": [month_text(row.first) for row in months],
            "axisLabel": {"hideOverlap": True},
        },
        "yAxis": {"type": "value", "min": 0, "max": 5, "minInterval": 1},
        "series": [
            {"name": name, "type": "line", "data": [_rounded(value) for value in values], "symbolSize": 7}
            for name, values in lines
        ],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def table(months: list[Month]) -> dict:
    """The newest month first."""
    head = [
        pgettext("calendar", "Month"),
        _("Answered"),
        _("Answered on time"),
        _("First answer accepted"),
        _("Rated by the desk"),
        _("Its rating of the desk"),
    ]
    return {"head": head, "rows": [_line(row) for row in reversed(months)]}


def _line(row: Month) -> list:
    shares = ["–" if share is None else f"{share} %" for share in (row.on_time_share, row.accepted_share)]
    given = [
        "–" if value is None else number_format(value, 1)
        for value in (row.stars_from_desk, row.stars_from_department)
    ]
    return [month_text(row.first), row.answered, *shares, *given]


def headline(months: list[Month]) -> str:
    """Whether the desk's rating has moved between the last two months that have one."""
    rated = [row for row in months if row.stars_from_desk is not None]
    if not rated:
        return _("The desk has not rated this department yet")
    last = {"stars": number_format(rated[-1].stars_from_desk, 1), "month": month_text(rated[-1].first)}
    if len(rated) == 1:
        return _("The desk gave %(stars)s of 5 in %(month)s") % last
    before = round(rated[-2].stars_from_desk, 1)
    now, last["before"] = round(rated[-1].stars_from_desk, 1), number_format(before, 1)
    if now > before:
        return _("The desk rates it higher: %(stars)s of 5 in %(month)s, %(before)s before") % last
    if now < before:
        return _("The desk rates it lower: %(stars)s of 5 in %(month)s, %(before)s before") % last
    return _("The desk rates it as before: %(stars)s of 5 in %(month)s") % last
