"""The town's difficult complaint: a refund is demanded for a leak; Bob leads it by a plan that Eve has allowed."""

from datetime import datetime, timedelta

from crm.events import relay
from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.escalated import services

WORDS = "业主要求退房，并表示若一周内没有答复，将请媒体到现场。"
WANTS = "业主要求退房退款：厨房渗水反复三次，家中老人因潮湿住院，他不再相信维修能解决。"
POSITION = "渗水确为我方责任，应一次修好并赔偿实际损失；退房没有合同依据。"
FIRM = "不退房：质量问题可修复，合同与规定均以修复为先；也不以赔偿换取不对外发声。"
OPTIONS = (
    (
        "工程负责人上门道歉，七天内由第三方检测并彻底重做防水",
        (("apology", "工程负责人当面致歉", 0), ("repair", "重做防水并由第三方检测", 800_000)),
    ),
    (
        "在此之上承担维修期间的住宿与家具损失",
        (("repair", "重做防水并由第三方检测", 800_000), ("money", "住宿与家具损失", 1_500_000)),
    ),
    (
        "再将厨房与卫生间防水保修延长五年",
        (
            ("repair", "重做防水并由第三方检测", 800_000),
            ("money", "住宿与家具损失", 1_500_000),
            ("warranty", "防水保修延长五年", 400_000),
        ),
    ),
)
LESSON = "第一次复修后就应由主管上门，不必等到业主第三次来电。"


def load(world, *, now: datetime) -> None:
    """Leave one under way with its plan in force, one that waits for its senior handler, and one that has ended."""
    if not hasattr(world, "chen"):
        return
    alice, bob, eve = (world.staff[name] for name in ("alice", "bob", "eve"))
    began = now - timedelta(hours=6)
    case = _registered(world, alice, began)
    row = services.mark(bob, case, reason="threat", words=WORDS, senior=bob, now=began + timedelta(hours=1))
    plan = services.draw_plan(
        bob,
        row,
        wants=WANTS,
        position=POSITION,
        not_negotiable=FIRM,
        options=[
            {
                "words": words,
                "parts": [
                    {"kind": kind, "description": text, "amount": amount} for kind, text, amount in parts
                ],
            }
            for words, parts in OPTIONS
        ],
        limit=3_000_000,
        speaker=bob,
        now=began + timedelta(hours=2),
    )
    because = "同意；最终方案请当面说明。"
    services.decide_plan(eve, plan, approved=True, because=because, now=now - timedelta(hours=2))
    _waits_and_ended(alice, bob, now)
    relay.drain(now=now)


def _registered(world, alice, at: datetime) -> Case:
    home = world.home_1201
    return cases.register(
        alice,
        project=home.project,
        owner=world.chen,
        home=home,
        kind="complaint",
        channel="phone",
        words="厨房吊顶又渗水了，这是第三次，我不修了，我要退房。",
        summary="厨房反复渗水，要求退房",
        language="zh-hans",
        subject="engineering_quality.waterproofing",
        emotion="angry",
        received_at=at,
        now=at,
    )


def _waits_and_ended(alice, bob, now: datetime) -> None:
    standing = Case.objects.open().filter(assignee=alice, hand_overs=None, status="investigating")
    for case in standing.select_related("project__city", "owner").order_by("received_at", "id")[:1]:
        services.mark(alice, case, reason="trust", words="业主要求换人跟进。", senior=bob, now=now)
    standing = Case.objects.open().filter(assignee=bob).exclude(summary="厨房反复渗水，要求退房")
    for case in standing.select_related("project__city", "owner").order_by("received_at", "id")[:1]:
        row = services.mark(
            bob, case, reason="trust", words="两次约定的时间都没有人来。", senior=bob, now=now
        )
        services.end(
            bob,
            row,
            outcome="calmed",
            result="主管当面道歉后，业主同意按原方案维修。",
            lesson=LESSON,
            now=now,
        )
