"""The same loop over the public API alone: the story that `manage.py tour` tells, with the relay taken by hand."""

import pytest

from coordination.models import Decision, Outcome
from coordination.tour.client import Broken
from coordination.tour.story import Story, tell
from crm.events import relay
from service_desk.cases.models import Case
from tests.people import NOW, ApiClient

pytestmark = pytest.mark.django_db


class InHouse:
    """Speaks to the API as the tour's client does; instead of waiting, it lets the relay work."""

    def __init__(self, people, clock):
        self.people, self.clock = {user.username: ApiClient(user) for user in people}, clock

    def get(self, who, path):
        return self._read(self.people[who].get(path))

    def post(self, who, path, **said):
        return self._read(self.people[who].post(path, said))

    def wait(self, who, path, until, *, what):
        relay.drain(now=self.clock())
        answer = self.get(who, path)
        if not until(answer):
            raise Broken(f"waited for {what}")
        return answer

    def _read(self, answer):
        if answer.status_code >= 400:
            raise Broken(answer.content.decode())
        return answer.json()


@pytest.fixture
def story(alice, bob, hong, cai, riverside, engineering, desk, monkeypatch):
    from crm import clock

    monkeypatch.setattr(clock, "now", lambda: NOW)
    client = InHouse([alice, bob, hong, cai], lambda: NOW)
    return Story(
        client=client,
        mark="1",
        today=f"{NOW:%Y-%m-%d}",
        agents=frozenset({"alice", "bob"}),
        project="RIVERSIDE",
        department="ENG",
    )


def test_the_whole_story_can_be_told_over_the_api(story):
    told = list(tell(story))

    case = Case.objects.get(number=story.known["case"])
    outcome = Outcome.objects.get()
    assert len(told) == 24
    assert (case.status, case.round) == ("closed", 2)
    assert (outcome.score_before, outcome.score_after, outcome.finding) == (25, 75, "worked")
    assert list(Decision.objects.order_by("at", "pk").values_list("outcome", flat=True)) == [
        "reopen",
        "close",
    ]


def test_a_broken_step_is_named(story, hong):
    hong.grants.all().delete()

    with pytest.raises(Broken):
        list(tell(story))
    assert story.known["step"] == "The department answers with a solution"
