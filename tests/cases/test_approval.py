import pytest

from crm.errors import IllegalMove, NotAllowed, Refused
from service_desk.authority.models import LimitRow, LimitScheme
from service_desk.cases import services
from service_desk.cases.access import approval_limit
from service_desk.clocks.models import Deadline
from tests.cases.story import facts, nothing_changes


def decide(story, by, proposal, approved=True, because=""):
    return services.decide_approval(by, proposal, approved=approved, because=because, now=story.now)


@pytest.fixture
def large(story):
    """A proposal of 1,000 yuan by Alice, whose own limit is 500."""
    return story.propose(story.drive("answered"), amount=100_000)


def test_a_supervisor_approves_within_his_limit_and_the_owner_has_his_answer(story, large):
    proposal = decide(story, story.bob, large)
    assert (proposal.status, proposal.approved_by) == ("offered", story.bob)
    assert Deadline.objects.get(kind="answer").met_at == story.now
    assert facts("ProposalApproved")[0]["approved_by_id"] == story.bob.pk


def test_nobody_approves_his_own_proposal_above_his_limit(story, large):
    with nothing_changes(), pytest.raises(NotAllowed) as refusal:
        decide(story, story.alice, large)
    assert refusal.value.code == "over_limit"
    assert refusal.value.extra["limit"] == 50_000


def test_a_supervisor_does_not_approve_past_his_limit_but_an_executive_does(story, eve):
    large = story.propose(story.drive("answered"), amount=2_000_001)
    with nothing_changes(), pytest.raises(NotAllowed):
        decide(story, story.bob, large)
    assert decide(story, eve, large).status == "offered"


def test_a_limit_holds_only_where_the_role_is_held(story, dan):
    assert approval_limit(dan, story.project) == 0
    assert approval_limit(story.alice, story.project) == 50_000


def test_limits_are_rows_that_the_house_may_change(story, large):
    scheme = LimitScheme.objects.create(number=1, active_from=story.now, because="收紧")
    LimitRow.objects.create(scheme=scheme, role="supervisor", currency="CNY", amount=10)
    with pytest.raises(NotAllowed):
        decide(story, story.bob, large)


def test_a_refusal_gives_its_reason_and_brings_the_case_back_to_the_agent(story, large):
    proposal = decide(story, story.bob, large, approved=False, because="金额缺少依据")
    case = story.fresh(large.case)
    assert (proposal.status, case.status) == ("disapproved", "answered")
    assert case.history.latest("id").because == "金额缺少依据"


def test_a_refusal_leaves_the_case_with_the_owner_where_another_proposal_stands(story):
    case = story.drive("proposed")
    large = story.propose(case, amount=100_000)
    decide(story, story.bob, large, approved=False, because="太贵")
    assert story.fresh(case).status == "proposed"


def test_a_refusal_without_reason_is_refused(story, large):
    with nothing_changes(), pytest.raises(Refused):
        decide(story, story.bob, large, approved=False)


def test_what_is_decided_stays_decided(story, large):
    decide(story, story.bob, large)
    with nothing_changes(), pytest.raises(IllegalMove):
        decide(story, story.bob, large)
