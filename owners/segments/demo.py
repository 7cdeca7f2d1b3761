"""The demonstration town's segments: those that a desk, marketing and the executive would really keep."""

from datetime import timedelta

from owners.days import day_of

from . import rules, selectors, services
from .models import SegmentCount


def load(world, *, now) -> None:
    """A few of each sort, through the services; a past of counts, so that lines are to be seen."""
    staff = world.staff
    for username, name, description, sharing, tree in _segments():
        if keeper := staff.get(username):
            segment = services.save_new(
                keeper, name=name, description=description, sharing=sharing, tree=tree, now=now
            )
            _past(segment, keeper, now)


def _condition(key, operator, value=None, where=None) -> dict:
    said = {"field": key, "is": operator} | ({} if value is None else {"value": value})
    return said | ({"where": where} if where else {})


def _all(*parts) -> dict:
    return {"join": "all", "parts": list(parts)}


def _segments() -> list[tuple]:
    c, open_complaint = _condition, {"kind": ["complaint"]}
    year = {"n": 12, "unit": "months"}
    settling = c("stage.is", "any_of", ["settling_in"])
    return [
        (
            "bob", "磨合期且有未结投诉", "每周例会逐户过一遍", "everyone",
            _all(settling, c("service.open", "at_least", 1, open_complaint)),
        ),
        (
            "bob", "一年内多次投诉", "由资深专员回访", "everyone",
            _all(
                c("stage.is", "any_of", ["settling_in", "established", "long_standing"]),
                c("service.cases", "at_least", 2, {"kind": ["complaint"], "period": year}),
            ),
        ),
        (
            "alice", "下月生日", "寄送生日贺卡", "mine",
            _all(c("stage.is", "none_of", ["lead", "former"]), c("profile.birthday", "next_month")),
        ),
        (
            "bob", "高价值且不满意", "项目总监亲自拜访", "everyone",
            _all(
                c("satisfaction.latest_score", "at_most", 50),
                {
                    "join": "any",
                    "parts": [
                        c("value.to_date", "at_least", {"amount": 200_000_00, "currency": "CNY"}),
                        c("value.to_date", "at_least", {"amount": 30_000_00, "currency": "EUR"}),
                    ],
                },
            ),
        ),
        (
            "mei", "久未联系的老业主", "秋季业主答谢活动的邀请对象", "everyone",
            _all(
                c("stage.is", "any_of", ["established", "long_standing"]),
                {"join": "none", "parts": [c("satisfaction.last_feedback", "in_last", {"n": 180, "unit": "days"})]},
            ),
        ),
        (
            "mei", "再次购房的业主", "推荐有礼活动", "everyone",
            _all(c("purchase.count", "at_least", 2, {"kind": ["contract", "resale"]})),
        ),
    ]  # fmt: skip


def _past(segment, keeper, now) -> None:
    """Three weeks of counts: today's, and what it may have been before. Of cases and answers there are none yet."""
    group = rules.read(segment.tree)
    asked = selectors.asked(keeper, segment.tree, now=now)
    members, scope, today = asked.rows.count(), selectors.scope_of(asked.reader), day_of(now)
    if not members:
        return
    wobble = len(list(rules.conditions(group))) + segment.pk
    SegmentCount.objects.bulk_create(
        SegmentCount(
            segment=segment,
            scope=scope,
            on=today - timedelta(days=back),
            members=max(0, members - back // 2 + (back * wobble) % 5) if back else members,
        )
        for back in range(21, -1, -1)
    )
