import pytest

from crm.errors import IllegalMove, NotAllowed
from service_desk.cases import services
from service_desk.clocks.models import Deadline
from tests.cases.story import facts, nothing_changes


def reopen(story, case, by=None):
    return services.reopen(by or story.machine, case, because="业主不满意", now=story.now)


@pytest.mark.parametrize("status", ["completed", "visiting", "explained"])
def test_anything_less_than_satisfied_starts_again_from_the_investigation(story, status):
    case = reopen(story, story.drive(status))
    assert (case.status, case.round, case.substantiated, case.responsible) == ("investigating", 2, None, None)
    assert (case.completed_at, case.closings_agreed) == (None, 0)
    assert facts("CaseReopened")[0]["round"] == 2


def test_the_owner_is_promised_a_new_answer_and_old_clocks_stop(story):
    case = reopen(story, story.drive("visiting"))
    (clock,) = Deadline.objects.running().filter(case=case)
    assert (clock.kind, clock.started_at, case.due_at) == ("answer", story.now, clock.due_at)


def test_planned_visits_are_cancelled_and_planned_anew_in_the_next_round(story):
    case = reopen(story, story.drive("visiting"))
    assert {row.status for row in case.visits.all()} == {"cancelled"}
    for step in ("investigating", "transferred", "answered", "proposed", "agreed", "implementing"):
        getattr(story, f"_to_{step}")(case)
    story._to_completed(case)
    visits = services.plan_return_visits(story.machine, case, now=story.now)
    assert [(row.round, row.sequence) for row in visits] == [(2, 1), (2, 2)]


def test_an_agent_does_not_start_again_what_the_owner_has_not_judged(story):
    case = story.drive("visiting")
    with nothing_changes(), pytest.raises(NotAllowed):
        reopen(story, case, by=story.alice)


@pytest.mark.parametrize("status", ["registered", "proposed", "implementing", "closed"])
def test_only_what_is_carried_out_or_explained_starts_again(story, status):
    case = story.drive(status)
    with nothing_changes(), pytest.raises(IllegalMove):
        reopen(story, case)
