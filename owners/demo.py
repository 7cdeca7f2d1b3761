"""The demonstration town's homes, owners and contracts: every stage of life, through our own services.

Leaves `world.homes`, `world.owners`, `world.homes_of` (owner id → homes owned today), `world.chen` (who
owns 3-2-1201 at Riverside) and `world.home_1201`.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from crm.accounts.services import system_user

from .contracts import services as contracts
from .demo_people import People
from .duplicates import demo as duplicates
from .homes import demo as estates
from .homes import services as homes
from .imports import demo as imports
from .journal import demo as journal
from .people import services as people
from .privacy import demo as privacy
from .prospects import demo as interests
from .segments import demo as segments

SEED = 20261121


@dataclass(frozen=True)
class Block:
    """One building: its size, when its homes were handed over (days ago; None: not yet), how much is sold."""

    code: str
    entrances: str
    floors: int
    units: int
    handed_over: int | None
    sold: float
    launched: int


# price in major units a square metre; blocks are laid out so that every stage of life is lived somewhere
TOWN = {
    "riverside": (38_000, "江滨路 88 号", [
        Block("1", "12", 12, 2, 610, 0.97, 1500),
        Block("2", "12", 12, 2, 560, 0.96, 1450),
        Block("3", "12", 12, 2, 480, 0.97, 1300),
        Block("5", "12", 12, 2, 300, 0.95, 1100),
        Block("6", "12", 12, 2, 210, 0.93, 1000),
        Block("7", "12", 12, 2, 95, 0.90, 900),
        Block("8", "12", 12, 2, None, 0.72, 420),
        Block("9", "12", 12, 2, None, 0.38, 160),
    ]),
    "lakeview": (32_000, "环湖北路 16 号", [
        Block(code, "12", 15, 2, days, 0.98, days + 800)
        for code, days in (("1", 2300), ("2", 2240), ("3", 2100), ("5", 1700), ("6", 1600), ("7", 1200))
    ]),
    "bayfront": (72_000, "海湾大道 9 号", [
        Block(code, "AB", 18, 2, days, 0.94, days + 750)
        for code, days in (("1", 700), ("2", 640), ("3", 390), ("5", 330), ("6", 150), ("7", 60))
    ]),
    "brocade": (45_000, "锦绣路 200 号", [
        Block("A1", "12", 16, 2, None, 0.86, 640),
        Block("A2", "12", 16, 2, None, 0.80, 560),
        Block("A3", "12", 16, 2, None, 0.62, 400),
        Block("B1", "12", 16, 2, None, 0.45, 250),
        Block("B2", "12", 16, 2, None, 0.22, 120),
        Block("B3", "12", 16, 2, None, 0.0, 30),
    ]),
    "kalaranta": (7_800, "Kalarannankatu 4", [
        Block(code, "ABC", 7, 3, days, 0.96, days + 600)
        for code, days in (("1", 1500), ("2", 1150), ("3", 520), ("4", 240), ("5", 75))
    ]),
    "mantyla": (4_200, "Mäntypolku 11", [
        Block("1", "AB", 6, 3, None, 0.64, 380),
        Block("2", "AB", 6, 3, None, 0.42, 260),
        Block("3", "AB", 6, 3, None, 0.12, 90),
        Block("4", "AB", 6, 3, None, 0.0, 20),
    ]),
}  # fmt: skip
LAYOUTS = ((1, 1, 1, 52), (2, 1, 1, 74), (2, 2, 1, 89), (3, 2, 2, 118), (4, 2, 2, 143))
PROSPECTS = {
    "riverside": 210,
    "lakeview": 50,
    "bayfront": 170,
    "brocade": 280,
    "kalaranta": 100,
    "mantyla": 210,
}


@dataclass
class Sale:
    """One home's way to its buyer, and on to the next."""

    home: object
    block: Block
    buyer: dict
    steps: list[tuple[str, date]]
    spouse: dict | None = None
    next_buyer: dict | None = None
    resold_on: date | None = None
    owners: list = field(default_factory=list)


def load(world, *, now) -> None:
    """Build the owners' share of the town; deterministic but for the day it is built on."""
    town = _Town(world, now)
    town.build()
    sales = town.sell()
    prospects = town.prospects()
    town.settle(sales, prospects)
    town.leave(sales)
    estates.load(world, now=now)
    journal.load(world, now=now)
    interests.load(world, now=now)
    segments.load(world, now=now)
    imports.load(world, now=now)
    duplicates.load(world, now=now)
    privacy.load(world, now=now)


class _Town:
    def __init__(self, world, now):
        self.world, self.now, self.today = world, now, now.date()
        self.random = random.Random(SEED)  # noqa: S311  the town is the same each time
        self.people = People(self.random, self.today)
        self.actor = system_user("coordination")
        self.blocks, self.homes, self.buyers = {}, [], defaultdict(list)
        agents = {"hangzhou": ("alice", "anna"), "shenzhen": ("dan", "ling"), "helsinki": ("sofia",)}
        staff = getattr(world, "staff", {})
        self.agents = {city: [staff[n] for n in named if n in staff] for city, named in agents.items()}

    def build(self) -> None:
        """All homes of all projects, on sale."""
        for code, (_price, street, blocks) in TOWN.items():
            rows = [self._home_row(block, street, *place) for block in blocks for place in _places(block)]
            outcomes = homes.add_homes(self.actor, self.world.projects[code], rows, now=self.now)
            self.homes += [outcome.row for outcome in outcomes]
            self.blocks.update({(code, block.code): block for block in blocks})

    def _home_row(self, block: Block, street: str, entrance: str, floor: int, unit: int) -> dict:
        bedrooms, living, baths, area = LAYOUTS[
            (unit * 2 + len(block.code) + ord(block.code[-1])) % len(LAYOUTS)
        ]
        due = self.today - timedelta(days=block.handed_over or block.launched - 900)
        return {
            "building": block.code,
            "entrance": entrance,
            "floor": floor,
            "unit": f"{unit:02d}",
            "bedrooms": bedrooms,
            "living_rooms": living,
            "bathrooms": baths,
            "area": Decimal(area) + Decimal(floor % 7) / 4,
            "address": f"{street} {block.code}-{entrance}",
            "handover_due_on": due.replace(day=28),
        }

    def sell(self) -> list[Sale]:
        sales = []
        for home in self.homes:
            block = self.blocks[home.project.code, home.building.code]
            chosen = home.number == "3-2-1201" and home.project.code == "riverside"
            if chosen or self.random.random() < block.sold:
                sales.append(self._sale(home, block, chosen))
        return sales

    def _sale(self, home, block: Block, chosen: bool) -> Sale:
        last = block.handed_over + 60 if block.handed_over is not None else 4
        signed = self._ago(self.random.randint(last, max(last + 1, block.launched - 20)))
        steps = self._steps(signed, block)
        known = steps[0][1] - timedelta(days=self.random.randint(3, 120))
        manager = self._agent(home.project)
        if self.random.random() < 0.02 and not chosen:
            return Sale(home, block, self.people.company(home.project, manager, known_since=known), steps)
        buyer = self._buyer(home.project, manager, known)
        if chosen:
            buyer = self.people.person(home.project, manager, known_since=known)
            buyer |= {"name": "陈建国", "phone": "138 0013 1201", "language": "zh-hans", "gender": "male"}
            buyer |= {"manner": "exacting", "preferred_channel": "phone", "occupation": "教师"}
            buyer |= {"birth_date": date(1979, 10, 6), "known_since": self._ago(960), "activities": "书法班"}
            steps = [("contract", self._ago(900))]
        sale = Sale(home, block, buyer, steps)
        if steps[-1][0] == "contract" and not chosen:
            self._couple(sale, manager, known)
            self._resell(sale, manager)
        return sale

    def _buyer(self, project, manager, known: date) -> dict:
        """Somebody new, or somebody of the same city who buys once more."""
        earlier = self.buyers[project.city.code]
        if earlier and self.random.random() < 0.05:
            buyer = self.random.choice(earlier)
            buyer["known_since"] = min(known, buyer["known_since"])
            return buyer
        buyer = self.people.person(project, manager, known_since=known)
        earlier.append(buyer)
        return buyer

    def _steps(self, signed: date, block: Block) -> list[tuple[str, date]]:
        """Reservation, subscription, contract; in blocks still on sale some have only come half the way."""
        steps = [
            ("reservation", signed - timedelta(days=self.random.randint(20, 40))),
            ("subscription", signed - timedelta(days=self.random.randint(5, 18))),
            ("contract", signed),
        ]
        if block.handed_over is None:
            reached = self.random.random()
            return steps[:1] if reached < 0.09 else steps[:2] if reached < 0.2 else steps
        return steps if self.random.random() < 0.4 else steps[2:]

    def _couple(self, sale: Sale, manager, known: date) -> None:
        if "household" not in sale.buyer and self.random.random() < 0.2:
            sale.buyer["household"] = None
            sale.spouse = self.people.person(sale.home.project, manager, known_since=known)
            sale.spouse["gender"] = "female" if sale.buyer["gender"] == "male" else "male"

    def _resell(self, sale: Sale, manager) -> None:
        handed_over = sale.block.handed_over or 0
        if handed_over > 450 and sale.spouse is None and self.random.random() < 0.12:
            sale.resold_on = self._ago(self.random.randint(20, handed_over - 200))
            known = sale.resold_on - timedelta(days=40)
            sale.next_buyer = self.people.person(sale.home.project, manager, known_since=known)

    def prospects(self) -> list[dict]:
        """People who asked, some who came to look, some who paid to be among the first."""
        rows = []
        for code, count in PROSPECTS.items():
            project = self.world.projects[code]
            for _each in range(count):
                known = self._ago(self.random.randint(1, 500))
                rows.append(
                    self.people.person(project, self._agent(project), kind="prospect", known_since=known)
                )
        return rows

    def settle(self, sales: list[Sale], prospects: list[dict]) -> None:
        """Write it all down: people, purchases, shares, handovers, visits."""
        self._add_people(sales, prospects)
        contracts.record_purchases(self.actor, self._purchase_rows(sales), now=self.now)
        shares = [
            {"owner": sale.owners[1], "home": sale.home, "share": Decimal("0.5"), "since": sale.steps[-1][1]}
            for sale in sales
            if sale.spouse
        ]
        contracts.record_ownerships(self.actor, shares, now=self.now)
        days = {}
        for sale in sales:
            if sale.block.handed_over is not None:
                days[sale.home.pk] = self._ago(sale.block.handed_over - self.random.randint(0, 14))
        homes.hand_over_many(self.actor, days, now=self.now)
        contracts.record_visits(self.actor, self._visit_rows(sales), now=self.now)

    def _add_people(self, sales: list[Sale], prospects: list[dict]) -> None:
        couples = [sale for sale in sales if sale.spouse]
        labels = [sale.home.number for sale in couples]
        households = people.open_households(self.actor, labels, now=self.now)
        for sale, household in zip(couples, households, strict=True):
            sale.buyer["household"] = sale.spouse["household"] = household
        rows = {}
        for sale in sales:
            for row in filter(None, (sale.buyer, sale.spouse, sale.next_buyer)):
                rows[id(row)] = row
        outcomes = people.add_owners(self.actor, [*rows.values(), *prospects], now=self.now)
        added = [outcome.row for outcome in outcomes]
        owner_of = dict(zip(rows, added, strict=False))
        for sale in sales:
            known = filter(None, (sale.buyer, sale.spouse, sale.next_buyer))
            sale.owners = [owner_of[id(row)] for row in known]
        self.owners, self.leads = added, added[len(rows) :]

    def _purchase_rows(self, sales: list[Sale]) -> list[dict]:
        rows = []
        for sale in sales:
            price = self._price(sale.home)
            for kind, day in sale.steps:
                share = Decimal("0.5") if sale.spouse else Decimal(1)
                rows.append(self._purchase_row(sale, sale.owners[0], kind, day, price) | {"share": share})
            if sale.next_buyer:
                dearer = round(price * self.random.uniform(1.02, 1.25), -3)
                row = self._purchase_row(sale, sale.owners[1], "resale", sale.resold_on, int(dearer))
                rows.append(row | {"margin_amount": None})
        return rows + [self._early_bird(owner) for owner in self.leads if self.random.random() < 0.08]

    def _purchase_row(self, sale: Sale, owner, kind: str, day: date, price: int) -> dict:
        part = {"reservation": 0.005, "subscription": 0.02}.get(kind, 1)
        return {
            "owner": owner,
            "home": sale.home,
            "kind": kind,
            "signed_on": day,
            "amount": int(price * part),
            "margin_amount": int(price * self.random.uniform(0.11, 0.24)) if kind == "contract" else None,
            "payment": self.random.choice(("mortgage", "mortgage", "combined", "provident_fund", "full")),
            "source": "demo",
            "external_ref": f"{sale.home.project.code}-{sale.home.number}-{kind}",
        }

    def _early_bird(self, owner) -> dict:
        """A reservation that names no home yet; one in four was given back."""
        project = self.world.projects[self._home_of_lead(owner)]
        row = {
            "owner": owner,
            "project": project,
            "kind": "reservation",
            "signed_on": min(owner.known_since + timedelta(days=9), self.today),
            "amount": 5_000_00 if project.currency == "EUR" else 20_000_00,
        }
        if self.random.random() < 0.25:
            row |= {"cancelled_on": self.today, "cancelled_because": "买方改变计划"}
        return row

    def _visit_rows(self, sales: list[Sale]) -> list[dict]:
        rows = [
            {
                "owner": sale.owners[0],
                "project": sale.home.project,
                "on": sale.steps[0][1] - timedelta(days=2),
            }
            for sale in sales
            if self.random.random() < 0.7
        ]
        for lead in self.leads:
            if self.random.random() < 0.45:
                day = min(lead.known_since + timedelta(days=self.random.randint(0, 20)), self.today)
                rows.append(
                    {"owner": lead, "project": self.world.projects[self._home_of_lead(lead)], "on": day}
                )
        return rows

    def leave(self, sales: list[Sale]) -> None:
        """What the rooms above build on."""
        world, world.homes, world.owners = self.world, self.homes, self.owners
        world.homes_of = defaultdict(list)
        for sale in sales:
            if sale.steps[-1][0] != "contract":
                continue
            for owner in sale.owners[1:] if sale.next_buyer else sale.owners:
                world.homes_of[owner.pk].append(sale.home)
            if sale.home.number == "3-2-1201" and sale.home.project.code == "riverside":
                world.chen, world.home_1201 = sale.owners[0], sale.home

    def _home_of_lead(self, owner) -> str:
        return self._lead_projects[owner.pk]

    @property
    def _lead_projects(self) -> dict:
        if not hasattr(self, "_leads_by_project"):
            codes = [code for code, count in PROSPECTS.items() for _each in range(count)]
            self._leads_by_project = {o.pk: code for o, code in zip(self.leads, codes, strict=True)}
        return self._leads_by_project

    def _price(self, home) -> int:
        """In minor units: the higher the dearer, rounded as such prices are."""
        base = TOWN[home.project.code][0] * float(home.area) * (1 + home.floor * 0.004)
        return int(round(base * self.random.uniform(0.97, 1.05), -3)) * 100

    def _agent(self, project):
        agents = self.agents.get(project.city.code) or [None]
        return self.random.choice(agents)

    def _ago(self, days: int) -> date:
        return self.today - timedelta(days=days)


def _places(block: Block):
    for entrance in block.entrances:
        for floor in range(1, block.floors + 1):
            for unit in range(1, block.units + 1):
                yield entrance, floor, unit
