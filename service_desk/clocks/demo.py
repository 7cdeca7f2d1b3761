"""The demonstration town's share of clocks: rules of its own, a pause, and somebody who looks at what stands still."""

from datetime import timedelta

from service_desk.clocks import pausing, policies, retiming, stuck
from service_desk.clocks.models import Deadline, StuckCase

GRAVE = {
    "en": "grave matters first",
    "zh-hans": "重大事项优先",
    "zh-hant": "重大事項優先",
    "fi": "vakavat ensin",
}
RESPONSE = {
    "en": "a word on the same day",
    "zh-hans": "当日回应",
    "zh-hant": "當日回應",
    "fi": "sana samana päivänä",
}
SETTLED = {
    "en": "settled within thirty days",
    "zh-hans": "三十日办结",
    "zh-hant": "三十日辦結",
    "fi": "ratkaistu 30 päivässä",
}
RULES = [
    {"clock": "answer", "severity": "major", "measure": "working_days", "amount": 2, "names": GRAVE},
    {"clock": "first_response", "measure": "working_hours", "amount": 6, "names": RESPONSE},
    {"clock": "first_response", "severity": "major", "measure": "working_hours", "amount": 1, "names": GRAVE},
    {"clock": "resolution", "kind": "complaint", "measure": "working_days", "amount": 30, "names": SETTLED},
]  # fmt: skip
PAUSED, WORDS = 2, "等待第三方检测机构出具渗漏鉴定报告"
LOOKED, AGAIN = "已联系责任部门，本周内给出方案", 3


def load(world, *, now) -> None:
    """New rules for the running clocks too, two pauses, and the first look at what stands still."""
    boss = world.staff["bob"]
    draft = policies.begin_draft(boss, now=now)
    for rule in RULES:
        policies.set_rule(boss, draft, now=now, **rule)
    policies.take_effect(boss, draft, because="重大事项从快，其余当日回应", on_open=True, now=now)
    while retiming.retime_due(now=now):
        pass
    running = Deadline.objects.running().filter(kind="department_reply", due_at__gt=now).order_by("pk")
    for clock in running[:PAUSED]:
        pausing.pause(boss, clock, reason="expert", words=WORDS, now=now)
    stuck.find_due(now=now)
    for row in StuckCase.objects.filter(settled_at=None).order_by("pk")[:1]:
        stuck.acknowledge(boss, row, note=LOOKED, next_on=now.date() + timedelta(days=AGAIN), now=now)
