"""The repairs of the demonstration town: contractors, warranties judged, visits of this week, costs and claims; and
the causes of what was reported."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm.accounts.models import User
from crm.accounts.services import system_user
from service_desk.cases.models import Case
from service_desk.cases.terms import PROCEDURE_KINDS
from service_desk.causes import services as causes
from service_desk.repairs import access, services
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
ORDERED, HOURS = 10, (9, 11, 14, 16)


def load(world, *, now: datetime) -> None:
    """Four contractors, a warranty and a cause for what engineering answers for, and a week of visits."""
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
    open_ones = rows.exclude(status__in=["closed", "merged", "registered"])
    for place, case in enumerate(open_ones.filter(subject__startswith="engineering_quality")[:ORDERED]):
        _repair(machine, case, companies, place, now)


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
    warranty.judge(machine, case, part=found.part.code, guessed=True, now=now)
    kind = found.part.code.rpartition("-")[2]
    company = next((one for one in companies if one.trade == kind), None)
    if kind in FINER:
        causes.name_cause(machine, case, code=FINER[kind], contractor=company, now=now)


def _repair(machine, case, companies, place: int, now: datetime) -> None:
    engineer = access.engineers_of(case.project).first()
    order = services.order(machine, case, description=case.summary, now=now)
    if isinstance(engineer, User):
        _visit(machine, order, engineer, place, now)
    if place % 2:
        services.add_cost(machine, order, kind="labour", amount=18_000 * (place + 1), now=now)
        services.set_liable(machine, order, parties=[(companies[0], 70), (companies[1], 30)], now=now)
    if place % 4 == 3:
        first, *_rest = services.claim(machine, order, now=now)
        services.move_recovery(machine, first, to="agreed", amount=first.claimed, now=now)


def _visit(machine, order, engineer, place: int, now: datetime) -> None:
    zone = ZoneInfo(order.case.project.timezone)
    day = (now + timedelta(days=1 + place // len(HOURS))).astimezone(zone).date()
    starts = datetime.combine(day, time(HOURS[place % len(HOURS)]), zone)
    times = [
        (starts, starts + timedelta(hours=1)),
        (starts + timedelta(days=7), starts + timedelta(days=7, hours=1)),
    ]
    call = services.offer(machine, order, engineer=engineer, times=times, now=now)
    if place % 3:
        services.choose(machine, call, position=1, by_owner=place % 2 == 0, now=now)
