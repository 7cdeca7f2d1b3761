import pytest

from crm.errors import Refused
from service_desk.cases import services
from service_desk.clocks.models import Deadline
from tests.cases.story import nothing_changes


def test_an_unsubstantiated_complaint_is_explained_and_that_is_the_answer(story):
    case = story.explained(story.register())
    assert case.status == "explained"
    assert Deadline.objects.get(case=case, kind="answer").met_at == story.now
    assert case.messages.get(direction="out").body == "检测结果一切正常。"


def test_a_substantiated_complaint_cannot_be_explained_away(story):
    case = story.drive("investigating")
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.explain(story.alice, case, explanation="正常现象", now=story.now)
    assert refusal.value.code == "not_unsubstantiated"


def test_an_agent_closes_what_was_explained(story):
    case = story.explained(story.register())
    case = services.close(story.alice, case, because="业主接受说明", now=story.now)
    assert case.status == "closed"


def test_an_appeal_starts_again_from_the_investigation(story):
    case = story.explained(story.register())
    case = services.reopen(story.alice, case, because="业主不同意", now=story.now)
    assert (case.status, case.round, case.substantiated) == ("investigating", 2, None)
