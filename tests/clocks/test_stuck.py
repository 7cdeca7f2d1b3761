from datetime import timedelta

import pytest

from crm.errors import IllegalMove, Refused
from service_desk.cases import services as cases
from service_desk.cases.models import Case, CaseHistory
from service_desk.clocks import selectors, stuck
from service_desk.clocks.models import StuckCase


def found():
    return sorted(StuckCase.objects.filter(settled_at=None).values_list("why", "figure"))


def test_a_case_that_has_not_moved_for_a_week_is_listed_once(story):
    story.drive("assigned")
    assert stuck.find_due(now=story.later(days=6)) == 0
    assert stuck.find_due(now=story.later(days=8)) == 1
    assert stuck.find_due(now=story.later(days=9)) == 0
    assert found() == [("no_move", 7)]


def test_what_moves_on_leaves_the_list_by_itself(story):
    case = story.drive("assigned")
    stuck.find_due(now=story.later(days=8))
    cases.investigate(
        story.alice, case, substantiated=False, findings="没有渗漏", now=story.later(days=8, hours=1)
    )
    stuck.find_due(now=story.later(days=8, hours=2))
    assert found() == []


def test_many_rejections_and_many_moves_are_found(story):
    case = story.drive("answered")
    Case.objects.filter(pk=case.pk).update(round=5, version=40)
    moves = [
        CaseHistory(case=case, at=story.now, verb="noted", from_status="answered", to_status="transferred")
        for _each in range(21)
    ]
    CaseHistory.objects.bulk_create(moves)
    stuck.find_due(now=story.later(minutes=1))
    assert [why for why, _figure in found()] == ["many_moves", "many_rejections"]
    assert dict(found())["many_rejections"] == 4


def test_a_closed_case_stands_still_in_peace(story):
    story.drive("closed")
    assert stuck.find_due(now=story.later(days=30)) == 0


def test_one_look_in_five_minutes_is_enough(story, django_assert_max_num_queries):
    stuck.find_due(now=story.now)
    with django_assert_max_num_queries(4):
        stuck.find_due(now=story.later(minutes=4))


def test_who_has_looked_says_what_and_when_again(story):
    story.drive("assigned")
    stuck.find_due(now=story.later(days=8))
    row, now = StuckCase.objects.get(), story.later(days=8)
    with pytest.raises(Refused) as refusal:
        stuck.acknowledge(story.bob, row, note="", next_on=now.date(), now=now)
    assert set(refusal.value.fields) == {"note", "next_on"}
    tomorrow = now.date() + timedelta(days=1)
    stuck.acknowledge(story.bob, row, note="明天上门", next_on=tomorrow, now=now)
    assert selectors.stuck_cases(story.bob, today=now.date()) == []
    assert [row] == selectors.stuck_cases(story.bob, today=tomorrow)


def test_what_has_moved_on_is_not_acknowledged_any_more(story):
    story.drive("assigned")
    stuck.find_due(now=story.later(days=8))
    StuckCase.objects.update(settled_at=story.now)
    with pytest.raises(IllegalMove):
        stuck.acknowledge(
            story.bob, StuckCase.objects.get(), note="?", next_on=story.later(days=30).date(), now=story.now
        )


def test_the_list_is_the_users_own(story, dan):
    story.drive("assigned")
    stuck.find_due(now=story.later(days=8))
    assert len(selectors.stuck_cases(story.alice, today=story.now.date())) == 1
    assert selectors.stuck_cases(dan, today=story.now.date()) == []
