"""Chart options and the tables behind them. Plain data, no functions, for a strict content policy."""

from django.utils import formats
from django.utils.translation import gettext as _

from crm.web.formats import month_text


def score_over_time(months) -> dict:
    """A line of monthly means over thin bars of how many answered."""
    labels = [month_text(row["month"]) for row in months]
    return {
        "xAxis": {"type": "category", "data": labels, "axisLabel": {"hideOverlap": True}},
        "yAxis": [
            {"type": "value", "min": 0, "max": 100, "interval": 25},
            {
                "type": "value",
                "min": 0,
                "show": False,
                "max": 4 * max([row["answers"] for row in months] or [1]),
            },
        ],
        "tooltip": {"trigger": "axis"},
        "series": [
            {
                "name": _("Answers"),
                "type": "bar",
                "yAxisIndex": 1,
                "data": [row["answers"] for row in months],
                "itemStyle": {"color": "rgba(128, 140, 138, .28)"},
                "barWidth": "55%",
            },
            {
                "name": _("Mean score"),
                "type": "line",
                "data": [round(row["mean"], 1) if row["answers"] else None for row in months],
                "connectNulls": True,
                "symbolSize": 6,
                "lineStyle": {"width": 2.5},
                "smooth": 0.2,
                "z": 3,
            },
        ],
    }


def score_table(months) -> dict:
    return {
        "head": [_("Month"), _("Answers"), _("Mean score"), _("Satisfied or very satisfied")],
        "rows": [
            [
                month_text(row["month"]),
                row["answers"],
                formats.number_format(row["mean"], 1),
                f"{round(100 * row['content'] / row['answers'])} %",
            ]
            for row in reversed(months)
            if row["answers"]
        ],
    }
