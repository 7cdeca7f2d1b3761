import pytest

from crm.errors import IllegalMove, Refused
from service_desk.cases import services
from service_desk.clocks.models import Deadline
from tests.cases.story import facts, nothing_changes


def decide(story, proposal, agreed, **said):
    return services.record_owner_decision(story.alice, proposal, agreed=agreed, now=story.now, **said)


def test_agreement_is_signed_and_the_other_proposals_are_withdrawn(story):
    case = story.drive("proposed")
    other = story.propose(case, amount=1)
    first = case.proposals.earliest("id")
    decide(story, first, True, words="可以", signed_name="陈建国")
    other.refresh_from_db()
    assert (story.fresh(case).status, other.status) == ("agreed", "withdrawn")
    assert facts("OwnerDecided")[0]["agreed"] is True


def test_agreement_without_a_signature_is_refused(story):
    case = story.drive("proposed")
    with nothing_changes(), pytest.raises(Refused) as refusal:
        decide(story, case.proposals.get(), True)
    assert "signed_name" in refusal.value.fields


def test_a_refused_proposal_goes_back_to_the_department_one_round_further(story):
    case = story.drive("proposed")
    decide(story, case.proposals.get(), False, words="我要求整体重做")
    case = story.fresh(case)
    slip = case.slips.get(status="sent")
    assert (case.status, case.round) == ("transferred", 2)
    assert (slip.round, slip.request, slip.department) == (2, "我要求整体重做", story.engineering)
    assert Deadline.objects.running().filter(slip=slip).count() == 1


def test_the_owner_is_still_owed_news_after_he_refused(story):
    case = story.drive("proposed")
    decide(story, case.proposals.get(), False, words="不行")
    assert Deadline.objects.running().filter(case=case, kind="progress").count() == 1


def test_with_another_proposal_on_the_table_a_refusal_moves_nothing(story):
    case = story.drive("proposed")
    story.propose(case, amount=1)
    decide(story, case.proposals.earliest("id"), False, words="选另一个")
    case = story.fresh(case)
    assert (case.status, case.round) == ("proposed", 1)


def test_a_refusal_keeps_the_owners_words(story):
    case = story.drive("proposed")
    with nothing_changes(), pytest.raises(Refused) as refusal:
        decide(story, case.proposals.get(), False)
    assert "words" in refusal.value.fields


def test_what_was_not_approved_cannot_be_agreed(story):
    large = story.propose(story.drive("answered"), amount=90_000)
    with nothing_changes(), pytest.raises(IllegalMove):
        decide(story, large, True, signed_name="陈建国")


def test_three_refusals_are_counted_as_rounds(story):
    case = story.drive("proposed")
    for _round in range(3):
        decide(story, case.proposals.get(status="offered"), False, words="不行")
        slip = case.slips.get(status="sent")
        services.answer_slip(story.hong, slip, solution="再来", now=story.now)
        story.propose(case)
    assert story.fresh(case).round == 4
