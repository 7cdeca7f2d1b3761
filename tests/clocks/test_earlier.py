"""A department's answer is asked for earlier by hand; its clock and its slip follow, and it never comes later."""

from datetime import timedelta

import pytest
from django.utils import translation

from crm.errors import IllegalMove, Refused
from service_desk.clocks import earlier, pausing, retiming
from service_desk.clocks.in_force import policy_in_force
from service_desk.clocks.models import Deadline, DeadlineChange
from tests.cases.story import nothing_changes


@pytest.fixture
def clock(story):
    return Deadline.objects.get(case=story.drive("transferred"), kind="department_reply")


def day_before(clock):
    """The working day before the one on which it is due."""
    calendar = pausing.calendar_of(clock)
    day = clock.due_at.astimezone(calendar.zone).date() - timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def hurry(story, clock, day, because="家里在漏水", now=None):
    return earlier.bring_forward(story.alice, clock, due_on=day, because=because, now=now or story.now)


def test_the_clock_the_slip_and_the_case_follow(story, clock):
    before, warned = clock.due_at, clock.warn_at
    row = hurry(story, clock, day_before(clock))
    assert row.due_at < before
    assert row.warn_at < warned
    assert row.fires_at == row.warn_at
    assert clock.case.slips.get().due_at == row.due_at
    first = Deadline.objects.running().filter(case=clock.case).order_by("due_at").first()
    assert story.fresh(clock.case).due_at == first.due_at
    assert clock.case.history.latest("id").verb == "clock_earlier"
    kept = DeadlineChange.objects.get()
    assert (kept.why, kept.due_before, kept.due_after) == ("hand", before, row.due_at)


def test_it_never_comes_later_nor_on_a_day_when_nobody_works(story, clock):
    calendar = pausing.calendar_of(clock)
    holiday = story.now.date()
    while calendar.is_working_day(holiday):
        holiday += timedelta(days=1)
    late = clock.due_at.date() + timedelta(days=1)
    for day in (
        late,
        clock.due_at.astimezone(calendar.zone).date(),
        holiday,
        story.now.date() - timedelta(days=7),
    ):
        with nothing_changes(), pytest.raises(Refused):
            hurry(story, clock, day)
    with nothing_changes(), pytest.raises(Refused):
        hurry(story, clock, day_before(clock), because=" ")


def test_only_a_running_answer_of_a_department_is_hurried(story, clock):
    day = day_before(clock)
    other = Deadline.objects.get(case=clock.case, kind="answer")
    with nothing_changes(), pytest.raises(Refused):
        hurry(story, other, day)
    late = clock.due_at + timedelta(hours=1)
    with nothing_changes(), pytest.raises(IllegalMove):
        hurry(story, clock, day, now=late)


def test_other_rules_leave_it_alone(story, clock):
    row = hurry(story, clock, day_before(clock))
    assert retiming.anew(row, policy_in_force(now=story.now)) is None
    with translation.override("en"):
        assert "by hand" in row.rule


def test_the_page_and_the_api_ask_for_it(story, clock, signed_in, api, monkeypatch, dan):
    from crm import clock as time

    monkeypatch.setattr(time, "now", lambda: story.now)
    number, slip = clock.case.number, clock.case.slips.get()
    client, path = signed_in(story.alice), f"/desk/cases/{number}/clocks/{slip.number}/earlier/"
    assert path in client.get(f"/desk/cases/{number}/").content.decode()
    said = {"due_on": day_before(clock).isoformat(), "because": "家里在漏水"}
    assert signed_in(dan).post(path, said).status_code == 404
    client = signed_in(story.alice)
    assert client.post(path, {**said, "because": ""}).status_code == 422
    assert client.post(path, said).status_code == 302
    again = api(story.alice).post(f"cases/{number}/clocks/{slip.number}/earlier", said)
    assert again.status_code == 422
    assert api(story.hong).post(f"cases/{number}/clocks/{slip.number}/earlier", said).status_code in (
        403,
        404,
    )
