"""Chart options and the tables behind them. Plain data, for a strict content policy."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.web.formats import compact_money_text, money_text, month_text


def net_by_group(groups, currency: str) -> dict:
    """Horizontal bars from zero: what each group brought net, and what keeping it cost."""
    shown = list(reversed(groups))
    digits = 100
    return {
        "grid": {"left": 8, "right": 72, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "axisLabel": {"show": False}, "splitLine": {"show": False}},
        "yAxis": {"type": "category", "data": [group.label for group in shown]},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "series": [
            {
                "name": _("Net value"),
                "type": "bar",
                "data": [
                    {
                        "value": round(max(0, group.net) / digits),
                        "label": {
                            "show": True,
                            "position": "right",
                            "formatter": compact_money_text(group.net, currency),
                        },
                    }
                    for group in shown
                ],
                "barMaxWidth": 22,
            }
        ],
    }


def group_table(groups, currency: str, what: str) -> dict:
    return {
        "head": [
            what,
            pgettext("how many", "Owners"),
            _("Brought"),
            _("Cost to keep"),
            _("Net"),
            _("Mean per owner"),
        ],
        "rows": [
            [
                group.label,
                group.owners,
                *[
                    money_text(round(amount / 100) * 100, currency)
                    for amount in (group.revenue, -group.cost, group.net, group.mean)
                ],
            ]
            for group in groups
        ],
    }


def headline(groups, currency: str) -> str:
    """Who carries the house, in one sentence."""
    if not groups:
        return _("Nothing is posted yet")
    all_net = sum(group.net for group in groups)
    if all_net <= 0 or len(groups) == 1:
        return _("Net value by project")
    share = round(100 * groups[0].net / all_net)
    return _("%(project)s brings %(share)d %% of the net value") % {
        "project": groups[0].label,
        "share": share,
    }


def cost_by_month(months) -> dict:
    """Bars from zero: what keeping the owners cost, month by month."""
    return {
        "xAxis": {
            "type": "category",
            "data": [month_text(month) for month, _cost in months],
            "axisLabel": {"hideOverlap": True},
        },
        "yAxis": {"type": "value", "min": 0, "splitNumber": 2},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "series": [
            {
                "name": _("Cost to keep"),
                "type": "bar",
                "data": [round(cost / 100) for _month, cost in months],
                "barMaxWidth": 22,
            }
        ],
    }


def month_table(months, currency: str) -> dict:
    return {
        "head": [_("Month"), _("Cost to keep")],
        "rows": [[month_text(month), money_text(cost, currency)] for month, cost in reversed(months)],
    }


def worth(year, cost: str, stake: str) -> str:
    """What the service cost against what was at stake, in one sentence."""
    if not year.at_stake:
        return _("Service cost %(cost)s within a year; nothing was at stake") % {"cost": cost}
    if year.cost and year.at_stake >= 2 * year.cost:
        times = round(year.at_stake / year.cost)
        return _("Service cost %(cost)s within a year; %(times)d times as much was at stake") % {
            "cost": cost,
            "times": times,
        }
    return _("Service cost %(cost)s within a year; %(stake)s was at stake") % {"cost": cost, "stake": stake}
