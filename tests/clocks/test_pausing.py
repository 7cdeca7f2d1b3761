import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.calendars.arithmetic import WorkingCalendar, elapsed_working_time
from crm.errors import IllegalMove, Refused
from service_desk.cases.services.moves import locked
from service_desk.clocks import pausing, policies, rules, services
from service_desk.clocks.models import Deadline, DeadlinePause
from service_desk.linking import services as linking
from tests.clocks.test_policies import NAMES, effect

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = WorkingCalendar(SHANGHAI, {day: [(540, 720), (780, 1080)] for day in range(5)})


@pytest.fixture
def clock(story):
    return Deadline.objects.get(case=story.register())


@pytest.fixture
def resolution(story, bob):
    story.register()
    draft = policies.begin_draft(bob, now=story.now)
    policies.set_rule(
        bob, draft, clock="resolution", measure="working_hours", amount=10, names=NAMES, now=story.now
    )
    effect(draft, bob, story.now)
    return Deadline.objects.get(case=story.register(), kind="resolution")


def pause(actor, clock, now, **given):
    return pausing.pause(actor, clock, **{"reason": "authority", "words": "等住建局批复", **given}, now=now)


def test_what_was_left_when_it_was_paused_is_left_when_it_goes_on(story, resolution):
    calendar = pausing.calendar_of(resolution)
    paused, resumed = story.later(hours=1, seconds=17), story.later(days=2, minutes=3)
    left = elapsed_working_time(calendar, paused, resolution.due_at)
    pause(story.alice, resolution, paused, reason="waiting_for_owner", words="等业主在家")
    row = pausing.resume(story.alice, resolution, now=resumed)
    assert elapsed_working_time(calendar, resumed, row.due_at) == left
    assert story.fresh(row.case).due_at == min(
        Deadline.objects.running().filter(case=row.case).values_list("due_at", flat=True)
    )


def test_the_pause_says_who_why_since_when_and_until_when(story, clock):
    made = pause(story.alice, clock, story.now)
    assert (made.paused_by, made.words, made.reason.code) == (story.alice, "等住建局批复", "authority")
    clock.refresh_from_db()
    assert (clock.paused_at, clock.fires_at) == (story.now, made.until)
    line = clock.case.history.get(verb="clock_paused")
    assert (line.actor, line.because) == (story.alice, "等住建局批复")


def test_a_clock_that_stands_still_gives_no_warning(story, clock):
    pause(story.alice, clock, story.now)
    assert services.fire_due(now=clock.late_at) == 0


def test_it_goes_on_by_itself_when_the_longest_pause_is_over(story, clock):
    made = pause(story.alice, clock, story.now)
    much_later = made.until + timedelta(days=1)
    assert pausing.end_due(now=much_later) == 1
    assert pausing.end_due(now=much_later) == 0
    clock.refresh_from_db()
    made.refresh_from_db()
    assert (clock.paused_at, made.ended_at, made.ended_by) == (None, made.until, None)
    assert made.due_after == clock.due_at > made.due_before
    assert clock.case.history.get(verb="clock_resumed").actor is None


def test_waiting_for_the_owner_pauses_the_whole_matter_but_never_our_answer(story, resolution):
    answer = Deadline.objects.get(case=resolution.case, kind="answer")
    assert pause(story.alice, resolution, story.now, reason="waiting_for_owner").pk
    with pytest.raises(Refused) as refusal:
        pause(story.alice, answer, story.now, reason="waiting_for_owner")
    assert "reason" in refusal.value.fields
    assert "waiting_for_owner" not in [row.code for row in pausing.reasons_for(answer, now=story.now)]


def test_a_pause_needs_words_a_running_clock_and_no_other_pause(story, clock):
    with pytest.raises(Refused):
        pause(story.alice, clock, story.now, words=" ")
    with pytest.raises(IllegalMove):
        pausing.resume(story.alice, clock, now=story.now)
    with pytest.raises(IllegalMove):
        pause(story.alice, clock, clock.due_at)
    pause(story.alice, clock, story.now)
    with pytest.raises(IllegalMove):
        pause(story.alice, clock, story.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        kept = DeadlinePause.objects.get()
        kept.pk = None
        kept.save(force_insert=True)


def test_a_promise_that_is_kept_ends_its_pause(story, clock):
    pause(story.alice, clock, story.now)
    assert services.meet(clock.case, "answer", now=story.later(days=1)) == 1
    clock.refresh_from_db()
    assert (clock.paused_at, clock.pauses.get().ended_at) == (None, story.later(days=1))


def test_a_pause_over_the_weekend_moves_nothing():
    friday = datetime(2026, 3, 6, 18, tzinfo=SHANGHAI)
    moments = rules.times(OFFICE, friday - timedelta(days=1), 2)
    assert rules.after_pause(OFFICE, moments, friday, friday + timedelta(days=2)) == moments


moments_in_a_month = st.integers(0, 30 * 24 * 3600).map(
    lambda seconds: datetime(2026, 3, 2, 10, tzinfo=SHANGHAI) + timedelta(seconds=seconds)
)


@settings(max_examples=400, deadline=None)
@given(st.integers(1, 4000), st.lists(moments_in_a_month, min_size=2, max_size=8, unique=True))
def test_working_time_that_ran_is_the_promise_however_often_it_stood_still(minutes, points):
    """Elapsed while it ran, from the start to the end, is the promised time to the second, and nothing comes earlier."""
    start = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
    now = rules.times(OFFICE, start, minutes, "working_minutes")
    points, lost = sorted(points), 0
    for paused, resumed in zip(points[::2], points[1::2], strict=False):
        if paused >= now.due_at:
            break
        later = rules.after_pause(OFFICE, now, paused, resumed)
        assert later.due_at >= now.due_at and later.late_at >= now.late_at
        now, lost = later, lost + elapsed_working_time(OFFICE, paused, resumed)
    assert elapsed_working_time(OFFICE, start, now.due_at) - lost == minutes * 60


@pytest.mark.django_db(transaction=True)
def test_a_pause_that_is_over_waits_for_whoever_works_on_the_case(story):
    """The relay holds the case before the clock, as an agent does, and leaves a case alone that somebody holds."""
    case = story.register()
    made = pause(story.alice, Deadline.objects.get(case=case), story.now)
    held, finish = threading.Event(), threading.Event()

    def work():
        try:
            with transaction.atomic():
                locked(case)
                held.set()
                finish.wait(20)
        finally:
            connection.close()

    agent = threading.Thread(target=work)
    agent.start()
    assert held.wait(20)
    assert pausing.end_due(now=made.until) == 0
    finish.set()
    agent.join(20)
    assert pausing.end_due(now=made.until) == 1


def test_a_merge_taken_back_gives_back_what_the_clock_had_stood_still_for(story, clock):
    calendar = pausing.calendar_of(clock)
    paused, merged = story.later(hours=1), story.later(days=2)
    left = elapsed_working_time(calendar, paused, clock.due_at)
    pause(story.alice, clock, paused)
    linking.merge(story.alice, clock.case, into=story.other(), because="同一件事", now=merged)
    linking.undo_merge(story.bob, clock.case, because="是两件事", now=story.later(days=3))
    clock.refresh_from_db()
    assert clock.is_running
    assert elapsed_working_time(calendar, merged, clock.due_at) == left
    assert (clock.fires_at, story.fresh(clock.case).due_at) == (clock.warn_at, clock.due_at)
    assert clock.pauses.get().due_after == clock.due_at
