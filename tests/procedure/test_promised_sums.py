"""What is promised by hand is weighed as a whole: several small sums are one large one."""

import pytest

from crm.errors import NotAllowed, Refused
from service_desk.escalated import services as escalated
from service_desk.promises import services
from tests.cases.story import nothing_changes


def test_several_sums_of_one_case_are_weighed_together(story):
    case = story.drive("assigned")
    first = services.make(story.alice, case, text="赔三百", amount=30_000, now=story.now)
    with nothing_changes(), pytest.raises(NotAllowed) as refusal:
        services.make(story.alice, case, text="再赔三百", amount=30_000, now=story.now)
    assert refusal.value.code == "over_limit"
    services.settle(story.alice, first, status="withdrawn", because="说错了", now=story.now)
    assert services.make(story.alice, case, text="赔五百", amount=50_000, now=story.now).amount == 50_000


def test_a_difficult_complaint_promises_no_sum_past_its_plan(story):
    case = story.drive("assigned")
    escalated.mark(story.alice, case, reason="other", words="要见媒体", senior=story.bob, now=story.now)
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.make(story.alice, case, text="赔一百", amount=10_000, now=story.now)
    assert (refusal.value.code, list(refusal.value.fields)) == ("no_plan", ["amount"])
    assert services.make(story.alice, case, text="明天回电", now=story.now).amount is None


def test_a_sum_that_stands_only_in_the_words_is_weighed_too(story):
    case = story.drive("assigned")
    with nothing_changes(), pytest.raises(NotAllowed) as refusal:
        services.make(story.alice, case, text="我们将补偿您5000元，本周五前到账。", now=story.now)
    assert (refusal.value.code, refusal.value.extra["limit"]) == ("over_limit", 50_000)
    with nothing_changes(), pytest.raises(NotAllowed):
        services.make(story.alice, case, text="我们将补偿您5000元。", amount=100, now=story.now)
    assert services.make(story.alice, case, text="我们将补偿您500元。", now=story.now).amount is None
    assert services.make(story.bob, case, text="我们将补偿您5000元。", now=story.now).amount is None
