"""Chart options and the tables behind them. Plain data, for a strict content policy."""

from django.utils.translation import gettext as _

from crm.web.formats import money_text


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
                            "formatter": short_money(group.net, currency),
                        },
                    }
                    for group in shown
                ],
                "barMaxWidth": 22,
            }
        ],
    }


def short_money(amount: int, currency: str) -> str:
    """Money on a bar: millions or thousands are enough, the table has the rest."""
    whole = amount / 100
    if abs(whole) >= 1_000_000:
        return f"{whole / 1_000_000:,.1f} M"
    if abs(whole) >= 1_000:
        return f"{whole / 1_000:,.0f} k"
    return money_text(amount, currency)


def group_table(groups, currency: str, what: str) -> dict:
    return {
        "head": [what, _("Owners"), _("Brought"), _("Cost to keep"), _("Net"), _("Mean per owner")],
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
