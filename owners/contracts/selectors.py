"""Reads of visits, purchases and ownerships; a fixed number of queries whatever the number of owners."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Count, F, Max, Min, Q, Sum
from django.db.models.functions import Greatest

from crm.reading import Among, Kept, Open

from .models import Ownership, Purchase, ShowroomVisit
from .rules import StageFacts, Verdict, stage_of
from .states import SIGNING, PurchaseKind


def stages_of(owners: Iterable, today: date) -> dict[int, Verdict]:
    """The stage of each owner on any day, worked out afresh by the rule; today's stands beside the owner."""
    owners = list(owners)
    facts = stage_facts({owner.pk: owner.known_since for owner in owners}, today)
    return {owner.pk: stage_of(facts[owner.pk], today) for owner in owners}


def stage_facts(known_since: dict[int, date], today: date) -> dict[int, StageFacts]:
    """The facts that decide the stages; what lies after `today` has not happened yet."""
    ids = list(known_since)
    found: dict[int, dict] = defaultdict(dict)
    visits = ShowroomVisit.objects.filter(owner__in=ids, on__lte=today)
    for row in visits.values("owner_id").annotate(visited_on=Min("on")):
        found[row.pop("owner_id")].update(row)
    purchases = Purchase.objects.filter(owner__in=ids, cancelled_on__isnull=True, signed_on__lte=today)
    for row in purchases.values("owner_id").annotate(
        reserved_on=Max("signed_on", filter=Q(kind=PurchaseKind.RESERVATION)),
        subscribed_on=Max("signed_on", filter=Q(kind=PurchaseKind.SUBSCRIPTION)),
        signed_on=Max("signed_on", filter=Q(kind__in=SIGNING)),
    ):
        found[row.pop("owner_id")].update(row)
    current = Q(until__isnull=True) | Q(until__gt=today)
    ready = Q(home__handover_on__lte=today)
    ownerships = Ownership.objects.filter(owner__in=ids, since__lte=today)
    for row in ownerships.values("owner_id").annotate(
        moved_in_on=Min(Greatest("since", "home__handover_on"), filter=current & ready),
        owned_since=Min("since", filter=current),
        left_on=Max("until", filter=Q(until__lte=today)),
    ):
        found[row.pop("owner_id")].update(row)
    return {pk: StageFacts(known_since=day, **found[pk]) for pk, day in known_since.items()}


def homes_of(owner_ids: Iterable[int], today: date) -> dict[int, list[Ownership]]:
    """The ownerships held today by these owners, home and project at hand: one query."""
    found = defaultdict(list)
    for row in _HELD.rows(owners=list(owner_ids), today=today):
        found[row.owner_id].append(row)
    return found


_HELD = Kept(
    lambda: (
        Ownership.objects.filter(Among("owner_id", "owners"))
        .current(Open("today", models.DateField()))
        .select_related("home__project__city", "home__building")
        .order_by("since", "pk")
    )
)


def ownerships_of(owner) -> list[Ownership]:
    """All homes an owner holds or held, the present ones first."""
    rows = owner.ownerships.select_related("home__project__city", "home__building", "purchase")
    return sorted(rows, key=lambda row: (row.until is not None, -row.since.toordinal()))


def owners_of(home) -> list[Ownership]:
    """All owners of a home, the present ones first."""
    rows = home.ownerships.select_related("owner", "purchase")
    return sorted(rows, key=lambda row: (row.until is not None, -row.since.toordinal()))


def purchases_of(owner) -> list[Purchase]:
    rows = owner.purchases.select_related("home__building", "home__project__city", "project")
    return list(rows.order_by("-signed_on", "-pk"))


def purchases_for_home(home) -> list[Purchase]:
    return list(home.purchases.select_related("owner").order_by("-signed_on", "-pk"))


def visits_of(owner) -> list[ShowroomVisit]:
    return list(owner.visits.select_related("project", "received_by").order_by("-on", "-pk"))


def purchases_told(owner):
    """An owner's purchases, to be read by the moment."""
    return owner.purchases.select_related("home", "project")


def ownerships_told(owner):
    """An owner's homes, to be read by the moment."""
    return owner.ownerships.select_related("home__project__city")


def handed_over_to(owner):
    """The homes whose keys this owner received: the handover lies in his time."""
    in_his_time = Q(until__isnull=True) | Q(home__handover_on__lt=F("until"))
    return ownerships_told(owner).filter(in_his_time, home__handover_on__gte=F("since"))


def visits_told(owner):
    """An owner's visits to showrooms, to be read by the moment."""
    return owner.visits.select_related("project")


def purchases_listed(user, *, owner="", project=""):
    """The purchases a user may see, narrowed by an owner's number or a project's code, to be paged by keyset."""
    rows = Purchase.objects.visible_to(user).select_related("owner", "home__project", "project", "follows")
    if owner:
        rows = rows.filter(owner__number=owner)
    return rows.filter(project__code=project) if project else rows


def ownerships_listed(user, *, on: date | None = None):
    """Who holds or held which home, as far as the user sees both; or who did on one day. To be paged by keyset."""
    rows = Ownership.objects.visible_to(user, to="owners.view").visible_to(user)
    rows = rows.select_related("owner", "home__project")
    return rows.current(on) if on else rows


def paid_by(owner_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Signed amounts of these owners by currency, in minor units: one query. Higher floors read it."""
    rows = Purchase.objects.filter(owner__in=list(owner_ids), kind__in=SIGNING, cancelled_on__isnull=True)
    found = defaultdict(dict)
    for row in rows.values("owner_id", "currency").annotate(total=Sum("amount"), count=Count("pk")):
        found[row["owner_id"]][row["currency"]] = row["total"]
    return found


def owners_now(home, today: date) -> list[Ownership]:
    """Who holds a home today, the largest share first."""
    return list(home.ownerships.current(today).select_related("owner").order_by("-share", "since", "pk"))


def followed_by(purchase) -> Purchase | None:
    """The live step that follows this one."""
    return purchase.followed_by.filter(cancelled_on=None).first()


def can_be_cancelled(purchase, followed) -> bool:
    """The last live step, while the home has not been handed over; a resale is undone by another one."""
    handed_over = purchase.home is not None and purchase.home.handover_on is not None
    return not (purchase.cancelled_on or followed or handed_over or purchase.kind == PurchaseKind.RESALE)


def steps_around(purchase) -> list[Purchase]:
    """The steps before and after a purchase and itself, the first one first; a chain is at most three long."""
    before, row = [], purchase
    while row.follows_id and len(before) < len(PurchaseKind):
        row = Purchase.objects.select_related("home__project", "project").get(pk=row.follows_id)
        before.append(row)
    after, row = [], followed_by(purchase)
    while row and len(after) < len(PurchaseKind):
        after.append(row)
        row = followed_by(row)
    return [*reversed(before), purchase, *after]


def record_of(owner) -> dict:
    """The dynamic record in numbers: visits, what was signed, how many homes: two queries."""
    live = Purchase.objects.filter(owner=owner, cancelled_on=None).order_by()
    counts = dict(live.values_list("kind").annotate(count=Count("pk")))
    signed = sum(counts.get(kind, 0) for kind in SIGNING)
    return {
        "visits": ShowroomVisit.objects.filter(owner=owner).count(),
        "reserved": counts.get(PurchaseKind.RESERVATION, 0),
        "subscribed": counts.get(PurchaseKind.SUBSCRIPTION, 0),
        "signed": signed,
    }
