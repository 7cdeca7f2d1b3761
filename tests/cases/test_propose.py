import pytest

from crm.errors import Refused
from service_desk.cases import services
from service_desk.clocks.models import Deadline
from tests.cases.story import facts, nothing_changes


def test_within_his_own_limit_an_agents_proposal_goes_to_the_owner_at_once(story):
    case = story.drive("answered")
    proposal = story.propose(case, amount=50_000)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.approved_by) == ("offered", story.alice)
    assert Deadline.objects.get(kind="answer").met_at == story.now
    assert [name for name in ("ProposalMade", "ProposalApproved") if len(facts(name)) == 1] == [
        "ProposalMade",
        "ProposalApproved",
    ]


def test_one_cent_above_his_limit_it_waits_for_approval(story):
    proposal = story.propose(story.drive("answered"), amount=50_001)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.approved_by) == ("awaiting_approval", None)
    assert Deadline.objects.get(kind="answer").met_at is None
    assert facts("ProposalApproved") == []


def test_from_the_offer_on_the_owner_is_owed_news(story):
    story.drive("proposed")
    clock = Deadline.objects.running().get()
    assert (clock.kind, clock.working_days) == ("progress", 5)


def test_several_proposals_stand_side_by_side(story):
    case = story.drive("proposed")
    story.propose(case, amount=10_000)
    assert case.proposals.filter(status="offered").count() == 2
    assert story.fresh(case).status == "proposed"


def test_a_proposals_cost_is_the_sum_of_its_parts(story):
    case = story.drive("answered")
    parts = [
        {"kind": "apology", "description": "书面致歉"},
        {"kind": "repair", "amount": 20_000, "currency": "CNY"},
        {"kind": "gift", "amount": 5_000},
    ]
    proposal = services.propose(story.alice, case, summary="致歉并维修", parts=parts, now=story.now)
    assert (proposal.amount, proposal.currency, proposal.parts.count()) == (25_000, "CNY", 3)


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [{"kind": "bribe"}],
        [{"kind": "money", "amount": -1}],
        [{"kind": "money", "amount": 1, "currency": "EUR"}],
    ],
)
def test_parts_that_make_no_sense_are_refused_and_change_nothing(story, parts):
    case = story.drive("answered")
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.propose(story.alice, case, summary="方案", parts=parts, now=story.now)
    assert "parts" in refusal.value.fields
