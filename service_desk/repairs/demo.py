"""The repairs of the demonstration town: contractors, warranties judged, visits of this week, costs and claims; and
the causes of what was reported."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm.accounts.services import system_user
from service_desk.cases.models import Case
from service_desk.cases.terms import PROCEDURE_KINDS
from service_desk.causes import services as causes
from service_desk.repairs import services
from service_desk.warranty import selectors as standings
from service_desk.warranty import services as warranty

CONTRACTORS = (
    ("YUHONG", "宏雨防水工程有限公司", "waterproofing"),
    ("ZHONGZHU", "中筑建设集团第三公司", "structure"),
    ("KYLMA", "Kylmänen & Pojat Oy", "heating"),
    ("DIANYI", "电益机电安装有限公司", "electrical"),
)
FINER = {
    "waterproofing": "engineering_quality.waterproofing.leak_bathroom",
    "plumbing": "engineering_quality.plumbing.blocked",
    "electrical": "engineering_quality.electrical.trips",
    "heating": "engineering_quality.heating.cold",
    "decoration": "engineering_quality.tiles.hollow",
    "windows": "engineering_quality.doors_windows.draught",
    "structure": "engineering_quality.structure.crack_wall",
}
# The visits of these days: days from today, hour, who goes there, and what came of it; "" is still ahead, or was not
# written down yet. Who is asked at the second time offered had no time at the first.
VISITS = (
    (-2, 9, "hong", 1, "needs_part"),
    (-1, 9, "hong", 1, "done"),
    (-1, 14, "YUHONG", 1, "done"),
    (0, 9, "hong", 1, "done"),
    (0, 11, "hong", 2, "not_at_home"),
    (0, 14, "hong", 1, ""),
    (0, 16, "hong", 2, ""),
    (0, 10, "wu", 1, ""),
    (1, 9, "hong", 1, ""),
    (1, 14, "wu", 2, ""),
    (2, 10, "ZHONGZHU", 1, ""),
    (3, 9, "hong", 2, ""),
    (4, 14, "wu", 1, ""),
)
OFFERED = 2  # asked, and not answered yet
HOUR = timedelta(hours=1)
DONE, GIVEN_UP = "已更换密封胶并做闭水试验", "施工方已破产清算，无可执行财产"


def load(world, *, now: datetime) -> None:
    """Four contractors, a warranty and a cause for what engineering answers for, visits before and after today, and
    what became of the claims."""
    machine = system_user("coordination")
    companies = [
        services.add_contractor(machine, code=code, name=name, trade=trade, now=now)
        for code, name, trade in CONTRACTORS
    ]
    _contracts(machine, world, companies, now)
    rows = Case.objects.filter(home__isnull=False, kind__in=sorted(PROCEDURE_KINDS))
    rows = rows.select_related("project__city", "home", "owner").order_by("-received_at")
    for case in rows.filter(subject__startswith="engineering_quality")[:60]:
        _judge(machine, case, companies, now)
    standing = rows.exclude(status__in=["closed", "merged", "registered"])
    cases = list(standing.filter(subject__startswith="engineering_quality").order_by("moved_at", "pk"))
    goers = {company.code: {"contractor": company} for company in companies}
    goers |= {name: {"engineer": world.staff[name]} for name in ("hong", "wu")}
    made = _visits(machine, cases, goers, now)
    _money(machine, [order for order in made if order.status == "done"], companies, now)


def _contracts(machine, world, companies, now) -> None:
    for place, company in enumerate(companies):
        for project in list(world.projects.values())[:3]:
            services.add_contract(
                machine,
                company,
                project,
                number=f"HT-{2019 + place}-{project.pk:02}",
                trade=company.trade,
                signed_on=(now - timedelta(days=1500)).date(),
                retention_amount=30_000_000 * (place + 1),
                warranty_until=(now + timedelta(days=200 * place - 100)).date(),
                now=now,
            )


def _judge(machine, case, companies, now) -> None:
    found = standings.guess_in(standings.standings_of(case), f"{case.summary}\n{case.words}")
    if found is None:
        return
    told = _told(case)  # its history runs forward
    warranty.judge(machine, case, part=found.part.code, guessed=True, now=told)
    kind = found.part.code.rpartition("-")[2]
    company = next((one for one in companies if one.trade == kind), None)
    if kind in FINER:
        causes.name_cause(machine, case, code=FINER[kind], contractor=company, now=told)


def _told(case) -> datetime:
    return case.history.latest("id").at


def _visits(machine, cases: list, goers: dict, now: datetime) -> list:
    """Each visit for the first case that was known early enough; a case whose repair did not last is repaired again."""
    made = []
    for days, hour, who, position, came in VISITS:
        case = next((one for one in cases if _told(one) < _at(one, now, days - position, hour)), None)
        if case is not None:
            cases.remove(case)
            starts = _at(case, now, days, hour)
            made.append(_visit(machine, case, goers[who], starts, position, came, now))
    for case in cases[:OFFERED]:
        starts = _at(case, now, 5, 9)
        times = [(starts + timedelta(days=more), starts + timedelta(days=more) + HOUR) for more in range(3)]
        order = services.order(machine, case, description=case.summary, now=now)
        services.offer(machine, order, **goers["wu"], times=times, now=now)
    repaired = next((order for order in made if order.status == "done"), None)
    if repaired is not None:
        services.order(machine, repaired.case, description=repaired.description, now=now)
    return made


def _at(case, now: datetime, days: int, hour: int) -> datetime:
    """This hour there, so many days from today."""
    zone = ZoneInfo(case.project.timezone)
    return datetime.combine((now + timedelta(days=days)).astimezone(zone).date(), time(hour), zone)


def _visit(machine, case, goer: dict, starts: datetime, position: int, came: str, now: datetime):
    told = _told(case)
    first = starts - timedelta(days=position - 1)
    times = [(first + timedelta(days=more), first + timedelta(days=more) + HOUR) for more in range(3)]
    order = services.order(machine, case, description=case.summary, now=told)
    call = services.offer(machine, order, **goer, times=times, now=told)
    call = services.choose(machine, call, position=position, by_owner=position == 2, now=told)
    over = starts + HOUR
    if came and over <= now:
        words = "等密封圈到货" if came == "needs_part" else ""
        services.record_outcome(goer.get("engineer", machine), call, outcome=came, words=words, now=over)
    if came == "done" and over <= now:
        order = services.finish(machine, order, result=DONE, now=over)
    return order


def _money(machine, orders: list, companies: list, now: datetime) -> None:
    """What they cost; of the claims one stands, one is agreed, one is paid and one is given up."""
    ways = ((), ("agreed",), ("agreed", "received"), ("written_off",))
    for place, order in enumerate(orders):
        services.add_cost(machine, order, kind="labour", amount=36_000 * (place + 1), now=now)
        services.add_cost(machine, order, kind="material", amount=21_500 * (place + 1), now=now)
        services.set_liable(machine, order, parties=[(companies[0], 70), (companies[1], 30)], now=now)
        for turn, claim in enumerate(services.claim(machine, order, now=now)):
            for to in ways[(2 * place + turn) % len(ways)]:
                because = GIVEN_UP if to == "written_off" else ""
                amount = None if to == "written_off" else claim.claimed
                claim = services.move_recovery(machine, claim, to=to, amount=amount, because=because, now=now)
