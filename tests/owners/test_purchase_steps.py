"""Reservation, subscription, contract and resale: linked, converted, paid, cancelled with a refund."""

from datetime import date
from decimal import Decimal

import pytest

from crm.errors import IllegalMove, Refused
from owners.contracts import converting, paying
from owners.contracts import services as contracts
from owners.models import Home, Ownership, PaymentLine, Purchase

from .staging import add_home, add_owner, buy, everything

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = date(2025, 1, 10), date(2025, 2, 10), date(2025, 3, 10)


@pytest.fixture
def owner(alice, riverside, now):
    return add_owner(alice, riverside, now)


@pytest.fixture
def home(alice, riverside, now):
    return add_home(alice, riverside, now)


@pytest.fixture
def reservation(alice, owner, home, now):
    return buy(alice, owner, home, now, kind="reservation", signed_on=FIRST, amount=2_000_00)


def convert(actor, purchase, now, to, signed_on, amount=3_000_000_00, **said):
    return converting.convert_purchase(
        actor, purchase, to=to, signed_on=signed_on, amount=amount, now=now, **said
    )


def test_a_reservation_becomes_a_subscription_and_a_contract_and_keeps_its_links(
    alice, reservation, home, now
):
    subscription = convert(alice, reservation, now, "subscription", SECOND, amount=50_000_00)
    contract = convert(alice, subscription, now, "contract", THIRD, deposit_amount=50_000_00)
    assert (subscription.follows, contract.follows) == (reservation, subscription)
    assert contract.deposit_amount == 50_000_00
    assert Home.objects.get(pk=home.pk).status == "signed"
    assert Ownership.objects.get().owner == contract.owner


def test_steps_that_are_recorded_one_by_one_are_linked_too(alice, owner, home, reservation, now):
    contract = buy(alice, owner, home, now, signed_on=THIRD)
    assert contract.follows == reservation


def test_steps_that_come_many_at_once_are_linked_too(alice, owner, home, now):
    kinds = (("reservation", FIRST), ("subscription", SECOND), ("contract", THIRD))
    rows = [
        {"owner": owner, "home": home, "kind": kind, "signed_on": day, "amount": 1} for kind, day in kinds
    ]
    made = [outcome.row for outcome in contracts.record_purchases(alice, rows, now=now)]
    linked = dict(Purchase.objects.values_list("pk", "follows"))
    assert [linked[row.pk] for row in made] == [None, made[0].pk, made[1].pk]


def test_somebody_elses_reservation_is_not_followed(alice, riverside, owner, home, reservation, now):
    contracts.cancel_purchase(alice, reservation, because="退筹", on=FIRST, version=1, now=now)
    other = add_owner(alice, riverside, now, name="韩梅梅")
    assert buy(alice, other, home, now, signed_on=THIRD).follows is None


def test_a_reservation_that_named_no_home_names_it_with_the_next_step(alice, owner, riverside, home, now):
    early = contracts.record_purchase(
        alice, owner, None, kind="reservation", project=riverside, signed_on=FIRST, amount=2_000_00, now=now
    )
    with pytest.raises(Refused):
        convert(alice, early, now, "contract", SECOND)
    contract = convert(alice, early, now, "contract", SECOND, home=home)
    assert (contract.home, contract.follows) == (home, early)
    contracts.cancel_purchase(alice, contract, because="贷款未批", on=THIRD, version=1, now=now)
    assert not Purchase.objects.filter(cancelled_on=None).exists()


@pytest.mark.parametrize(
    ("to", "signed_on", "error"),
    [
        ("reservation", SECOND, IllegalMove),
        ("resale", SECOND, IllegalMove),
        ("contract", date(2025, 1, 9), Refused),
    ],
)
def test_a_step_goes_on_only_as_the_table_says_and_not_backwards(
    alice, reservation, now, to, signed_on, error
):
    before = everything()
    with pytest.raises(error):
        convert(alice, reservation, now, to, signed_on)
    assert everything() == before


def test_a_step_is_followed_once(alice, reservation, now):
    convert(alice, reservation, now, "subscription", SECOND)
    before = everything()
    with pytest.raises(IllegalMove):
        convert(alice, reservation, now, "contract", THIRD)
    assert everything() == before


def test_a_step_for_one_home_does_not_become_one_for_another(alice, riverside, reservation, now):
    other = add_home(alice, riverside, now, floor=2)
    with pytest.raises(Refused) as refusal:
        convert(alice, reservation, now, "contract", SECOND, home=other)
    assert "home" in refusal.value.fields


def test_a_cancellation_says_what_is_paid_back_and_takes_the_steps_before_along(alice, reservation, now):
    contract = convert(alice, reservation, now, "contract", SECOND)
    with pytest.raises(Refused):
        contracts.cancel_purchase(
            alice, contract, because="x", on=THIRD, version=1, refund_amount=contract.amount + 1, now=now
        )
    with pytest.raises(IllegalMove):
        contracts.cancel_purchase(alice, reservation, because="x", on=THIRD, version=1, now=now)
    assert Purchase.objects.filter(cancelled_on=None).count() == 2
    done = contracts.cancel_purchase(
        alice, contract, because="协商退房", on=THIRD, version=1, refund_amount=1_000_000_00, now=now
    )
    assert done.refund_amount == 1_000_000_00
    assert not Purchase.objects.filter(cancelled_on=None).exists()


def test_a_resale_by_one_of_two_leaves_the_other_his_half(alice, riverside, owner, home, now):
    other, buyer = (
        add_owner(alice, riverside, now, name="韩梅梅"),
        add_owner(alice, riverside, now, name="王芳"),
    )
    for holder in (owner, other):
        contracts.record_ownership(alice, holder, home, share="0.5", since=FIRST, now=now)
    contracts.record_purchase(
        alice,
        buyer,
        home,
        kind="resale",
        signed_on=THIRD,
        amount=1,
        seller=owner,
        share=Decimal("0.5"),
        now=now,
    )
    held = dict(Ownership.objects.current(now.date()).values_list("owner__name", "share"))
    assert held == {"韩梅梅": Decimal("0.5"), "王芳": Decimal("0.5")}
    assert Ownership.objects.get(owner=owner).until == THIRD


def test_a_resale_on_the_page_transfers_the_ownership(alice, riverside, chen, home_1201, now, signed_in):
    buyer = add_owner(alice, riverside, now, name="王芳", phone="13900001111")
    said = {
        "seller": chen.number,
        "buyer": "13900001111",
        "signed_on": "2026-03-02",
        "amount": "410万",
        "payment": "",
    }
    client, path = signed_in(alice), f"/homes/{home_1201.public_number}/resale/"
    Ownership.objects.filter(owner=chen).update(since=FIRST)
    assert client.post(path, said | {"buyer": "13900002222"}).status_code == 422
    assert client.post(path, said).status_code == 302
    assert Ownership.objects.get(owner=chen).until == date(2026, 3, 2)
    assert Ownership.objects.get(owner=buyer).since == date(2026, 3, 2)


def test_a_plan_of_payments_stays_within_the_price_and_keeps_what_was_paid(alice, reservation, now):
    contract = convert(alice, reservation, now, "contract", SECOND, amount=900)
    paying.plan_payments(alice, contract, [(SECOND, 300), (THIRD, 600)], now=now)
    paying.mark_paid(alice, contract, due_on=SECOND, on=SECOND, now=now)
    lines = list(PaymentLine.objects.order_by("due_on").values_list("due_on", "amount", "paid_on"))
    for wrong in ([(THIRD, 601)], [(SECOND, 1)], [(THIRD, 0)], [(THIRD, 1), (THIRD, 2)]):
        with pytest.raises(Refused):
            paying.plan_payments(alice, contract, wrong, now=now)
    with pytest.raises(IllegalMove):
        paying.mark_paid(alice, contract, due_on=SECOND, on=SECOND, now=now)
    assert list(PaymentLine.objects.order_by("due_on").values_list("due_on", "amount", "paid_on")) == lines
    paying.plan_payments(alice, contract, [(date(2025, 4, 1), 200), (date(2025, 5, 1), 400)], now=now)
    assert PaymentLine.objects.count() == 3


def test_a_purchase_has_a_page_with_its_steps_and_payments(alice, reservation, now, signed_in):
    client = signed_in(alice)
    assert "/next/" in client.get(f"/purchases/{reservation.number}/").content.decode()
    said = {
        "to": "contract",
        "signed_on": "2025-03-10",
        "amount": "300万",
        "deposit_amount": "5万",
        "payment": "",
    }
    assert client.post(f"/purchases/{reservation.number}/next/", said).status_code == 302
    contract = Purchase.objects.get(kind="contract")
    assert (contract.amount, contract.deposit_amount) == (3_000_000_00, 50_000_00)
    plan = {
        "form-TOTAL_FORMS": 2,
        "form-INITIAL_FORMS": 0,
        "form-0-due_on": "2025-04-01",
        "form-0-amount": "100万",
    }
    assert client.post(f"/purchases/{contract.number}/payments/", plan).status_code == 302
    said = {"due_on": "2025-04-01", "on": "2026-03-02"}
    assert client.post(f"/purchases/{contract.number}/paid/", said).status_code == 302
    assert PaymentLine.objects.get().paid_on == date(2026, 3, 2)
    page = client.get(f"/purchases/{contract.number}/").content.decode()
    assert reservation.number in page and "/next/" not in page


def test_the_api_goes_on_step_by_step(alice, dan, reservation, api):
    path = f"purchases/{reservation.number}/next"
    said = {"to": "contract", "signed_on": "2025-03-10", "price": {"amount": 900}, "deposit_amount": 100}
    assert api(dan).post(path, said).status_code == 404
    made = api(alice).post(path, said).json()
    assert (made["follows"], made["deposit_amount"]) == (reservation.number, 100)
    assert api(alice).post(path, said).json()["code"] == "illegal_move"
    path = f"purchases/{made['number']}"
    lines = {"lines": [{"due_on": "2025-04-01", "amount": 900}]}
    assert api(alice).put(f"{path}/payments", lines).status_code == 200
    paid = api(alice).post(f"{path}/paid", {"due_on": "2025-04-01", "on": "2025-04-02"}).json()
    assert paid["lines"] == [{"due_on": "2025-04-01", "amount": 900, "paid_on": "2025-04-02"}]
    ending = {"version": 1, "on": "2025-05-01", "because": "退房", "refund_amount": 500}
    assert api(alice).post(f"{path}/cancellation", ending).json()["refund_amount"] == 500
