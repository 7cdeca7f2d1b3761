"""The only writers of showroom visits, purchases and ownerships."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from crm import numbers
from crm.audit.services import record
from crm.errors import IllegalMove, Refused, Stale
from crm.events.services import publish
from owners.days import day_of
from owners.events import OwnershipRecorded, PurchaseCancelled, PurchaseRecorded
from owners.homes.models import Home
from owners.homes.services import follow_purchase
from owners.homes.states import HomeStatus
from owners.people import services as people
from owners.people.models import Owner

from . import rules, stages, steps
from .bulk import record_ownerships, record_purchases, record_visits
from .checks import HOME_AFTER, home_is_taken, wrong_with
from .models import Ownership, Purchase, ShowroomVisit
from .states import SIGNING, Payment, PurchaseKind

__all__ = [
    "cancel_purchase",
    "correct_purchase",
    "end_ownership",
    "record_ownership",
    "record_ownerships",
    "record_purchase",
    "record_purchases",
    "record_visit",
    "record_visits",
]


def record_visit(
    actor, owner, *, project, on: date, received_by=None, remark="", now: datetime
) -> ShowroomVisit:
    """Somebody came to the showroom of a project; twice on one day is once."""
    if on > day_of(now, project):
        raise Refused(fields={"on": _("This day has not come yet.")})
    with transaction.atomic():
        visit, made = ShowroomVisit.objects.get_or_create(
            owner=owner,
            project=project,
            on=on,
            defaults={"received_by": received_by, "remark": remark, "created_at": now},
        )
        if made:
            people.belongs(actor, owner, project, since=on, now=now)
            stages.refresh([owner.pk], now=now)
            record(actor, "owners.visit", visit, now=now, after={"owner": owner.number, "on": str(on)})
    return visit


def record_purchase(
    actor,
    owner: Owner,
    home: Home | None,
    *,
    kind,
    signed_on: date,
    amount: int,
    currency="",
    margin_amount: int | None = None,
    area: Decimal | None = None,
    payment="",
    deposit_amount: int | None = None,
    follows: Purchase | None = None,
    seller: Owner | None = None,
    share=Decimal(1),
    project=None,
    source="",
    external_ref="",
    now: datetime,
) -> Purchase:
    """Record a reservation, subscription, contract or resale as it was signed.

    Amounts are minor units of `currency`, by default the project's. Only a reservation may leave the
    home open; then it names the project. Signing a contract or a resale takes ownership of `share` of the
    home (a fraction, 1 is the whole) from that day, unless the owner holds one already; a resale ends
    what the seller held, or where none is named what all others held. A step follows the one before it:
    `follows`, or what the same owner reserved or subscribed for this home. A reference its source has given
    before is refused with the code `duplicate_purchase`.

    1. lock the home and check  2. write  3. the home moves, the buyer owns, a prospect is one no more  4. tell
    """
    project = home.project if home else project
    _refuse_wrong(wrong_with(kind, home, project, signed_on, amount, payment, now), deposit_amount, amount)
    said = {"kind": kind, "signed_on": signed_on, "amount": amount, "currency": currency or project.currency}
    said |= {"margin_amount": margin_amount, "payment": payment, "source": source, "follows": follows}
    try:
        with transaction.atomic():
            home = Home.objects.select_for_update().get(pk=home.pk) if home else None
            _refuse_known_reference(source, external_ref)
            _refuse_taken(owner, home, kind)
            purchase = Purchase.objects.create(
                number=numbers.draw("purchase", now),
                owner=owner,
                project=project,
                home=home,
                area=area if area is not None else (home.area if home else None),
                external_ref=external_ref or None,
                deposit_amount=deposit_amount,
                created_at=now,
                updated_at=now,
                **said,
            )
            _what_follows(actor, purchase, home, share=share, seller=seller, now=now)
    except IntegrityError:
        _refuse_known_reference(source, external_ref)  # somebody else was quicker by a moment
        raise
    return purchase


def _refuse_wrong(wrong: dict[str, str], deposit: int | None, amount: int) -> None:
    if deposit is not None and not 0 <= deposit <= amount:
        wrong["deposit_amount"] = _("A deposit is at most the whole amount.")
    if wrong:
        raise Refused(fields=wrong)


def _what_follows(
    actor, purchase: Purchase, home: Home | None, *, share, seller: Owner | None, now: datetime
) -> None:
    owner, kind = purchase.owner, purchase.kind
    if purchase.follows_id is None and steps.link([purchase.pk]):
        purchase.refresh_from_db(fields=["follows"])
    if home:
        follow_purchase(actor, home, HOME_AFTER[kind], because=purchase.number, now=now)
    people.belongs(actor, owner, purchase.project, since=purchase.signed_on, now=now)
    if kind in SIGNING:
        _take_ownership(actor, purchase, share=share, seller=seller, now=now)
        people.become_owner(actor, owner, now=now)
    stages.refresh([owner.pk], now=now)
    after = {
        "number": purchase.number,
        "kind": str(kind),
        "amount": purchase.amount,
        "currency": purchase.currency,
    }
    record(actor, "purchases.record", purchase, now=now, after=after)
    fact = PurchaseRecorded(
        purchase_id=purchase.pk, owner_id=owner.pk, project_id=purchase.project_id, kind=str(kind)
    )
    publish(fact, now=now)


def _refuse_known_reference(source: str, external_ref: str) -> None:
    if not external_ref:
        return
    known = Purchase.objects.filter(source=source, external_ref=external_ref).first()
    if known:
        sentence = _("This purchase is already here.")
        raise Refused(
            sentence, code="duplicate_purchase", fields={"external_ref": sentence}, existing=known.number
        )


def _refuse_taken(owner: Owner, home: Home | None, kind) -> None:
    """A home that somebody reserved, subscribed or bought is not sold to another, nor twice to the same."""
    if home is None or kind == PurchaseKind.RESALE:
        return
    live = Purchase.objects.filter(home=home, cancelled_on__isnull=True).exclude(kind=PurchaseKind.RESALE)
    if live.filter(~Q(owner=owner) | Q(kind=kind)).exists():
        sentence = home_is_taken()
        raise Refused(sentence, code="home_taken", fields={"home": sentence})


def _take_ownership(actor, purchase: Purchase, *, share, seller: Owner | None, now: datetime) -> None:
    """The buyer owns from the day of signing until the day a later buyer, recorded before him, began."""
    day, others = purchase.signed_on, []
    for row in Ownership.objects.filter(home=purchase.home).select_related("owner"):
        if row.owner_id != purchase.owner_id:
            others.append(row)
        elif row.until is None:
            return
    if purchase.kind == PurchaseKind.RESALE:
        for row in others:
            if row.since < day and row.until is None and seller in (None, row.owner):
                end_ownership(actor, row, until=day, because=purchase.number, now=now)
    until = rules.next_beginning([row.since for row in others], day) if share == 1 else None
    record_ownership(
        actor,
        purchase.owner,
        purchase.home,
        share=share,
        since=day,
        until=until,
        purchase=purchase,
        now=now,
    )


def record_ownership(
    actor,
    owner: Owner,
    home: Home,
    *,
    share=Decimal(1),
    since: date,
    until: date | None = None,
    purchase: Purchase | None = None,
    now: datetime,
) -> Ownership:
    """An owner holds a share (a fraction, 1 is the whole) of a home from `since` up to `until`.

    The same share of the same home from the same day is recorded once. Shares that would sum to more
    than the whole on any day are refused with the code `already_owned`.
    """
    share = Decimal(str(share))
    if not 0 < share <= 1:
        raise Refused(fields={"share": _("A share is more than nothing and at most the whole.")})
    if until is not None and until <= since:
        raise Refused(fields={"until": _("It ends after it begins.")})
    with transaction.atomic():
        Home.objects.select_for_update().get(pk=home.pk)
        held = list(Ownership.objects.filter(home=home))
        for row in held:
            if (row.owner_id, row.since, row.until) == (owner.pk, since, until) and row.share == share:
                return row
        _refuse_overfull(held, rules.Holding(share, since, until), owner)
        try:
            with transaction.atomic():
                row = Ownership.objects.create(
                    owner=owner,
                    home=home,
                    share=share,
                    since=since,
                    until=until,
                    purchase=purchase,
                    created_at=now,
                    updated_at=now,
                )
        except IntegrityError as error:
            raise _already_owned(since) from error
        people.belongs(actor, owner, home.project, since=since, now=now)
        stages.refresh([owner.pk], now=now)
        after = {"home": home.number, "share": str(share), "since": str(since)}
        record(actor, "ownerships.record", row, now=now, after=after)
        publish(OwnershipRecorded(ownership_id=row.pk, owner_id=owner.pk, home_id=home.pk), now=now)
    return row


def _refuse_overfull(held: list[Ownership], added: rules.Holding, owner: Owner) -> None:
    for row in held:
        his = rules.Holding(row.share, row.since, row.until)
        if row.owner_id == owner.pk and (his.covers(added.since) or added.covers(his.since)):
            raise _already_owned(max(row.since, added.since))
    day = rules.overfull_on([rules.Holding(row.share, row.since, row.until) for row in held], added)
    if day:
        raise _already_owned(day)


def _already_owned(day: date) -> Refused:
    sentence = _("On %(day)s the home is already owned. End that ownership first.") % {"day": day}
    return Refused(sentence, code="already_owned", fields={"home": sentence})


def end_ownership(actor, ownership: Ownership, *, until: date, because: str, now: datetime) -> Ownership:
    """The owner holds the home no more from this day on."""
    with transaction.atomic():
        row = Ownership.objects.select_for_update().get(pk=ownership.pk)
        if row.until is not None:
            raise IllegalMove(_("This ownership has ended already."))
        if until <= row.since:
            raise Refused(fields={"until": _("It ends after it begins.")})
        row.until, row.updated_at = until, now
        row.save(update_fields=["until", "updated_at"])
        stages.refresh([row.owner_id], now=now)
        record(actor, "ownerships.end", row, now=now, after={"until": str(until)}, because=because)
    return row


def correct_purchase(actor, purchase: Purchase, *, version: int, payment: str, now: datetime) -> Purchase:
    """Correct how a purchase is paid. Amount, day and home stand as they were signed: cancel and record anew."""
    if payment and payment not in Payment.values:
        raise Refused(fields={"payment": _("Choose one of the list.")})
    with transaction.atomic():
        row = Purchase.objects.select_for_update().get(pk=purchase.pk)
        if row.version != version:
            raise Stale(yours=version, current=row.version)
        if row.payment != payment:
            before, row.payment = row.payment, payment
            row.version += 1
            row.updated_at = now
            row.save(update_fields=["payment", "version", "updated_at"])
            after = {"payment": payment}
            record(actor, "purchases.correct", row, now=now, before={"payment": before}, after=after)
    return row


def cancel_purchase(
    actor,
    purchase: Purchase,
    *,
    because: str,
    on: date,
    version: int,
    refund_amount: int | None = None,
    now: datetime,
) -> Purchase:
    """Call off a purchase with its reason; the steps before it fall with it, the home is on sale again.

    An ownership that rests on it ends that day. A home already handed over is not given back this way.
    `refund_amount`, in minor units, is what the buyer gets back.
    """
    if not because:
        raise Refused(fields={"because": _("Write the reason.")})
    if refund_amount is not None and not 0 <= refund_amount <= purchase.amount:
        raise Refused(fields={"refund_amount": _("A refund is at most the whole amount.")})
    with transaction.atomic():
        row = Purchase.objects.select_for_update().get(pk=purchase.pk)
        if row.version != version:
            raise Stale(yours=version, current=row.version)
        if row.cancelled_on:
            raise IllegalMove(_("This purchase has been cancelled already."))
        if row.followed_by.filter(cancelled_on=None).exists():
            raise IllegalMove(_("A later step rests on this one. Cancel that one; this falls with it."))
        home = Home.objects.select_for_update().get(pk=row.home_id) if row.home_id else None
        if home and home.status == HomeStatus.HANDED_OVER:
            raise IllegalMove(_("The home has been handed over; record a resale instead."))
        for step in steps.chain(row):
            _call_off(actor, step, because=because, on=on, now=now)
        if refund_amount is not None:
            Purchase.objects.filter(pk=row.pk).update(refund_amount=refund_amount)
        if home:
            follow_purchase(actor, home, HomeStatus.ON_SALE, because=because, now=now)
        stages.refresh([row.owner_id], now=now)
    return Purchase.objects.get(pk=row.pk)


def _call_off(actor, row: Purchase, *, because: str, on: date, now: datetime) -> None:
    row.cancelled_on, row.cancelled_because = on, because
    row.version += 1
    row.updated_at = now
    row.save(update_fields=["cancelled_on", "cancelled_because", "version", "updated_at"])
    for ownership in Ownership.objects.filter(purchase=row, until__isnull=True):
        if on > ownership.since:
            end_ownership(actor, ownership, until=on, because=because, now=now)
        else:
            record(actor, "ownerships.never_began", ownership, now=now, because=because)
            ownership.delete()
    record(actor, "purchases.cancel", row, now=now, after={"cancelled_on": str(on)}, because=because)
    publish(PurchaseCancelled(purchase_id=row.pk, owner_id=row.owner_id, project_id=row.project_id), now=now)
