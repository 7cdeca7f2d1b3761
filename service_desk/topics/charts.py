"""The pictures of topics, and the tables behind them."""

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def bars(lines) -> dict:
    """Topics from the most frequent down."""
    shown = list(reversed(lines[:15]))
    return {
        "grid": {"left": 8, "right": 56, "top": 8, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "value", "min": 0, "axisLabel": {"show": False}, "splitLine": {"show": False}},
        "yAxis": {"type": "category", "data": [line.label for line in shown]},
        "series": [
            {
                "name": _("Cases"),
                "type": "bar",
                "data": [line.count for line in shown],
                "barMaxWidth": 22,
                "label": {"show": True, "position": "right"},
            }
        ],
    }


def months(lines) -> dict:
    return {
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": [line.label for line in lines],
            "axisLabel": {"hideOverlap": True},
        },
        "yAxis": {"type": "value", "min": 0, "minInterval": 1},
        "series": [
            {"name": _("Cases"), "type": "bar", "data": [line.count for line in lines], "barMaxWidth": 44}
        ],
    }


def table(lines, query: dict, *, may_read: bool) -> dict:
    """The figures, each leading to its cases where one may read them."""
    rows = [
        [_named(line, query, may_read), line.count, f"{number_format(line.share, 1)} %"] for line in lines
    ]
    return {"head": [_("Topic"), _("Cases"), pgettext("of all", "Share")], "rows": rows}


def _named(line, query: dict, may_read: bool):
    if not may_read:
        return line.label
    address = f"{reverse('desk:topic_rows')}?{urlencode(query | {'key': line.key})}"
    return format_html('<a href="{}">{}</a>', address, line.label)


def headline(lines) -> str:
    """What the picture says."""
    if not lines:
        return _("No topic came up in this time")
    first = lines[0]
    return _("%(topic)s comes up most: %(share)d %%") % {"topic": first.label, "share": round(first.share)}
