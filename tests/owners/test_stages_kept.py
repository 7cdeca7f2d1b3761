"""The stage that stands beside an owner is the stage the rule derives: after every fact, and after any time."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.organisation.models import Project
from owners.contracts import services as contracts
from owners.contracts import stages
from owners.contracts.models import Ownership, Purchase, ShowroomVisit
from owners.contracts.selectors import stages_of
from owners.contracts.states import Stage
from owners.homes import services as homes
from owners.models import Building, Home, Owner
from owners.people import services as people
from tests.people import NOW

from .staging import add_home, add_owner, buy

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
FIRST, LAST = date(2021, 1, 1), date(2028, 12, 31)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def kept(owner) -> tuple:
    owner = Owner.objects.get(pk=owner.pk)
    return owner.stage, owner.stage_fact, owner.stage_on


def wrong_ones(owners, today) -> list:
    """Those whose kept stage is not the one the rule derives on this day."""
    verdicts = stages_of(owners, today)
    derived = {pk: (verdict.stage.value, verdict.fact, verdict.on) for pk, verdict in verdicts.items()}
    return [owner.pk for owner in owners if kept(owner) != derived[owner.pk]]


class Histories:
    """Owners with facts at random, written past the services: more than they would allow."""

    def __init__(self, seed: int, project: Project, count: int):
        self.random, self.project = random.Random(seed), project  # noqa: S311
        self.building = Building.objects.create(project=project, code=f"R{seed}", code_key=f"r{seed}")
        self.seed, self.homes = seed, 0
        self.owners = [self._owner(number) for number in range(count)]
        for owner in self.owners:
            self._facts(owner)

    def _owner(self, number: int) -> Owner:
        return Owner.objects.create(
            number=f"R-{self.seed}-{number}", kind="person", name="张三", name_key="zhang san",
            known_since=FIRST, created_at=NOW, updated_at=NOW,
        )  # fmt: skip

    def _day(self, first: date = FIRST) -> date:
        if self.random.random() < 0.1:
            return max(first, date(2024, 2, 29))
        return first + timedelta(days=self.random.randrange((LAST - first).days))

    def _facts(self, owner: Owner) -> None:
        for _each in range(self.random.choice((0, 0, 1, 2))):
            ShowroomVisit.objects.get_or_create(
                owner=owner, project=self.project, on=self._day(), defaults={"created_at": NOW}
            )
        for _each in range(self.random.choice((0, 0, 1, 3))):
            kind = self.random.choice(("reservation", "subscription", "contract", "resale"))
            cancelled = self.random.random() < 0.2
            Purchase.objects.create(
                number=f"RP-{self.seed}-{owner.pk}-{_each}", owner=owner, project=self.project, kind=kind,
                home=self._home(), signed_on=self._day(), amount=1, currency="CNY",
                cancelled_on=LAST if cancelled else None, cancelled_because="x" if cancelled else "",
                created_at=NOW, updated_at=NOW,
            )  # fmt: skip
        for _each in range(self.random.choice((0, 0, 1, 2))):
            since = self._day()
            until = (
                self._day(since + timedelta(days=1)) if since < LAST and self.random.random() < 0.5 else None
            )
            Ownership.objects.create(
                owner=owner, home=self._home(), since=since, until=until, created_at=NOW, updated_at=NOW
            )

    def _home(self) -> Home:
        self.homes += 1
        number = f"R{self.seed}-{self.homes}"
        handed_over = self._day() if self.random.random() < 0.5 else None
        return Home.objects.create(
            public_number=f"H-{number}", project=self.project, building=self.building, number=number,
            number_key=number, status="handed_over" if handed_over else "signed", handover_on=handed_over,
            created_at=NOW, updated_at=NOW,
        )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_the_statement_says_what_the_rule_says_whatever_the_facts(seed, riverside):
    owners = Histories(seed, riverside, 120).owners
    ids = [owner.pk for owner in owners]
    seen = set()
    for today in (date(2022, 6, 1), date(2024, 2, 29), TODAY, date(2028, 3, 1)):
        stages.refresh(ids, now=at(today))
        assert wrong_ones(owners, today) == []
        seen |= set(Owner.objects.filter(pk__in=ids).values_list("stage", flat=True))
    assert len(seen) >= 8


def test_the_comparison_notices_a_fact_that_was_not_followed(riverside):
    owners = Histories(99, riverside, 5).owners
    stages.refresh([owner.pk for owner in owners], now=NOW)
    ShowroomVisit.objects.filter(owner=owners[0]).delete()
    Purchase.objects.filter(owner=owners[0]).delete()
    Ownership.objects.filter(owner=owners[0]).delete()
    stages.refresh([owners[0].pk], now=NOW)
    Purchase.objects.create(
        number="past-the-services", owner=owners[0], project=riverside, kind="reservation",
        signed_on=TODAY, amount=1, currency="CNY", created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    assert wrong_ones(owners, TODAY) == [owners[0].pk]


@pytest.mark.parametrize("seed", range(2))
def test_time_alone_moves_everybody_on_to_where_the_rule_has_them(seed, riverside):
    owners = Histories(seed, riverside, 120).owners
    stages.refresh([owner.pk for owner in owners], now=at(FIRST))
    today = FIRST
    while today < LAST:
        today += timedelta(days=97)
        while stages.turn(now=at(today), limit=50):
            pass
        assert wrong_ones(owners, today) == []


def test_nobody_is_turned_before_his_day(alice, riverside, now):
    owner, home = add_owner(alice, riverside, now), add_home(alice, riverside, now)
    buy(alice, owner, home, now)
    homes.hand_over(alice, home, on=TODAY, now=now)
    owner.refresh_from_db()
    assert (owner.stage, owner.stage_until) == (Stage.SETTLING_IN, date(2027, 3, 2))
    assert stages.turn(now=at(date(2027, 3, 1)), limit=10) == 0
    assert stages.turn(now=at(date(2027, 3, 2)), limit=10) == 1
    owner.refresh_from_db()
    assert (owner.stage, owner.stage_until) == (Stage.ESTABLISHED, date(2028, 3, 2))
    assert stages.turn(now=at(date(2028, 3, 2)), limit=10) == 1
    owner.refresh_from_db()
    assert (owner.stage, owner.stage_until) == (Stage.LONG_STANDING, None)
    assert stages.turn(now=at(date(2040, 1, 1)), limit=10) == 0


def test_every_fact_that_is_recorded_moves_the_kept_stage(alice, riverside, now):
    owner = add_owner(alice, riverside, now, kind="prospect", known_since=date(2020, 1, 1))
    home = add_home(alice, riverside, now)
    assert kept(owner) == (Stage.LEAD, "known", date(2020, 1, 1))
    contracts.record_visit(alice, owner, project=riverside, on=date(2020, 2, 1), now=now)
    assert kept(owner) == (Stage.VISITED, "visited", date(2020, 2, 1))
    buy(alice, owner, home, now, kind="reservation", signed_on=date(2020, 3, 1), amount=100)
    assert kept(owner) == (Stage.RESERVED, "reserved", date(2020, 3, 1))
    buy(alice, owner, home, now, kind="subscription", signed_on=date(2020, 4, 1), amount=200)
    assert kept(owner) == (Stage.SUBSCRIBED, "subscribed", date(2020, 4, 1))
    contract = buy(alice, owner, home, now, signed_on=date(2020, 5, 1))
    assert kept(owner) == (Stage.SIGNED, "signed", date(2020, 5, 1))
    contracts.cancel_purchase(alice, contract, because="贷款未批", on=TODAY, version=1, now=now)
    assert kept(owner)[0] == Stage.FORMER
    row = contracts.record_ownership(alice, owner, home, since=date(2026, 3, 2), now=now)
    assert kept(owner) == (Stage.SIGNED, "owns", date(2026, 3, 2))
    contracts.end_ownership(alice, row, until=date(2026, 3, 10), because="转让", now=now)
    assert kept(owner)[0] == Stage.SIGNED
    stages.turn(now=at(date(2026, 3, 10)), limit=10)
    assert kept(owner) == (Stage.FORMER, "left", date(2026, 3, 10))


def test_a_resale_moves_the_seller_and_the_buyer(alice, riverside, now):
    seller, home = add_owner(alice, riverside, now), add_home(alice, riverside, now)
    buy(alice, seller, home, now, signed_on=date(2020, 5, 1))
    homes.hand_over(alice, home, on=date(2021, 5, 1), now=now)
    buyer = add_owner(alice, riverside, now, name="韩梅梅")
    buy(alice, buyer, home, now, kind="resale", signed_on=date(2026, 1, 1))
    assert kept(seller)[0] == Stage.FORMER
    assert kept(buyer) == (Stage.SETTLING_IN, "moved_in", date(2026, 1, 1))


def test_many_at_once_are_moved_like_one(alice, riverside, now):
    rows = [
        {"kind": "person", "name": f"张{n}", "project": riverside, "known_since": FIRST} for n in range(4)
    ]
    owners = [outcome.row for outcome in people.add_owners(alice, rows, now=now)]
    assert {kept(owner) for owner in owners} == {(Stage.LEAD, "known", FIRST)}
    places = [{"building": "7", "entrance": "1", "floor": n + 1, "unit": "01"} for n in range(4)]
    held = [outcome.row for outcome in homes.add_homes(alice, riverside, places, now=now)]
    visits = [{"owner": owner, "project": riverside, "on": date(2022, 1, 1)} for owner in owners]
    contracts.record_visits(alice, visits, now=now)
    assert {kept(owner)[0] for owner in owners} == {Stage.VISITED}
    bought = {"kind": "contract", "signed_on": date(2022, 2, 1), "amount": 1}
    contracts.record_purchases(
        alice, [{"owner": o, "home": h, **bought} for o, h in zip(owners[:2], held[:2], strict=True)], now=now
    )
    owned = [{"owner": owners[2], "home": held[2], "since": date(2022, 3, 1)}]
    contracts.record_ownerships(alice, owned, now=now)
    homes.hand_over_many(alice, {held[0].pk: date(2022, 5, 1)}, now=now)
    assert [kept(owner)[0] for owner in owners] == [
        Stage.LONG_STANDING,
        Stage.SIGNED,
        Stage.SIGNED,
        Stage.VISITED,
    ]
    assert wrong_ones(owners, TODAY) == []


def test_a_corrected_first_day_is_followed(alice, riverside, now):
    owner = add_owner(alice, riverside, now, known_since=date(2024, 1, 1))
    people.edit_owner(alice, owner, version=1, changes={"known_since": date(2023, 1, 1)}, now=now)
    assert kept(owner) == (Stage.LEAD, "known", date(2023, 1, 1))


@pytest.mark.parametrize("count", [1, 60])
def test_as_many_statements_serve_any_number(count, riverside):
    owners = Histories(5, riverside, count).owners
    with CaptureQueriesContext(
        connection,
    ) as asked:
        stages.refresh([owner.pk for owner in owners], now=NOW)
    told = [query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(told) == 3  # lock, write, and whether any of them is a prospect


def test_an_owner_who_stays_what_he_is_is_not_written(alice, chen, now):
    assert stages.refresh([chen.pk], now=now) == 0
    Owner.objects.filter(pk=chen.pk).update(stage=Stage.LEAD)
    assert stages.refresh([chen.pk], now=now) == 1


def test_the_list_shows_those_of_one_stage_and_the_fact_that_decides_it(
    alice, chen, riverside, now, signed_in
):
    lead = add_owner(alice, riverside, now, name="韩梅梅")
    page = signed_in(alice).get("/owners/?stage=signed").content.decode()
    assert chen.name in page and lead.name not in page
    assert "2026" in page
    assert lead.name in signed_in(alice).get("/owners/?stage=lead").content.decode()
    assert lead.name in signed_in(alice).get("/owners/?stage=nonsense").content.decode()


def test_the_api_lists_one_stage_by_pages_that_meet_without_a_gap(alice, riverside, now, api):
    leads = [add_owner(alice, riverside, now, name=f"张{n}") for n in range(5)]
    bought = add_owner(alice, riverside, now, name="李四")
    contracts.record_ownership(alice, bought, add_home(alice, riverside, now), since=TODAY, now=now)
    client, found, address = api(alice), [], "/api/v1/owners?stage=lead&limit=2"
    while address:
        answer = client.get(address).json()
        found += [row["number"] for row in answer["results"]]
        assert {row["stage"]["fact"] for row in answer["results"]} == {"known"}
        address = answer["next"]
    assert found == [owner.number for owner in reversed(leads)]
    assert client.get("owners?stage=happy").status_code == 422


def test_a_page_of_one_stage_is_read_from_its_index(riverside):
    Owner.objects.bulk_create(
        Owner(
            number=f"I-{number}", kind="person", name="张三", name_key=f"zhang {number % 97}", known_since=FIRST,
            stage="lead" if number % 50 == 0 else "former", created_at=NOW, updated_at=NOW,
        )
        for number in range(4000)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE owners_owner")
        for order, index in (("name_key, id", "owner_by_stage"), ("id DESC", "owner_by_stage_newest")):
            cursor.execute(
                f"EXPLAIN SELECT id FROM owners_owner WHERE stage = 'lead' ORDER BY {order} LIMIT 40"  # noqa: S608
            )
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert f"using {index} " in plan and "Sort" not in plan, plan
