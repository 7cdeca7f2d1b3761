"""The ledger: once, with its source, and never changed."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, InternalError

from crm.errors import Refused
from owners.contracts import services as contracts
from profitability.ledger import services
from profitability.ledger.services import Source
from profitability.models import LedgerEntry
from tests.flows import story
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(alice, chen, riverside):
    return post(alice, chen, riverside)


def post(actor, owner, project, *, amount=-5_000, kind="gift", ref="1"):
    return services.post(
        actor,
        owner=owner,
        project=project,
        kind=kind,
        amount=amount,
        currency="CNY",
        source=Source("test", ref),
        at=NOW,
        now=NOW,
    )


def test_the_same_source_is_posted_once(posted, alice, chen, riverside):
    assert post(alice, chen, riverside) is None
    assert post(alice, chen, riverside, amount=-9_999) is None
    assert LedgerEntry.objects.count() == 1


def test_one_source_may_post_several_kinds(posted, alice, chen, riverside):
    assert post(alice, chen, riverside, kind="visit") is not None


@pytest.mark.parametrize("wrong", [{"kind": "luck"}, {"amount": 0}])
def test_what_is_no_entry_is_refused_and_nothing_is_written(alice, chen, riverside, wrong):
    with pytest.raises(Refused):
        post(alice, chen, riverside, **wrong)
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_an_entry_whoever_asks(posted, act):
    rows = LedgerEntry.objects.filter(pk=posted.pk)
    with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
        rows.update(amount=1) if act == "update" else rows.delete()
    assert LedgerEntry.objects.get().amount == -5_000


def test_without_the_trigger_the_entry_could_be_changed(posted):
    """The guard taken away: what the test above relies on is the trigger and nothing else."""
    trigger = next(t for t in LedgerEntry._meta.triggers if t.name == "append_only")
    trigger.uninstall(LedgerEntry)
    try:
        LedgerEntry.objects.filter(pk=posted.pk).update(amount=1)
        assert LedgerEntry.objects.get().amount == 1
    finally:
        trigger.install(LedgerEntry)


def bought(system, owner, home, **more):
    said = {"kind": "contract", "signed_on": NOW.date(), "amount": 300_000_000, "currency": "CNY", **more}
    purchase = contracts.record_purchase(system, owner, home, now=NOW, **said)
    story.deliver()
    return purchase


@pytest.fixture
def empty_home(riverside, system):
    from owners.homes import services as homes

    return homes.add_home(system, riverside, building="4", entrance="1", floor=3, unit="0302", now=NOW)


def test_a_contract_posts_its_own_margin(system, chen, empty_home):
    bought(system, chen, empty_home, margin_amount=42_000_000)
    entry = LedgerEntry.objects.get()
    assert (entry.kind, entry.amount, entry.estimated) == ("purchase_margin", 42_000_000, False)


def test_a_contract_without_a_margin_posts_an_estimate_that_says_so(system, chen, empty_home):
    bought(system, chen, empty_home)
    entry = LedgerEntry.objects.get()
    assert (entry.amount, entry.estimated) == (36_000_000, True)


def test_a_reservation_is_an_intention_and_earns_nothing(system, chen, empty_home):
    bought(system, chen, empty_home, kind="reservation", amount=5_000_000)
    assert not LedgerEntry.objects.exists()


def test_a_cancelled_contract_gives_its_margin_back(system, chen, empty_home):
    purchase = bought(system, chen, empty_home, margin_amount=42_000_000)
    contracts.cancel_purchase(
        system, purchase, on=NOW.date(), because="loan refused", version=purchase.version, now=NOW
    )
    story.deliver()
    assert sum(LedgerEntry.objects.values_list("amount", flat=True)) == 0
    assert LedgerEntry.objects.count() == 2


def test_the_api_posts_once_and_says_so_the_second_time(api, bob, chen, riverside):
    said = {
        "owner": chen.number,
        "project": riverside.code,
        "kind": "event",
        "value": {"amount": -12_000, "currency": "CNY"},
        "source": "autumn-feast-17",
    }
    assert api(bob).post("ledger-entries", said).status_code == 201
    again = api(bob).post("ledger-entries", said)
    assert (again.status_code, again.json()["code"]) == (422, "posted_already")
    assert LedgerEntry.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": {"amount": 10**30, "currency": "CNY"}},
        {"value": {"amount": -(2**63) - 1, "currency": "CNY"}},
        {"value": {"amount": -5000, "currency": "XXX"}},
        {"value": {"amount": -5000, "currency": "cny"}},
        {"value": {"amount": -5000, "currency": "EUR"}},
        {"value": {"amount": "NaN", "currency": "CNY"}},
        {"at": "0001-01-01T00:00:00Z"},
        {"at": "2199-01-01T00:00:00Z"},
    ],
)
def test_an_amount_that_no_report_could_hold_is_refused_and_nothing_is_written(
    api, bob, chen, riverside, wrong
):
    said = {"owner": chen.number, "project": "RIVERSIDE", "kind": "gift", "source": "W-1"}
    said |= {"value": {"amount": -5000, "currency": "CNY"}} | wrong
    assert api(bob).post("ledger-entries", said).status_code == 422
    assert not LedgerEntry.objects.exists()


def test_an_agent_does_not_see_what_people_are_worth(api, alice, chen):
    assert api(alice).get("ledger-entries").status_code == 403
    assert api(alice).get(f"valuations/{chen.number}").status_code == 403


def test_what_the_value_to_date_reads_is_served_by_its_own_index(posted, chen):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT kind, sum(amount) FROM profitability_ledgerentry"
            " WHERE owner_id = %s AND currency = 'CNY' GROUP BY kind",
            [chen.pk],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "ledger_of_owner" in plan
