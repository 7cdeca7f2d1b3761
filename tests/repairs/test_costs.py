"""What repairs cost, who answers for it, what comes back; and the ledger that follows."""

import pytest
from django.db import IntegrityError, transaction

from crm.errors import IllegalMove, Refused
from crm.events import relay
from profitability.ledger.models import LedgerEntry
from service_desk.cases import services as cases
from service_desk.cases.states import CaseStatus
from service_desk.repairs import services
from service_desk.repairs.models import LiableParty, Recovery
from service_desk.repairs.selectors import recovery_totals

pytestmark = pytest.mark.django_db


def ledger(case) -> int:
    relay.drain(now=case.received_at)
    return -sum(LedgerEntry.objects.filter(owner=case.owner, kind="repair").values_list("amount", flat=True))


def test_costs_add_up_and_a_mistake_is_taken_back_but_never_more(order, hong, now):
    services.add_cost(hong, order, kind="labour", amount=80_000, now=now)
    services.add_cost(hong, order, kind="material", amount=20_000, now=now)
    services.add_cost(hong, order, kind="material", amount=-5_000, description="多记", now=now)
    order.refresh_from_db()
    assert order.cost == 95_000
    for amount in (0, -95_001):
        with pytest.raises(Refused):
            services.add_cost(hong, order, kind="labour", amount=amount, now=now)
    order.refresh_from_db()
    assert order.cost == 95_000


def test_each_liable_contractor_is_asked_for_his_share(order, alice, bob, builders, now):
    services.add_cost(alice, order, kind="labour", amount=100_001, now=now)
    services.set_liable(alice, order, parties=[(builders[0], 70), (builders[1], 30)], now=now)
    rows = services.claim(bob, order, now=now)
    assert [row.claimed for row in rows] == [70_001, 30_000]
    with pytest.raises(Refused) as refusal:
        services.claim(bob, order, now=now)
    assert refusal.value.code == "claimed_already"
    with pytest.raises(Refused):
        services.set_liable(alice, order, parties=[(builders[0], 100)], now=now)
    assert LiableParty.objects.count() == 2


def test_a_contractor_stands_once_and_three_are_enough(order, alice, builders, now):
    for parties in ([(builders[0], 50), (builders[0], 50)], [(builders[0], 60), (builders[1], 50)]):
        with pytest.raises(Refused):
            services.set_liable(alice, order, parties=parties, now=now)
    assert not LiableParty.objects.exists()


def test_what_is_claimed_is_agreed_received_or_written_off(order, alice, bob, builders, now):
    services.add_cost(alice, order, kind="labour", amount=100_000, now=now)
    services.set_liable(alice, order, parties=[(builders[0], 60), (builders[1], 40)], now=now)
    first, second = services.claim(bob, order, now=now)
    with pytest.raises(IllegalMove):
        services.move_recovery(bob, first, to="received", amount=60_000, now=now)
    with pytest.raises(Refused):
        services.move_recovery(bob, first, to="agreed", amount=60_001, now=now)
    services.move_recovery(bob, first, to="agreed", amount=50_000, now=now)
    services.move_recovery(bob, first, to="received", amount=45_000, now=now)
    with pytest.raises(Refused):
        services.move_recovery(bob, second, to="written_off", now=now)
    services.move_recovery(bob, second, to="written_off", because="已破产", now=now)
    totals = {row.code: row for row in recovery_totals(bob)}
    assert (totals["YH"].claimed, totals["YH"].agreed, totals["YH"].received) == (60_000, 50_000, 45_000)
    assert totals["ZJ"].written_off == 40_000
    order.refresh_from_db()
    assert order.recovered == 45_000


def test_the_database_writes_nothing_off_without_a_reason(order, alice, bob, builders, now):
    services.add_cost(alice, order, kind="labour", amount=100, now=now)
    services.set_liable(alice, order, parties=[(builders[0], 100)], now=now)
    services.claim(bob, order, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.update(status="written_off")


def test_the_ledger_knows_what_a_repair_cost_less_what_came_back(order, case, alice, bob, builders, now):
    services.add_cost(alice, order, kind="labour", amount=100_000, now=now)
    assert ledger(case) == 100_000
    services.set_liable(alice, order, parties=[(builders[0], 50)], now=now)
    (claim,) = services.claim(bob, order, now=now)
    services.move_recovery(bob, claim, to="agreed", amount=50_000, now=now)
    services.move_recovery(bob, claim, to="received", amount=50_000, now=now)
    assert ledger(case) == 50_000


@pytest.mark.parametrize(
    ("cost", "while_open", "at_the_end"), [(70_000, 100_000, 70_000), (130_000, 130_000, 130_000)]
)
def test_what_it_cost_takes_the_place_of_what_was_promised(
    story, handed_over, parts, alice, now, cost, while_open, at_the_end
):
    case = story.drive(CaseStatus.ANSWERED)
    part = {"kind": "repair", "description": "重做防水", "amount": 100_000, "currency": "CNY"}
    proposal = cases.propose(story.bob, case, summary="重做", parts=[part], now=now)
    proposal.refresh_from_db()
    cases.record_owner_decision(alice, proposal, agreed=True, signed_name="陈建国", now=now)
    assert ledger(case) == 100_000
    order = services.order(alice, case, description="重做防水", now=now)
    services.add_cost(alice, order, kind="contractor", amount=cost, now=now)
    assert ledger(case) == while_open
    services.finish(alice, order, result="已修", now=now)
    assert ledger(case) == at_the_end
    assert ledger(case) == at_the_end  # delivered again, nothing is posted twice
