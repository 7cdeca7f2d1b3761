"""Chart options and the tables behind them. Plain data, no functions, for a strict content policy."""

from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def pareto(lines) -> dict:
    """Bars from the most frequent down, and the line of what they are together, with its mark at four fifths."""
    return {
        "grid": {"left": 56, "right": 16, "top": 28, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": [line.label for line in lines],
            "axisLabel": {
                "interval": 0,
                "rotate": 30,
                "width": 120,
                "overflow": "truncate",
                "hideOverlap": True,
            },
        },
        "yAxis": [
            {"type": "value", "min": 0, "minInterval": 1},
            {
                "type": "value",
                "min": 0,
                "max": 100,
                "axisLabel": {"formatter": "{value} %"},
                "splitLine": {"show": False},
            },
        ],
        "series": [
            {"name": _("Cases"), "type": "bar", "data": [line.count for line in lines], "barMaxWidth": 44},
            {
                "name": _("Together, %"),
                "type": "line",
                "yAxisIndex": 1,
                "data": [round(line.together, 1) for line in lines],
                "symbolSize": 6,
                "markLine": {
                    "silent": True,
                    "symbol": "none",
                    "data": [{"yAxis": 80}],
                    "label": {"show": False},
                },
            },
        ],
    }


def trend(lines) -> dict:
    """How many by month."""
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


def table(lines, query: dict) -> dict:
    """The figures, each leading to its cases."""
    rows = [
        [
            _to_rows(line, query),
            line.count,
            f"{formats.number_format(line.share, 1)} %",
            f"{formats.number_format(line.together, 1)} %",
        ]
        for line in lines
    ]
    return {"head": [_("What"), _("Cases"), pgettext("of all", "Share"), _("Together")], "rows": rows}


def _to_rows(line, query: dict):
    if not line.key:
        return line.label
    address = f"{reverse('desk:cause_rows')}?{urlencode(query | {'key': line.key})}"
    return format_html('<a href="{}">{}</a>', address, line.label)
