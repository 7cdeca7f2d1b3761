"""The prevention of the demonstration town: homes beside a common defect half looked at, and changes of which one
helped and one did not."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm.events import relay
from owners.days import day_of
from owners.homes.models import Home
from owners.homes.selectors import column_of
from service_desk.causes.models import Cause
from service_desk.intake.services import archive
from service_desk.prevention import selectors, services
from service_desk.prevention.models import CorrectiveAction, Inspection

WINDOW, CHECKED, WAITING = 180, 195, 40  # days: compared before and after; how long ago it was done
SOURCE = "由原物业台账转入"
# Cause, what was changed, how often it came up before and after, in the words of the old book.
CHANGES = (
    ("engineering_quality.plumbing.pressure", "更换二次供水泵组，并按季度检修", 10, 1, "早晚高峰水压不足"),
    ("engineering_quality.electrical.intercom", "对讲主机统一升级软件", 6, 7, "可视对讲无画面"),
)
PLANNED = ("engineering_quality.tiles.hollow", "铺贴前增加基层拉毛验收，逐户留影")
DONE = ("engineering_quality.doors_windows.draught", "更换外窗密封胶条品牌，进场抽检")
FINDINGS = ("sound", "sound", "found", "not_reached", "sound")
FOUND = "卫生间顶角有水渍，范围约一平方米"


def load(world, *, now: datetime) -> None:
    """One inspection halfway, and corrective actions in every state with what the check said."""
    project, boss, engineer = world.projects["riverside"], world.staff["bob"], world.staff["hong"]
    _inspection(boss, engineer, now)
    homes = _homes(project, day_of(now, project) - timedelta(days=CHECKED + WINDOW))
    if homes:
        for change in CHANGES:
            _checked(project, boss, engineer, homes, change, now)
    _under_way(project, boss, engineer, now)
    services.turn(now=now)
    relay.drain(now=now)


def _homes(project, handed_over_before: date) -> list[Home]:
    """One home of each line, so that what they reported is common to none."""
    rows = Home.objects.filter(project=project, handover_on__lt=handed_over_before).select_related("entrance")
    lines = {(home.building_id, column_of(home)): home for home in rows.order_by("-pk")}
    return list(lines.values())[:20]


def _inspection(boss, engineer, now: datetime) -> Inspection | None:
    """Of a line of homes some were looked at this week; the others are on the engineer's own list."""
    found = [one for one in selectors.proposals(boss, day_of(now)) if len(one.siblings) > len(FINDINGS)]
    chosen = min((one for one in found if one.column), key=lambda one: len(one.siblings), default=None)
    if chosen is None:
        return None
    opened = now - timedelta(days=6)
    inspection = services.open_inspection(boss, chosen, engineer=engineer, now=opened)
    for place, (look, result) in enumerate(zip(selectors.looks_of(inspection), FINDINGS, strict=False)):
        words = FOUND if result == "found" else ""
        at = opened + timedelta(days=1 + place, hours=place)
        services.record_look(engineer, look, result=result, words=words, now=min(at, now))
    return inspection


def _checked(project, boss, engineer, homes: list[Home], change: tuple, now: datetime) -> CorrectiveAction:
    code, what, before, after, words = change
    done_on = day_of(now, project) - timedelta(days=CHECKED)
    zone = ZoneInfo(project.timezone)
    days = [done_on - timedelta(days=12 * (place + 1)) for place in range(before)]
    days += [done_on + timedelta(days=20 * (place + 1)) for place in range(after)]
    for place, day in enumerate(days):
        received = datetime.combine(day, time(10), zone)
        archive(
            boss,
            project=project,
            home=homes[place % len(homes)],
            kind="repair",
            channel="phone",
            words=words,
            language="zh-hans",
            subject=code,
            received_at=received,
            closed_at=received + timedelta(days=2),
            result="已处理",
            because=SOURCE,
            now=now,
        )
    set_at = datetime.combine(done_on - timedelta(days=14), time(10), zone)
    action = _set(project, boss, engineer, code, what, due_on=done_on, now=set_at)
    done_at = datetime.combine(done_on, time(17), zone)
    return services.finish_action(boss, action, result="已完成", done_on=done_on, now=done_at)


def _under_way(project, boss, engineer, now: datetime) -> None:
    today = day_of(now, project)
    _set(project, boss, engineer, *PLANNED, due_on=today + timedelta(days=21), now=now)
    earlier, done_on = now - timedelta(days=WAITING + 20), today - timedelta(days=WAITING)
    action = _set(project, boss, engineer, *DONE, due_on=done_on, now=earlier)
    services.finish_action(boss, action, result="样板层已验收", done_on=done_on, now=now)


def _set(project, boss, engineer, code: str, what: str, *, due_on: date, now: datetime) -> CorrectiveAction:
    cause = Cause.objects.get(code=code)
    said = {"what": what, "responsible": engineer, "due_on": due_on, "window_days": WINDOW}
    return services.set_action(boss, project=project, cause=cause, now=now, **said)
