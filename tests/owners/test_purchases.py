from datetime import date

import pytest
from django.db import IntegrityError

from crm.errors import IllegalMove, Refused, Stale
from crm.events.models import OutboxEvent
from owners.contracts import services
from owners.homes.services import hand_over
from owners.models import Home, Owner, Ownership, Purchase

from .staging import add_home, add_owner, buy, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def li(alice, riverside, now):
    return add_owner(alice, riverside, now, kind="prospect")


@pytest.fixture
def han(alice, riverside, now):
    return add_owner(alice, riverside, now, name="韩梅梅")


@pytest.fixture
def home(alice, riverside, now):
    return add_home(alice, riverside, now, area="89")


def test_a_contract_moves_the_home_gives_ownership_and_makes_an_owner_of_a_prospect(alice, li, home, now):
    purchase = buy(alice, li, home, now, signed_on=date(2025, 3, 2))
    assert purchase.number.startswith("B-2026-") and purchase.currency == "CNY" and purchase.area == 89
    assert Home.objects.get(pk=home.pk).status == "signed"
    assert Owner.objects.get(pk=li.pk).kind == "person"
    held = Ownership.objects.get()
    assert (held.owner, held.share, held.since, held.until, held.purchase) == (
        li,
        1,
        date(2025, 3, 2),
        None,
        purchase,
    )
    fact = OutboxEvent.objects.get(name="PurchaseRecorded")
    assert fact.payload["purchase_id"] == purchase.pk and fact.payload["kind"] == "contract"


def test_the_three_steps_of_one_buyer_follow_each_other(alice, li, home, now):
    for kind, status in (("reservation", "reserved"), ("subscription", "subscribed"), ("contract", "signed")):
        buy(alice, li, home, now, kind=kind, amount=100)
        assert Home.objects.get(pk=home.pk).status == status
    assert Ownership.objects.count() == 1


@pytest.mark.parametrize("kind", ["reservation", "subscription", "contract"])
def test_a_home_one_has_reserved_is_not_sold_to_another(alice, li, han, home, now, kind):
    buy(alice, li, home, now, kind="reservation", amount=100)
    before = everything()
    with pytest.raises(Refused) as refusal:
        buy(alice, han, home, now, kind=kind)
    assert refusal.value.code == "home_taken"
    assert everything() == before


def test_nobody_signs_the_same_home_twice(alice, li, home, now):
    buy(alice, li, home, now)
    with pytest.raises(Refused):
        buy(alice, li, home, now)
    assert Purchase.objects.count() == 1


def test_a_resale_ends_what_the_seller_held_on_the_day_the_buyer_begins(alice, li, han, home, now):
    buy(alice, li, home, now, signed_on=date(2024, 1, 1))
    buy(alice, han, home, now, kind="resale", signed_on=date(2026, 1, 1))
    periods = Ownership.objects.order_by("since").values_list("owner", "since", "until")
    assert list(periods) == [
        (li.pk, date(2024, 1, 1), date(2026, 1, 1)),
        (han.pk, date(2026, 1, 1), None),
    ]


def test_an_older_contract_recorded_after_the_resale_ends_where_the_resale_began(alice, li, han, home, now):
    buy(alice, han, home, now, kind="resale", signed_on=date(2026, 1, 1))
    buy(alice, li, home, now, signed_on=date(2024, 1, 1))
    assert Ownership.objects.get(owner=li).until == date(2026, 1, 1)
    assert Ownership.objects.get(owner=han).until is None


def test_a_reservation_may_leave_the_home_open_a_contract_may_not(alice, li, riverside, now):
    assert buy(alice, li, None, now, kind="reservation", project=riverside, amount=100).home is None
    before = everything()
    with pytest.raises(Refused) as refusal:
        buy(alice, li, None, now, kind="contract", project=riverside)
    assert list(refusal.value.fields) == ["home"]
    assert everything() == before


def test_a_reference_its_source_has_given_is_refused_with_the_purchase_it_names(
    alice, li, han, home, riverside, now
):
    first = buy(alice, li, home, now, source="erp", external_ref="C-77")
    other = add_home(alice, riverside, now, unit="02")
    with pytest.raises(Refused) as refusal:
        buy(alice, han, other, now, source="erp", external_ref="C-77")
    assert refusal.value.code == "duplicate_purchase" and refusal.value.extra["existing"] == first.number
    assert buy(alice, han, other, now, source="other", external_ref="C-77").pk


@pytest.mark.parametrize(
    "said", [{"kind": "gift"}, {"amount": -1}, {"signed_on": date(2026, 3, 3)}, {"payment": "shells"}]
)
def test_what_is_not_valid_is_refused_and_nothing_is_written(alice, li, home, now, said):
    before = everything()
    with pytest.raises(Refused) as refusal:
        buy(alice, li, home, now, **said)
    assert list(refusal.value.fields) == list(said)
    assert everything() == before


def test_a_cancelled_contract_gives_the_home_back_with_all_its_steps(alice, li, han, home, now):
    buy(alice, li, home, now, kind="reservation", amount=100)
    contract = buy(alice, li, home, now, signed_on=date(2026, 1, 10))
    services.cancel_purchase(alice, contract, because="贷款未批", on=date(2026, 2, 1), version=1, now=now)
    assert not Purchase.objects.filter(cancelled_on=None).exists()
    assert Home.objects.get(pk=home.pk).status == "on_sale"
    assert Ownership.objects.get().until == date(2026, 2, 1)
    assert OutboxEvent.objects.filter(name="PurchaseCancelled").count() == 2
    assert buy(alice, han, home, now, signed_on=date(2026, 2, 1)).pk


def test_a_contract_cancelled_on_its_own_day_leaves_no_ownership(alice, li, home, now):
    contract = buy(alice, li, home, now, signed_on=date(2026, 1, 10))
    services.cancel_purchase(alice, contract, because="写错了", on=date(2026, 1, 10), version=1, now=now)
    assert not Ownership.objects.exists()


def test_cancelling_needs_a_reason_the_present_version_and_something_to_cancel(alice, li, home, now):
    contract = buy(alice, li, home, now)
    before = everything()
    day = now.date()
    with pytest.raises(Refused):
        services.cancel_purchase(alice, contract, because="", on=day, version=1, now=now)
    with pytest.raises(Stale):
        services.cancel_purchase(alice, contract, because="x", on=day, version=7, now=now)
    assert everything() == before
    services.cancel_purchase(alice, contract, because="x", on=day, version=1, now=now)
    with pytest.raises(IllegalMove):
        services.cancel_purchase(alice, contract, because="x", on=day, version=2, now=now)


def test_a_home_that_was_handed_over_is_not_given_back_by_cancelling(alice, li, home, now):
    contract = buy(alice, li, home, now)
    hand_over(alice, home, on=now.date(), now=now)
    before = everything()
    with pytest.raises(IllegalMove):
        services.cancel_purchase(alice, contract, because="x", on=now.date(), version=1, now=now)
    assert everything() == before


def test_how_a_purchase_is_paid_can_be_corrected(alice, li, home, now):
    contract = buy(alice, li, home, now, payment="full")
    services.correct_purchase(alice, contract, version=1, payment="mortgage", now=now)
    assert Purchase.objects.get().payment == "mortgage"
    with pytest.raises(Stale):
        services.correct_purchase(alice, contract, version=1, payment="full", now=now)


def test_a_visit_to_the_showroom_is_recorded_once_a_day_and_brings_the_owner_into_the_project(
    alice, system, harbour, dan, li, now
):
    first = services.record_visit(system, li, project=harbour, on=now.date(), now=now)
    assert services.record_visit(system, li, project=harbour, on=now.date(), now=now) == first
    assert Owner.objects.visible_to(dan).get() == li


def test_two_systems_that_give_one_reference_at_one_moment_record_one_purchase(
    alice, li, han, home, riverside, now, monkeypatch
):
    """The competitor is injected between the check and the write; the constraint is the last guard."""
    check, other, competing = services._refuse_taken, add_home(alice, riverside, now, unit="02"), []

    def overtaken(*args):
        check(*args)
        if not competing:
            competing.append(True)
            competing.append(buy(alice, han, other, now, source="erp", external_ref="C-77"))

    monkeypatch.setattr(services, "_refuse_taken", overtaken)
    with pytest.raises(IntegrityError):
        buy(alice, li, home, now, source="erp", external_ref="C-77")
    assert not Purchase.objects.filter(owner=li).exists()
    assert Home.objects.get(pk=home.pk).status == "on_sale"
