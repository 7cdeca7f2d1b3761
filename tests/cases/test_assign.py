import pytest

from crm.errors import IllegalMove, Stale
from service_desk.cases import services
from tests.cases.story import facts, nothing_changes


def test_a_new_case_goes_to_an_agent_with_the_reason(story):
    case = services.assign(story.bob, story.register(), to=story.alice, because="会说方言", now=story.now)
    row = case.history.latest("id")
    assert (case.status, case.assignee) == ("assigned", story.alice)
    assert (row.verb, row.because, row.from_status, row.to_status) == (
        "assigned",
        "会说方言",
        "registered",
        "assigned",
    )
    assert facts("CaseAssigned") == [{"case_id": case.pk, "assignee_id": story.alice.pk}]


def test_what_a_colleague_has_is_not_given_but_handed_over(story):
    case = story.drive("transferred")
    for actor in (story.alice, story.bob, story.machine):
        with nothing_changes(), pytest.raises(IllegalMove) as refusal:
            services.assign(actor, case, to=story.bob, because="休假", now=story.now)
        assert refusal.value.code == "held"


def test_an_open_case_may_change_hands_without_moving(story):
    case = story.drive("transferred")
    moved = story.hand_over(case, story.bob)
    assert (moved.status, moved.assignee) == ("transferred", story.bob)
    assert moved.history.latest("id").detail == {"to": story.bob.pk, "from": story.alice.pk}
    assert facts("CaseAssigned")[-1] == {"case_id": case.pk, "assignee_id": story.bob.pk}


def test_giving_a_case_to_whom_it_has_already_is_nothing(story):
    case = story.drive("assigned")
    with nothing_changes():
        services.assign(story.bob, case, to=story.alice, because="", now=story.now)


def test_a_closed_case_is_given_to_nobody(story):
    case = story.drive("closed")
    with nothing_changes(), pytest.raises(IllegalMove):
        services.assign(story.bob, case, to=story.bob, because="", now=story.now)


def test_who_saw_an_older_version_is_told_both(story):
    case = story.drive("assigned")
    with nothing_changes(), pytest.raises(Stale) as refusal:
        services.assign(story.bob, case, to=story.bob, because="", version=1, now=story.now)
    assert refusal.value.extra == {"yours": 1, "current": case.version}


def test_every_change_counts_the_version(story):
    case = story.register()
    assert case.version == 1
    assert story.drive("assigned").version == 2
