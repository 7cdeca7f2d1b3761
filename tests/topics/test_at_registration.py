"""The topic of an inquiry, a suggestion or praise is said while the call is taken."""

import pytest

from service_desk.cases.models import Case
from service_desk.topics import selectors
from service_desk.topics.models import CaseTopic, Topic
from tests.topics.test_short_ways import topics

__all__ = ["topics"]
WORDS = "请问什么时候交房？"


@pytest.fixture
def call(story, topics, signed_in, monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: story.now)
    said = {"owner": story.chen.number, "kind": "inquiry", "words": WORDS, "subject": "handover"}
    said |= {"emotion": "calm", "language": "zh-hans", "channel": "phone", "home": story.home.public_number}
    desk = signed_in(story.alice)
    return lambda address, **more: desk.post(address, said | more)


def hint(call, **more):
    return call("/desk/new/hints/", **more).content.decode()


def test_the_words_choose_the_topic(call):
    guess = selectors.proposed_by(WORDS)[0]
    assert f'value="{guess}" selected' in hint(call)


def test_what_the_agent_has_chosen_stays_while_the_words_go_on(call):
    guess = selectors.proposed_by(WORDS)[0]
    other = Topic.objects.filter(parent__isnull=False).exclude(code=guess).first().code
    assert f'value="{other}" selected' in hint(call, topic=other, topic_guess=guess)
    assert f'value="{guess}" selected' in hint(call, topic=other, topic_guess=other)
    assert " selected" not in hint(call, topic="", topic_guess=guess)


@pytest.mark.parametrize("kind", ["complaint", "repair"])
def test_what_goes_the_seven_steps_is_asked_for_no_topic(call, kind):
    assert "call-topic" not in hint(call, kind=kind)


def test_the_topic_of_the_form_is_kept_with_the_case(call):
    assert call("/desk/new/", topic="handover-date", topic_guess="").status_code == 302
    assert selectors.topics_of(Case.objects.get()) == ["handover-date"]


@pytest.mark.parametrize(
    ("kind", "topic"), [("inquiry", "no-such-topic"), ("inquiry", ""), ("complaint", "handover-date")]
)
def test_what_is_no_topic_there_is_passed_over(call, kind, topic):
    assert call("/desk/new/", kind=kind, topic=topic).status_code == 302
    assert Case.objects.count() == 1
    assert not CaseTopic.objects.exists()


def test_a_topic_that_is_offered_no_more_is_passed_over(call):
    Topic.objects.filter(code="handover-date").update(retired=True)
    call("/desk/new/", topic="handover-date")
    assert not CaseTopic.objects.exists()
