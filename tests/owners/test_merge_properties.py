"""Whatever two people own, did and said: merged and parted they are what they were; and no share is lost on any day."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm.errors import DoorstepError
from crm.privacy import services as privacy
from crm.privacy.models import Purpose
from owners.contracts import services as contracts
from owners.duplicates import services
from owners.duplicates.choosing import FIELDS
from owners.duplicates.shares import Held, add_up
from owners.models import Owner
from owners.people import services as people

from .everything_tied import but_counters, every_row
from .staging import add_home, add_owner, buy

START = date(2015, 1, 1)


def some_days(rng) -> tuple[date, date | None]:
    since = START + timedelta(days=rng.randrange(3000))
    return since, since + timedelta(days=rng.randrange(1, 1500)) if rng.random() < 0.6 else None


def holdings(rng, first_key: int) -> list[Held]:
    """Rows of one owner of one home, no two on one day, none above a half."""
    rows: list[Held] = []
    for key in range(first_key, first_key + rng.randrange(1, 4)):
        row = Held(key, Decimal(rng.randrange(1, 50)) / 100, *some_days(rng))
        if not any(row.meets(other) for other in rows):
            rows.append(row)
    return rows


def share_on(rows, day: date) -> Decimal:
    return sum((r.share for r in rows if r.since <= day and (r.until is None or day < r.until)), Decimal(0))


@pytest.mark.parametrize("seed", range(200))
def test_on_every_day_he_holds_what_both_held(seed):
    rng = random.Random(seed)  # noqa: S311  the same each time
    ours, theirs = holdings(rng, 1), holdings(rng, 100)
    found = add_up(ours, theirs)
    if not found:
        assert not any(a.meets(b) for a in ours for b in theirs)
        return
    days = {day for row in [*ours, *theirs] for day in (row.since, row.until) if day}
    for day in days | {day - timedelta(days=1) for day in days} | {date(2040, 1, 1)}:
        assert share_on(found, day) == share_on([*ours, *theirs], day)
    kept = [row.row for row in found if row.row]
    assert len(kept) == len(set(kept)) and set(kept) <= {row.key for row in [*ours, *theirs]}


class Life:
    """What happens to people, drawn from a seed."""

    def __init__(self, seed, actor, project, now):
        self.rng, self.actor, self.project, self.now = random.Random(seed), actor, project, now  # noqa: S311
        self.homes = [add_home(actor, project, now, floor=30 + n) for n in range(3)]

    def somebody(self, phone: str) -> Owner:
        rng = self.rng
        said = {
            "phone": phone if rng.random() < 0.7 else "",
            "email": f"{rng.randrange(3)}@example.com" if rng.random() < 0.5 else "",
            "occupation": rng.choice(["", "教师", "工程师"]),
            "gender": rng.choice(["", "female"]),
            "hours": rng.choice(["any", "evening"]),
            "birth_date": rng.choice([None, date(1980, 1, 1)]),
        }
        return add_owner(
            self.actor, self.project, self.now, name=rng.choice(["陈建国", "陳建國", "Chen"]), **said
        )

    def happens(self, owner) -> None:
        for _each in range(self.rng.randrange(2, 7)):
            try:
                self.rng.choice([self.owns, self.buys, self.visits, self.consents])(owner)
            except DoorstepError:
                continue  # the home is taken on that day

    def owns(self, owner):
        share = self.rng.choice(["0.25", "0.5", "0.333333"])
        since, until = some_days(self.rng)
        home = self.rng.choice(self.homes)
        contracts.record_ownership(
            self.actor, owner, home, share=share, since=since, until=until, now=self.now
        )

    def buys(self, owner):
        home = add_home(self.actor, self.project, self.now, floor=self.rng.randrange(100, 10_000))
        buy(self.actor, owner, home, self.now, signed_on=START + timedelta(days=self.rng.randrange(3000)))

    def visits(self, owner):
        on = START + timedelta(days=self.rng.randrange(3))
        contracts.record_visit(self.actor, owner, project=self.project, on=on, now=self.now)

    def consents(self, owner):
        given, purpose = self.rng.random() < 0.5, self.rng.choice(Purpose.values)
        privacy.record_consent(self.actor, owner, purpose=purpose, given=given, source="form", now=self.now)

    def choices(self) -> dict:
        return {field: self.rng.choice(["kept", "gone"]) for field in FIELDS if self.rng.random() < 0.4}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_merged_and_parted_they_are_what_they_were(seed, alice, bob, riverside, now):
    life = Life(seed, alice, riverside, now)
    one, other = life.somebody("13900000001"), life.somebody("13900000002")
    for owner in (one, other):
        life.happens(owner)
    before = every_row()
    merge = services.merge(bob, one, other, choices=life.choices(), now=now)
    assert every_row() != before
    services.undo(bob, merge, now=now)
    assert but_counters(every_row(), one.pk) == but_counters(before, one.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(100, 106))
def test_what_happens_in_between_stays_and_the_rest_goes_back(seed, alice, bob, riverside, now):
    life = Life(seed, alice, riverside, now)
    one, other = life.somebody("13900000001"), life.somebody("13900000002")
    for owner in (one, other):
        life.happens(owner)
    his = {row["id"] for row in other.purchases.values("id")}
    merge = services.merge(bob, one, other, now=now)
    kept = Owner.objects.get(pk=one.pk)
    life.buys(kept)
    new = kept.purchases.order_by("-pk").first()
    kept = Owner.objects.get(pk=one.pk)
    people.edit_owner(alice, kept, version=kept.version, changes={"education": "master"}, now=now)
    services.undo(bob, merge, now=now)
    assert {row["id"] for row in other.purchases.values("id")} == his
    assert type(new).objects.get(pk=new.pk).owner_id == one.pk
    assert (
        Owner.objects.get(pk=one.pk).education == "master" and Owner.objects.get(pk=other.pk).education == ""
    )
