"""The town's registers: promises kept and overdue, a case that waits to be taken over, one told twice, slips rated."""

from datetime import datetime, timedelta

from crm.events import relay
from service_desk.cases import services as cases
from service_desk.cases.models import Case, TransferSlip
from service_desk.handingover import services as handing
from service_desk.linking import services as linking
from service_desk.promises import services
from service_desk.rating import services as rating
from service_desk.weighing import services as weighing

RATED = 12
STARS = (5, 4, 4, 3, 5, 2)


def load(world, *, now: datetime) -> None:
    """A little of each register, on cases that stand open at the end of the two years; the same each time."""
    alice, bob, hong = (world.staff[name] for name in ("alice", "bob", "hong"))
    standing = list(
        Case.objects.open()
        .filter(assignee=alice, owner__isnull=False, status__in=["investigating", "transferred", "answered"])
        .select_related("project__city", "owner")
        .order_by("received_at", "id")[:4]
    )
    for case in standing[:1]:
        services.make(
            alice, case, text="周五前电话告知维修时间", due_on=(now + timedelta(days=2)).date(), now=now
        )
        handing.propose(alice, case, to=bob, because="业主希望由主管跟进，情况已写在备注里。", now=now)
    for case in standing[1:2]:
        made = case.history.latest("id").at  # its history runs forward
        services.make(alice, case, text="两天内上门复测湿度", due_on=made.date(), now=made)
        said = {"relation": "long", "again": "maybe", "word": "some", "reasonable": "partly"}
        weighing.weigh(alice, case, **said, fault=70, loss=600_000, now=now)
    for case in standing[2:3]:
        _told_twice(alice, case, now)
    _rate(alice, hong, now)
    relay.drain(now=now)


def _told_twice(alice, case: Case, now: datetime) -> None:
    again = cases.register(
        alice,
        project=case.project,
        owner=case.owner,
        home=case.home,
        kind=case.kind,
        channel="phone",
        words="还是上次那件事，我想再问一下进度。",
        summary="再次来电询问进度",
        language=case.language,
        subject=case.subject,
        received_at=now,
        now=now,
    )
    cases.assign(alice, again, to=alice, because="同一位业主的来电", now=now)
    linking.merge(alice, again, into=case, because="同一件事，业主再次来电。", now=now)


def _rate(alice, hong, now: datetime) -> None:
    slips = TransferSlip.objects.filter(status="answered", case__assignee=alice)
    for place, slip in enumerate(slips.order_by("-answered_at", "-id")[:RATED]):
        rating.rate(alice, slip, side="desk", stars=STARS[place % len(STARS)], now=now)
        if place % 2:
            rating.rate(hong, slip, side="department", stars=STARS[-1 - place % len(STARS)], now=now)
