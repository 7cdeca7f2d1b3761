"""Keeps what is worked out beside each prospect: how far he has come, his score and why.

Whoever changes a fact calls `follow` in the same transaction, as it does for the stage; time and the homes on sale
move the score by `turn`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Avg, Count, F, FloatField, Q
from django.db.models.functions import Cast

from owners.contracts.models import Purchase, ShowroomVisit
from owners.days import day_of
from owners.homes.models import Home
from owners.homes.states import HomeStatus
from owners.journal.models import JournalEntry
from owners.journal.states import CallOutcome, EntryKind

from . import rules
from .models import Prospect, ScoreWeights

WISH = ("purpose", "home_type", "bedrooms", "area_max", "budget_max", "wanted")
SIGNED_LATELY = timedelta(days=540)
KEPT = (
    "visited_on",
    "reserved_on",
    "subscribed_on",
    "signed_on",
    "score",
    "reasons",
    "weights_version",
    "score_until",
)


@transaction.atomic
def follow(owner_ids: Iterable[int], *, now: datetime) -> int:
    """Work out anew the prospects of these owners: one statement where there are none, else a fixed number."""
    rows = Prospect.objects.filter(owner__in=list(owner_ids)).order_by("pk")
    return _work_out(list(rows.select_for_update(no_key=True)), now)


def turn(*, now: datetime, limit: int) -> int:
    """Up to `limit` prospects whose day has come; those held by somebody are left to the next round."""
    due = Prospect.objects.filter(score_until__lte=day_of(now)).order_by("score_until")
    return _work_out(list(due.select_for_update(no_key=True, skip_locked=True)[:limit]), now)


def weights() -> tuple[int, rules.Weights]:
    """The weights that count today, and their version; nought are those of the house."""
    newest = ScoreWeights.objects.order_by("-version").first()
    return (newest.version, rules.weights_from(newest.points)) if newest else (0, rules.Weights())


def _work_out(prospects: list[Prospect], now: datetime) -> int:
    if not prospects:
        return 0
    today, (version, points) = day_of(now), weights()
    visits, purchases, calls = (
        _visits(prospects, today),
        _purchases(prospects, today),
        _calls(prospects, today),
    )
    on_sale = _on_sale({row.project_id for row in prospects}, today)
    for row in prospects:
        row.visited_on = min(visits[row.owner_id, row.project_id], default=None)
        for name, day in purchases[row.owner_id, row.project_id].items():
            setattr(row, name, day)
        facts = _facts(row, visits, calls, on_sale[row.project_id])
        found = rules.score(facts, points, today)
        row.score, row.reasons = found.points, [asdict(reason) for reason in found.reasons]
        row.weights_version = version
        row.score_until = None if row.signed_on or row.lost_on else rules.changes_on(facts, points, today)
    Prospect.objects.bulk_update(prospects, KEPT, batch_size=500)
    return len(prospects)


def _facts(row: Prospect, visits, calls, on_sale: list[tuple[dict, int]]) -> rules.Facts:
    wish = {name: getattr(row, name) for name in (*WISH, "area_min", "budget_min")}
    return rules.Facts(
        heard_on=row.heard_on,
        answered=sum(1 for name in WISH if getattr(row, name)),
        asked=len(WISH),
        wanted=row.wanted,
        has_budget=bool(row.budget_min or row.budget_max),
        on_sale=sum(count for _home, count in on_sale),
        fit=sum(count for home, count in on_sale if rules.fits(wish, home)),
        visits=tuple(visits[row.owner_id, row.project_id]),
        calls=tuple(calls[row.owner_id]),
        reserved_on=row.reserved_on,
        subscribed_on=row.subscribed_on,
    )


def _visits(prospects, today: date) -> dict[tuple[int, int], list[date]]:
    found = defaultdict(list)
    owners = {row.owner_id for row in prospects}
    rows = ShowroomVisit.objects.filter(owner__in=owners, on__lte=today)
    for owner, project, day in rows.values_list("owner_id", "project_id", "on"):
        found[owner, project].append(day)
    return found


def _calls(prospects, today: date) -> dict[int, list[date]]:
    """The days on which we spoke with them."""
    found = defaultdict(list)
    spoken = JournalEntry.objects.filter(
        owner__in={row.owner_id for row in prospects},
        kind=EntryKind.CALL,
        outcome=CallOutcome.REACHED,
        removed_at=None,
    )
    for owner, moment in spoken.values_list("owner_id", "at"):
        if day_of(moment) <= today:
            found[owner].append(day_of(moment))
    return found


def _purchases(prospects, today: date) -> dict[tuple[int, int], dict[str, date | None]]:
    """The first day of each step by owner and project; what was cancelled does not count."""
    steps = {
        "reservation": "reserved_on",
        "subscription": "subscribed_on",
        "contract": "signed_on",
        "resale": "signed_on",
    }
    found = defaultdict(lambda: dict.fromkeys(("reserved_on", "subscribed_on", "signed_on")))
    opened = {(row.owner_id, row.project_id): row.opened_on for row in prospects}
    rows = Purchase.objects.filter(
        owner__in={row.owner_id for row in prospects}, cancelled_on=None, signed_on__lte=today
    )
    for owner, project, kind, day in rows.values_list("owner_id", "project_id", "kind", "signed_on"):
        days = found[owner, project]
        if day >= opened.get((owner, project), day):
            days[steps[kind]] = min(filter(None, (days[steps[kind]], day)))
    return found


def _on_sale(projects: set[int], today: date) -> dict[int, list[tuple[dict, int]]]:
    """The homes on sale by project, alike ones counted together, with about what they would be signed for."""
    prices = _prices(projects, today)
    counted: dict[int, Counter] = defaultdict(Counter)
    rows = Home.objects.filter(project__in=projects, status=HomeStatus.ON_SALE).order_by()
    for row in rows.values("project_id", "type", "bedrooms", "area").annotate(count=Count("pk")):
        counted[row["project_id"]][row["type"], row["bedrooms"], row["area"]] += row["count"]
    return defaultdict(list) | {
        project: [
            (
                {
                    "type": kind,
                    "bedrooms": bedrooms,
                    "area": area,
                    "price": _price(area, prices.get(project)),
                },
                count,
            )
            for (kind, bedrooms, area), count in homes.items()
        ]
        for project, homes in counted.items()
    }


def _prices(projects: set[int], today: date) -> dict[int, float]:
    """Minor units a square metre, as lately signed in each project; a project without contracts has none."""
    signed = Purchase.objects.filter(
        project__in=projects,
        kind="contract",
        cancelled_on=None,
        signed_on__gt=today - SIGNED_LATELY,
        area__gt=0,
    ).order_by()
    each = Cast(F("amount"), FloatField()) / Cast(F("area"), FloatField())
    return dict(signed.values_list("project_id").annotate(price=Avg(each)))


def _price(area, each: float | None) -> float | None:
    return float(area) * each if area is not None and each else None


def all_are_due(*, now: datetime) -> None:
    """New weights: everybody still open is worked out anew in the next rounds."""
    Prospect.objects.filter(Q(score_until__isnull=False)).update(score_until=day_of(now))
