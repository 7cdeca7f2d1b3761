"""What the prospects of the demonstration town want, by which way they came, and what is next with them."""

import random
from datetime import timedelta

from owners.journal.models import JournalEntry
from owners.journal.states import CallOutcome, Direction, EntryKind
from owners.people.models import OwnerProject

from . import keeping
from .choices import Lost, Purpose, Wanted
from .models import Prospect

SEED = 20261122
CAMPAIGNS = ("", "", "春季看房节", "周末开放日", "老业主推荐", "Kevään asuntomessut")
STEPS = ("邀请周末看房", "发送户型图和价目表", "回电确认贷款条件", "带看样板房", "等家人一起再来")
LAYOUTS = (1, 2, 2, 3, 3, 4)


def load(world, *, now) -> None:
    """An interest for everybody who only asked, and for the buyers of those blocks that are still on sale."""
    chance = random.Random(SEED)  # noqa: S311  the town is the same each time
    scopes = OwnerProject.objects.filter(owner__in=[owner.pk for owner in world.owners]).select_related(
        "project", "owner__manager"
    )
    rows = [_prospect(scope, chance, now) for scope in scopes.order_by("pk") if _asked(scope, chance, now)]
    Prospect.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    calls = [_call(row, chance, now) for row in rows if row.owner.manager_id and chance.random() < 0.35]
    JournalEntry.objects.bulk_create(calls, batch_size=500)
    keeping.follow([row.owner_id for row in rows], now=now)


def _asked(scope, chance, now) -> bool:
    """All who are prospects still, and half of those who first asked within two years and bought."""
    recent = scope.since > now.date() - timedelta(days=730)
    return scope.owner.kind == "prospect" or (
        recent and scope.owner.kind == "person" and chance.random() < 0.5
    )


def _prospect(scope, chance, now) -> Prospect:
    owner, project, today = scope.owner, scope.project, now.date()
    opened = max(min(scope.since, today), owner.known_since)
    lost = owner.kind == "prospect" and chance.random() < 0.18
    metre = 7_000_00 if project.currency == "EUR" else 40_000_00
    area = chance.choice((55, 75, 90, 120, 145))
    knows = chance.random
    step = not lost and chance.random() < 0.6
    return Prospect(
        owner=owner,
        project=project,
        opened_on=min(opened, today),
        heard_on=min(opened + timedelta(days=chance.randint(0, 60)), today),
        source=owner.source or "hotline",
        campaign=chance.choice(CAMPAIGNS),
        purpose=chance.choice(Purpose.values) if knows() < 0.8 else "",
        home_type="apartment" if knows() < 0.7 else "",
        bedrooms=chance.choice(LAYOUTS) if knows() < 0.8 else None,
        area_min=area - 15 if knows() < 0.5 else None,
        area_max=area + 20 if knows() < 0.6 else None,
        budget_max=int(area * metre * chance.uniform(0.8, 1.3)) if knows() < 0.75 else None,
        wanted=chance.choice(Wanted.values) if knows() < 0.7 else "",
        salesperson=owner.manager if chance.random() < 0.6 else None,
        next_step=chance.choice(STEPS) if step else "",
        next_step_on=today + timedelta(days=chance.randint(0, 9)) if step else None,
        lost_on=min(opened + timedelta(days=45), today) if lost else None,
        lost_because=chance.choice(Lost.values) if lost else "",
        created_at=now,
        updated_at=now,
    )


def _call(row: Prospect, chance, now) -> JournalEntry:
    reached = chance.random() < 0.7
    return JournalEntry(
        owner=row.owner,
        kind=EntryKind.CALL,
        direction=Direction.OUT,
        outcome=CallOutcome.REACHED if reached else CallOutcome.NO_ANSWER,
        minutes=chance.randint(2, 15) if reached else None,
        text="介绍了在售户型和付款方式" if reached else "",
        author=row.owner.manager,
        at=now - timedelta(days=chance.randint(1, 60), minutes=chance.randint(0, 500)),
        written_at=now,
    )
