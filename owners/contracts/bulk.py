"""Many purchases at once, by the rules of `record_purchase`, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from crm import copying, numbers
from crm.audit.services import record
from owners.days import day_of
from owners.homes.models import Home
from owners.homes.services import follow_purchases
from owners.homes.states import HomeStatus
from owners.outcomes import Outcome
from owners.people.choices import OwnerKind
from owners.people.models import Owner, OwnerProject

from . import rules, stages, steps
from .checks import HOME_AFTER, home_is_taken, wrong_with
from .models import Ownership, Purchase, ShowroomVisit
from .states import SIGNING, PurchaseKind

_RANK = {HomeStatus.RESERVED: 1, HomeStatus.SUBSCRIBED: 2, HomeStatus.SIGNED: 3}
_OPTIONAL = ("area", "margin_amount", "payment", "source", "cancelled_on", "cancelled_because")


def record_purchases(actor, rows: Iterable[dict], *, now: datetime) -> list[Outcome]:
    """Record purchases from rows that hold what `record_purchase` takes, `owner` and `home` included.

    A row may hold `cancelled_on` and `cancelled_because`: then it is history, takes no home and no
    ownership. A row whose source and external_ref are known comes back as the purchase that is there.
    The outcomes stand in the order of the rows. No fact is published for each, as with `add_owners`.
    """
    rows = list(rows)
    with transaction.atomic():
        book = _Book(rows)
        outcomes = [book.enter(row, now) for row in rows]
        fresh = [outcome.row for outcome in outcomes if outcome.made]
        if fresh:
            for purchase, number in zip(fresh, numbers.draw_many("purchase", len(fresh), now), strict=True):
                purchase.number = number
            copying.add_objects(fresh)
            book.write(actor, fresh, now)
            after = {"count": len(fresh), "first": fresh[0].number, "last": fresh[-1].number}
            record(actor, "purchases.record_many", fresh[0], now=now, after=after)
            return book.told(outcomes)
    return outcomes


class _Book:
    """What is known of the homes and references of these rows, kept up to date row by row."""

    def __init__(self, rows: list[dict]):
        ids = {row["home"].pk for row in rows if row.get("home")}
        homes = Home.objects.select_for_update(of=("self",)).select_related("project").order_by("pk")
        self.homes = {home.pk: home for home in homes.filter(pk__in=ids)}
        references = [row["external_ref"] for row in rows if row.get("external_ref")]
        known = Purchase.objects.filter(external_ref__in=references)
        self.known = {(row.source, row.external_ref): row for row in known}
        self.live = defaultdict(set)
        live = Purchase.objects.filter(home__in=ids, cancelled_on__isnull=True)
        for home, owner, kind in live.exclude(kind=PurchaseKind.RESALE).values_list("home", "owner", "kind"):
            self.live[home].add((owner, kind))
        self.held = defaultdict(list)
        for ownership in Ownership.objects.filter(home__in=ids):
            self.held[ownership.home_id].append(ownership)
        self.ended, self.begun, self.wanted = [], [], {}

    def enter(self, row: dict, now: datetime) -> Outcome:
        reference = (row.get("source", ""), row.get("external_ref") or None)
        if reference[1] and reference in self.known:
            return Outcome(row=self.known[reference])
        home, owner = row.get("home") and self.homes[row["home"].pk], row["owner"]
        project = home.project if home else row.get("project")
        wrong = wrong_with(
            row["kind"], home, project, row["signed_on"], row["amount"], row.get("payment"), now
        )
        if wrong:
            return Outcome(refused=" ".join(wrong.values()), code="invalid")
        purchase = _purchase(row, owner, home, project, now)
        if home and not purchase.cancelled_on:
            refusal = self._take(purchase, Decimal(row.get("share", 1)), now)
            if refusal:
                return refusal
        if reference[1]:
            self.known[reference] = purchase
        return Outcome(row=purchase, made=True)

    def _take(self, purchase: Purchase, share: Decimal, now: datetime) -> Outcome | None:
        live = self.live[purchase.home_id]
        kind, owner = purchase.kind, purchase.owner_id
        if kind != PurchaseKind.RESALE and any(who != owner or what == kind for who, what in live):
            return Outcome(refused=home_is_taken(), code="home_taken")
        if kind in SIGNING:
            refusal = self._own(purchase, share, now)
            if refusal:
                return refusal
        if kind != PurchaseKind.RESALE:
            live.add((owner, kind))
        status = HOME_AFTER[kind]
        if _RANK[status] > _RANK.get(self.wanted.get(purchase.home_id), 0):
            self.wanted[purchase.home_id] = status
        return None

    def _own(self, purchase: Purchase, share: Decimal, now: datetime) -> Outcome | None:
        held, day = self.held[purchase.home_id], purchase.signed_on
        others = [row for row in held if row.owner_id != purchase.owner_id]
        if any(row.owner_id == purchase.owner_id and row.until is None for row in held):
            return None
        leaving = [row for row in others if row.since < day and row.until is None]
        leaving = leaving if purchase.kind == PurchaseKind.RESALE else []
        staying = [rules.Holding(row.share, row.since, row.until) for row in held if row not in leaving]
        until = rules.next_beginning([row.since for row in others], day) if share == 1 else None
        if rules.overfull_on(staying, rules.Holding(share, day, until)):
            return Outcome(refused=_("On that day the home is already owned."), code="already_owned")
        for row in leaving:
            row.until, row.updated_at = day, now
            self.ended.append(row)
        new = Ownership(
            owner_id=purchase.owner_id,
            home_id=purchase.home_id,
            purchase=purchase,
            share=share,
            since=day,
            until=until,
            created_at=now,
            updated_at=now,
        )
        held.append(new)
        self.begun.append(new)
        return None

    def told(self, outcomes: list[Outcome]) -> list[Outcome]:
        """The outcomes, each with the ownership that began by it."""
        begun = {row.purchase_id: (("owners.Ownership", row.pk),) for row in self.begun}
        return [replace(one, beside=begun.get(one.row.pk, ())) if one.made else one for one in outcomes]

    def write(self, actor, fresh: list[Purchase], now: datetime) -> None:
        """Ownerships, projects, homes and kinds that follow from the new purchases."""
        stored = [row for row in self.ended if row.pk]
        Ownership.objects.bulk_update(stored, ["until", "updated_at"], batch_size=1000)
        for row in self.begun:
            row.purchase_id = row.purchase.pk
        copying.add_objects(self.begun)
        pairs = {}
        for row in fresh:
            pairs.setdefault((row.owner_id, row.project_id), row.signed_on)
        _belong(pairs)
        signed = [row.owner_id for row in fresh if row.kind in SIGNING and not row.cancelled_on]
        prospects = Owner.objects.filter(pk__in=signed, kind=OwnerKind.PROSPECT)
        prospects.update(kind=OwnerKind.PERSON, updated_at=now)
        follow_purchases(actor, self.wanted, now=now)
        steps.link([row.pk for row in fresh])
        touched = [row.owner_id for row in (*fresh, *self.begun, *self.ended)]
        stages.refresh(touched, now=now)


def _purchase(row: dict, owner, home, project, now: datetime) -> Purchase:
    optional = {name: row[name] for name in _OPTIONAL if row.get(name) not in (None, "")}
    if home:
        optional.setdefault("area", home.area)
    return Purchase(
        owner=owner,
        project=project,
        home=home,
        kind=row["kind"],
        signed_on=row["signed_on"],
        amount=row["amount"],
        currency=row.get("currency") or project.currency,
        external_ref=row.get("external_ref") or None,
        created_at=now,
        updated_at=now,
        **optional,
    )


def record_visits(actor, rows: Iterable[dict], *, now: datetime) -> int:
    """Record showroom visits from rows of `owner`, `project`, `on`; how many were not here before."""
    rows = [row for row in rows if row["on"] <= day_of(now, row["project"])]
    with transaction.atomic():
        before = ShowroomVisit.objects.filter(owner__in=[row["owner"] for row in rows]).count()
        ShowroomVisit.objects.bulk_create(
            [ShowroomVisit(created_at=now, **row) for row in rows], ignore_conflicts=True, batch_size=2000
        )
        after = ShowroomVisit.objects.filter(owner__in=[row["owner"] for row in rows]).count()
        _belong({(row["owner"].pk, row["project"].pk): row["on"] for row in rows})
        stages.refresh([row["owner"].pk for row in rows], now=now)
    return after - before


def record_ownerships(actor, rows: Iterable[dict], *, now: datetime) -> list[Outcome]:
    """Record ownerships from rows that hold what `record_ownership` takes, `owner` and `home` included."""
    rows = list(rows)
    with transaction.atomic():
        ids = {row["home"].pk for row in rows}
        list(Home.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
        held = defaultdict(list)
        for ownership in Ownership.objects.filter(home__in=ids):
            held[ownership.home_id].append(ownership)
        outcomes = [_hold(row, held[row["home"].pk], now) for row in rows]
        fresh = [outcome.row for outcome in outcomes if outcome.made]
        copying.add_objects(fresh)
        _belong(
            {
                (outcome.row.owner_id, row["home"].project_id): row["since"]
                for row, outcome in zip(rows, outcomes, strict=True)
                if outcome.made
            }
        )
        stages.refresh([row.owner_id for row in fresh], now=now)
        if fresh:
            record(actor, "ownerships.record_many", fresh[0], now=now, after={"count": len(fresh)})
    return outcomes


def _hold(row: dict, held: list[Ownership], now: datetime) -> Outcome:
    owner, since, until = row["owner"], row["since"], row.get("until")
    added = rules.Holding(Decimal(str(row.get("share", 1))), since, until)
    for other in held:
        his = rules.Holding(other.share, other.since, other.until)
        if other.owner_id == owner.pk and (his.covers(since) or added.covers(his.since)):
            return Outcome(row=other)
    if rules.overfull_on([rules.Holding(o.share, o.since, o.until) for o in held], added):
        return Outcome(refused=_("On that day the home is already owned."), code="already_owned")
    new = Ownership(
        owner=owner,
        home=row["home"],
        purchase=row.get("purchase"),
        share=added.share,
        since=since,
        until=until,
        created_at=now,
        updated_at=now,
    )
    held.append(new)
    return Outcome(row=new, made=True)


def _belong(pairs: dict) -> None:
    OwnerProject.objects.bulk_create(
        [OwnerProject(owner_id=o, project_id=p, since=since) for (o, p), since in pairs.items()],
        ignore_conflicts=True,
        batch_size=5000,
    )
