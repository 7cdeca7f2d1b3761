"""A case that an unhappy answer has sent back, with its decision and its directive."""

import pytest

from coordination.models import Decision
from satisfaction.collection import services as collection
from tests.flows import story

UNHAPPY = {"overall": "dissatisfied", "result": "very_dissatisfied"}


@pytest.fixture
def sent_back(alice, bob, hong, cai, chen, home_1201, engineering, desk):
    case = story.registered(alice, chen, home_1201)
    case = story.worked(alice, hong, case, engineering)
    visit = story.visits(case)[0]
    collection.record_callback(
        cai, visit, outcome="reached", answers=UNHAPPY, words="还是漏", now=story.later(1)
    )
    story.deliver(story.later(1))
    return story.fresh(case)


@pytest.fixture
def decision(sent_back):
    return Decision.objects.get(case=sent_back)
