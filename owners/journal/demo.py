"""The journal of the demonstration town: calls that were taken, notes, and what is still to be done; and who lives with whom."""

import random
from datetime import timedelta

from owners.people import households
from owners.people.models import Owner

from . import services

SEED = 41
CALLS = (
    ("in", "reached", 6, "咨询产权证办理进度，已说明预计时间。", "三天内回复产权证的准确日期"),
    ("out", "no_answer", None, "", ""),
    ("in", "reached", 11, "反映地下车库灯光昏暗，语气平和。", "请物业查看车库照明并回电"),
    ("out", "reached", 4, "提醒周六业主开放日，业主确认两人参加。", ""),
    ("in", "other", 3, "业主母亲来电，询问门禁卡补办。", ""),
    ("out", "call_back", 1, "正在开会，请下午五点后再打。", "下午五点后再次致电"),
    ("in", "reached", 8, "想了解二期户型，有意为父母再购一套。", "把二期户型图发给业主"),
)
FINNISH = (
    ("in", "reached", 5, "Kysyi parvekelasituksen takuusta.", "Tarkista takuu ja soita takaisin"),
    ("out", "no_answer", None, "", ""),
    ("in", "reached", 9, "Kiitti nopeasta hissin korjauksesta.", ""),
)
NOTES = (
    "业主每年七、八月在国外，紧急情况联系其弟。",
    "家中有婴儿，来访前请先发短信。",
    "喜欢书面答复，电话沟通后请补发邮件。",
    "交房时对木地板色差有意见，已更换，结果满意。",
)
FINNISH_NOTES = ("Puhuu mieluiten suomea.", "Koira kotona: soita ovikelloa ja odota.")
KIN = {
    "zh": (("child", "乐乐"), ("parent", "母亲"), ("child", "小雨"), ("helper", "王阿姨")),
    "fi": (("child", "Eino"), ("child", "Aada")),
}
EACH_CITY = 14


def load(world, *, now) -> None:
    """A few owners of each manager have something in their journal; some households have children and parents."""
    drawn = random.Random(SEED)  # noqa: S311  the same town each time
    for person in _managers(world):
        chosen = list(Owner.objects.filter(manager=person, merged_into=None).order_by("pk")[:EACH_CITY])
        for number, owner in enumerate(chosen):
            _talk(person, owner, drawn, number, now)
    managers = _managers(world)
    if not managers:
        return
    if getattr(world, "chen", None) is not None:
        _chen(managers[0], world.chen, now)
    _kin(managers[0], drawn, now)


def _managers(world) -> list:
    staff = getattr(world, "staff", {})
    return [staff[name] for name in ("alice", "anna", "dan", "ling", "sofia") if name in staff]


def _talk(person, owner, drawn, number: int, now) -> None:
    finnish = owner.language == "fi"
    calls, notes = (FINNISH, FINNISH_NOTES) if finnish else (CALLS, NOTES)
    then = now - timedelta(days=drawn.randint(1, 90), hours=drawn.randint(0, 8))
    direction, outcome, minutes, text, step = calls[number % len(calls)]
    services.log_call(
        person, owner, direction=direction, outcome=outcome, minutes=minutes, text=text, at=then, now=then
    )
    if number % 3 == 0:
        services.write_note(person, owner, text=notes[number % len(notes)], pinned=number % 6 == 0, now=then)
    if step:
        _task(person, owner, step, drawn, now)


def _task(person, owner, step: str, drawn, now) -> None:
    set_on = now - timedelta(days=drawn.randint(1, 5))
    due = set_on + timedelta(days=drawn.choice((1, 2, 4, 6, 9)))
    task = services.set_task(person, owner, text=step, due_at=due, now=set_on)
    if drawn.random() < 0.4:
        services.finish(person, task, now=now)


def _chen(alice, chen, now) -> None:
    """The owner the tour opens first has a story worth reading."""
    text = "教师，说话仔细，请准备好日期和单据再打电话。"
    services.write_note(alice, chen, text=text, pinned=True, now=now - timedelta(days=40))
    services.log_call(
        alice,
        chen,
        direction="in",
        outcome="reached",
        minutes=7,
        text="询问卫生间防水保修的年限，已说明为五年。",
        next_step="把保修说明书的扫描件发给陈先生",
        due_at=now + timedelta(hours=3),
        now=now - timedelta(hours=2),
    )
    if chen.household_id is None:
        households.add_kin(alice, chen, name="陈雨桐", kinship="child", now=now)
        households.add_kin(alice, chen, name="李秀英", kinship="parent", remark="退休，常在家", now=now)


def _kin(actor, drawn, now) -> None:
    """Children and parents in every third household; whoever heads it is written down."""
    heads = Owner.objects.filter(household__isnull=False, kinship="").order_by("household", "pk")
    seen: dict[int, int] = {}
    changed = []
    for owner in heads:
        place = seen.get(owner.household_id, 0)
        seen[owner.household_id] = place + 1
        owner.kinship = "head" if place == 0 else "spouse"
        changed.append(owner)
    Owner.objects.bulk_update(changed, ["kinship"], batch_size=500)
    for owner in changed[:36:3]:
        named = KIN["fi" if owner.language == "fi" else "zh"]
        kinship, name = drawn.choice(named)
        households.add_kin(actor, owner, name=name, kinship=kinship, now=now)
