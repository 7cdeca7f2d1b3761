"""Who lives in the second town: owners, homes, purchases and ownerships, building by building.

Everything follows from the serial of a building, so that any number of processes can make the same town. Forty
groups of ten people belong to a building: six own a home each, one shares a home or has sold one, one has reserved,
one has only visited, one is a lead.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from crm.privacy import cipher
from owners.contracts.rules import StageFacts, stage_of, years_after
from owners.demo_names import (
    FINNISH_GIVEN,
    FINNISH_SURNAMES,
    GIVEN_FEMALE,
    GIVEN_MALE,
    SURNAMES,
    TRADITIONAL_FEMALE,
    TRADITIONAL_MALE,
    TRADITIONAL_SURNAMES,
)
from owners.homes.models import Home
from owners.homes.rules import home_number, natural_key
from owners.homes.services import home_search_text
from owners.people import choices, profile
from owners.people.models import Owner

PEOPLE = 400  # of a building
GROUPS, MEMBERS = 40, 10
HOMES = 8 * GROUPS
FIRST_CODE = 101  # lower ones belong to whoever was here before
COMMON = "王李张刘陈杨赵黄周吴"
ENGLISH_SURNAMES = ["Smith", "Jones", "Taylor", "Brown", "Wilson", "Walker", "Hughes", "Bennett", "O'Brien"]
ENGLISH_GIVEN = ["Oliver", "Emma", "James", "Sophie", "Daniel", "Grace", "Liam", "Hannah", "Peter", "Anna"]
COMPANY = ["启明", "远航", "恒泰", "信达", "博雅", "万象", "中联", "华诚", "金桥", "同创"]
TRADES = ["贸易", "科技", "餐饮管理", "文化传播", "咨询", "教育"]
STREETS = ["滨江路", "文一西路", "中山路", "湖滨街", "南山大道", "科技园路", "解放路", "人民路"]
OCCUPATIONS = ["教师", "工程师", "医生", "会计", "公务员", "个体经营", "退休", "设计师", "律师", ""]
ACTIVITIES = ["跑步", "摄影", "羽毛球", "书法", "园艺", "", "", ""]

SEALED = {name: Owner._meta.get_field(name).context for name in ("phone", "email", "identity")}


@dataclass(frozen=True)
class Estate:
    """A project of the town as whoever makes rows needs it."""

    pk: int
    name: str
    names: dict
    currency: str


@dataclass
class Rows:
    """Rows by table, ready for COPY."""

    of: dict[str, list[dict]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, **row) -> None:
        self.of[table].append(row)


def building(
    serial: int, count: int, estates: list[Estate], managers: list[int], base: int, today: date
) -> Rows:
    """All rows of one building; people beyond `count` are left out. Keys begin after `base`."""
    rng, rows = random.Random(serial), Rows()  # noqa: S311  the same town each time
    place = _Building(serial, estates, rng, base, today)
    place.build(rows)
    for group in range(GROUPS):
        first = serial * PEOPLE + group * MEMBERS
        members = [first + member for member in range(MEMBERS) if first + member < count]
        facts = _group(rows, place, group, first, len(members), rng, today)
        for member, owner in enumerate(members):
            _person(rows, owner, member, facts[member], place, managers, rng, today)
    return rows


class _Building:
    def __init__(self, serial: int, estates: list[Estate], rng: random.Random, base: int, today: date):
        # every second building stands in the first two projects, so that one agent's scope holds a good share
        turn, cycle = serial % 20, serial // 20
        at = (turn % 2 if turn < 10 else 2 + turn - 10) % len(estates)
        self.base, self.estate = base, estates[at]
        self.next_estate = estates[(at + 1) % len(estates)]
        self.code = str(cycle * 20 + turn + FIRST_CODE)
        self.serial, self.pk = serial, base + serial + 1
        self.completed_on = today - timedelta(days=rng.randrange(-400, 5000))
        self.address = f"{rng.choice(STREETS)}{rng.randrange(1, 900)}号"
        self.today = today

    def build(self, rows: Rows) -> None:
        rows.add(
            "building", id=self.pk, project_id=self.estate.pk, code=self.code, floors=HOMES // 8,
            code_key=natural_key(self.code), address=self.address, completed_on=self.completed_on,
        )  # fmt: skip
        for door in range(4):
            rows.add("entrance", id=self._entrance(door), building_id=self.pk, code=str(door + 1))

    def _entrance(self, door: int) -> int:
        return self.base + self.serial * 4 + door + 1

    def home(self, rows: Rows, place: int, rng: random.Random, status: str, handover_on: date | None) -> int:
        pk, per_door = self.base + self.serial * HOMES + place + 1, HOMES // 4
        door, floor, unit = place // per_door, place % per_door // 2 + 1, f"0{place % 2 + 1}"
        number = home_number(self.code, str(door + 1), floor, unit)
        rows.add(
            "home", id=pk, public_number=f"H-{self.today.year}-B{pk - self.base:07d}", project_id=self.estate.pk,
            building_id=self.pk, entrance_id=self._entrance(door), floor=floor, unit=unit, number=number,
            number_key=natural_key(number), bedrooms=rng.randrange(1, 5), area=rng.randrange(4500, 22000) / 100,
            status=status, handover_on=handover_on, search_text=home_search_text(self.estate, number, self.address),
            created_at=_at(self.completed_on), updated_at=_at(self.completed_on), living_rooms=1, bathrooms=1,
        )  # fmt: skip
        return pk


def _at(day: date) -> datetime:
    return datetime.combine(min(day, date(2026, 11, 1)), time(9), UTC)


def _group(rows: Rows, place: _Building, group: int, first: int, size: int, rng, today) -> list[dict]:
    """What happened to the ten people of a group, written as homes, purchases and ownerships; facts for their stage."""
    facts: list[dict] = [{} for _ in range(MEMBERS)]
    shared, sold = group % 2 == 0, group % 2 == 1
    for member in range(min(size, 6)):
        signed = min(place.completed_on - timedelta(days=rng.randrange(30, 900)), today - timedelta(days=3))
        handover = place.completed_on + timedelta(days=rng.randrange(0, 200))
        handover = handover if handover <= today else None
        status = "handed_over" if handover else "signed"
        home = place.home(rows, group * 8 + member, rng, status, handover)
        since = signed
        if member == 1 and sold and size > 6:
            since = signed + (today - signed) * rng.randrange(3, 9) // 10
        holder = first + member
        if since > signed:
            _buy(rows, place, first + 6, home, "contract", signed, rng, until=since)
            facts[6] = {"signed_on": signed, "left_on": since}
        is_shared = member == 0 and shared and size > 6
        _buy(
            rows,
            place,
            holder,
            home,
            "resale" if since > signed else "contract",
            since,
            rng,
            share=0.5 if is_shared else 1,
        )
        facts[member] = {"signed_on": since, "owned_since": since}
        if handover:
            facts[member]["moved_in_on"] = max(handover, since)
        if is_shared:
            _hold(rows, place, first + 6, home, None, signed, None, 0.5)
            facts[6] = {k: v for k, v in facts[0].items() if k != "signed_on"}
        if member == 2 and group % 5 == 0:
            second = place.home(rows, group * 8 + 7, rng, status, handover)
            _buy(rows, place, holder, second, "contract", signed, rng)
    if size > 7:
        day = today - timedelta(days=rng.randrange(2, 300))
        kind, fact = rng.choice([("reservation", "reserved_on"), ("subscription", "subscribed_on")])
        home = place.home(rows, group * 8 + 6, rng, fact.removesuffix("_on"), None)
        _buy(rows, place, first + 7, home, kind, day, rng)
        facts[7] = {fact: day, "visited_on": day - timedelta(days=10)}
    if size > 8:
        facts[8] = {"visited_on": today - timedelta(days=rng.randrange(1, 700))}
    return facts


def _buy(rows: Rows, place, owner: int, home: int, kind: str, day: date, rng, *, until=None, share=1) -> None:
    pk = place.base + place.serial * HOMES * 2 + len(rows.of["purchase"]) + 1
    rows.add(
        "purchase", id=pk, number=f"B-{day.year}-B{pk - place.base:07d}", owner_id=place.base + owner + 1, project_id=place.estate.pk,
        home_id=home, kind=kind, signed_on=day, amount=rng.randrange(60, 2400) * 1_000_000,
        currency=place.estate.currency, payment="" if kind == "reservation" else rng.choice(["full", "mortgage", "combined"]),
        created_at=_at(day), updated_at=_at(day),
    )  # fmt: skip
    if kind in ("contract", "resale"):
        _hold(rows, place, owner, home, pk, day, until, share)


def _hold(rows: Rows, place, owner: int, home: int, purchase, since: date, until, share) -> None:
    rows.add(
        "ownership", owner_id=place.base + owner + 1, home_id=home, purchase_id=purchase, since=since, until=until,
        share=share, created_at=_at(since), updated_at=_at(since),
    )  # fmt: skip


def _person(rows: Rows, owner: int, member: int, facts: dict, place, managers, rng, today: date) -> None:
    known = min([*facts.values(), today - timedelta(days=rng.randrange(1, 2000))]) - timedelta(
        days=rng.randrange(60)
    )
    visited = facts.get("visited_on") or (known + timedelta(days=7) if facts and rng.random() < 0.3 else None)
    verdict = stage_of(StageFacts(known_since=known, **{**facts, "visited_on": visited}), today)
    row = _profile(owner, member, rng) | {
        "id": place.base + owner + 1, "number": f"O-{today.year}-B{owner:07d}", "known_since": known, "created_at": _at(known),
        "updated_at": _at(known), "stage": verdict.stage, "stage_fact": verdict.fact, "stage_on": verdict.on,
        "stage_until": _until(verdict), "source": rng.choice(choices.Source.values),
        "manager_id": rng.choice(managers) if managers and rng.random() < 0.3 else None,
    }  # fmt: skip
    pk = row["id"]
    rows.add("owner", **row)
    rows.add("scope", owner_id=pk, project_id=place.estate.pk, since=known)
    if rng.random() < 0.03 and place.next_estate.pk != place.estate.pk:
        rows.add("scope", owner_id=pk, project_id=place.next_estate.pk, since=known)
    if visited:
        rows.add("visit", owner_id=pk, project_id=place.estate.pk, on=visited, created_at=_at(visited))


def _until(verdict) -> date | None:
    """The day on which time alone moves the stage on."""
    years = {"settling_in": 1, "established": 2}.get(verdict.stage)
    return years_after(verdict.on, years) if years else None


def _profile(owner: int, member: int, rng: random.Random) -> dict:
    """The columns that the product makes of what somebody says; ciphertext is added here."""
    row = profile.columns(said_by(owner, member, rng))
    return row | {
        name: cipher.encrypt(row[name], context) for name, context in SEALED.items() if row.get(name)
    }


def said_by(owner: int, member: int, rng: random.Random) -> dict:
    """Who somebody is: nine in ten write simplified Chinese, the others traditional, Finnish or English."""
    dice, gender = rng.random(), rng.choice(["female", "male"])
    if dice < 0.86:
        language, name, phone = (
            "zh-hans",
            _chinese(rng, gender),
            f"1{'35789'[owner % 5]}{owner * 618_033_989 % 10**9:09d}",
        )
    elif dice < 0.95:
        language, name, phone = "zh-hant", _traditional(rng, gender), f"09{owner * 61_803_399 % 10**8:08d}"
    elif dice < 0.98:
        language, name = "fi", f"{rng.choice(FINNISH_GIVEN)} {rng.choice(FINNISH_SURNAMES)}"
        phone = f"+35840{owner * 6_180_339 % 10**7:07d}"
    else:
        language, name = "en", f"{rng.choice(ENGLISH_GIVEN)} {rng.choice(ENGLISH_SURNAMES)}"
        phone = f"+4477{owner * 61_803_399 % 10**8:08d}"
    kind = "person" if member < 7 else "prospect"
    if language == "zh-hans" and rng.random() < 0.02:
        kind, gender = "company", ""
        name = f"{rng.choice(SURNAMES)}{rng.choice(COMPANY)}{rng.choice(TRADES)}有限公司"
    born = date(1945, 1, 1) + timedelta(days=rng.randrange(23_000))
    plain = {"kind": kind, "name": name, "language": language, "gender": gender}
    if rng.random() < 0.92:
        plain["phone"] = phone
    if rng.random() < 0.3:
        plain["email"] = f"owner{owner}@example.org"
    if kind == "person":
        plain["birth_date"] = born if rng.random() < 0.6 else None
        if language == "zh-hans" and rng.random() < 0.6:
            plain |= {"identity": _identity(owner, born), "identity_kind": "cn"}
    return plain | (_habits(rng) if kind != "company" else {})


def _habits(rng: random.Random) -> dict:
    def sometimes(share: float, values) -> str:
        return rng.choice(values) if rng.random() < share else ""

    return {
        "income_band": sometimes(0.5, choices.IncomeBand.values),
        "housing": sometimes(0.5, choices.Housing.values),
        "education": sometimes(0.4, choices.Education.values),
        "manner": sometimes(0.1, choices.Manner.values),
        "sensitive_trade": sometimes(0.01, choices.SensitiveTrade.values),
        "preferred_channel": rng.choice(choices.Channel.values),
        "hours": rng.choice(choices.Hours.values),
        "occupation": rng.choice(OCCUPATIONS),
        "activities": rng.choice(ACTIVITIES),
    }


def _chinese(rng: random.Random, gender: str) -> str:
    given = GIVEN_FEMALE if gender == "female" else GIVEN_MALE
    surname = rng.choice(COMMON if rng.random() < 0.5 else SURNAMES)
    return surname + rng.choice(given) + (rng.choice(given) if rng.random() < 0.75 else "")


def _traditional(rng: random.Random, gender: str) -> str:
    given = TRADITIONAL_FEMALE if gender == "female" else TRADITIONAL_MALE
    return rng.choice(TRADITIONAL_SURNAMES) + rng.choice(given) + rng.choice(given)


def _identity(owner: int, born: date) -> str:
    """A mainland number with the right check digit, of the kind that is given to residents from elsewhere."""
    body = f"83{owner // 999 % 10000:04d}{born:%Y%m%d}{owner % 999 + 1:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
    return body + "10X98765432"[rest]


def tables() -> Iterator[tuple[str, type]]:
    """The tables in the order of their keys."""
    from owners.contracts.models import Ownership, Purchase, ShowroomVisit
    from owners.homes.models import Building, Entrance
    from owners.people.models import OwnerProject

    yield from (
        ("building", Building), ("entrance", Entrance), ("home", Home), ("owner", Owner), ("scope", OwnerProject),
        ("visit", ShowroomVisit), ("purchase", Purchase), ("ownership", Ownership),
    )  # fmt: skip
