import threading

import pytest
from django.db import IntegrityError, connection, transaction

from crm.events.models import OutboxEvent
from service_desk.cases import services as cases
from service_desk.clocks import services
from service_desk.clocks.models import Deadline, DeadlineWarning
from tests.cases.story import facts, nothing_changes


def fire(now, limit=100):
    return services.fire_due(now=now, limit=limit)


def levels():
    return [fact["level"] for fact in facts("DeadlineDue")]


@pytest.fixture
def clock(story):
    return Deadline.objects.get(case=story.register())


def test_before_its_time_nothing_happens(clock, story):
    with nothing_changes():
        assert fire(story.now) == 0


def test_each_level_is_told_once_when_its_moment_comes(clock):
    for moment, told in ((clock.warn_at, [50]), (clock.due_at, [50, 100]), (clock.late_at, [50, 100, 150])):
        assert fire(moment) == 1
        assert levels() == told
        with nothing_changes():
            assert fire(moment) == 0


def test_after_a_long_sleep_all_levels_are_told_lowest_first(clock):
    assert fire(clock.late_at) == 1
    assert levels() == [50, 100, 150]
    clock.refresh_from_db()
    assert (clock.level, clock.fires_at) == (150, None)


def test_the_fact_names_deadline_case_kind_and_level(clock):
    fire(clock.warn_at)
    assert facts("DeadlineDue") == [
        {"deadline_id": clock.pk, "case_id": clock.case_id, "kind": "answer", "level": 50}
    ]


def test_the_history_of_the_case_tells_it_too(clock):
    fire(clock.due_at)
    rows = clock.case.history.filter(verb="clock_warned").order_by("id")
    assert [(row.actor, row.detail["level"]) for row in rows] == [(None, 50), (None, 100)]


def test_what_was_met_or_cancelled_never_fires(story):
    met, cancelled = story.register(), story.register()
    services.meet(met, "answer", now=story.now)
    services.cancel(cancelled, now=story.now)
    assert fire(story.later(days=60)) == 0
    assert levels() == []


def test_no_more_than_the_limit_is_taken_at_once(story):
    for _each in range(3):
        story.register()
    later = story.later(days=60)
    assert [fire(later, limit=2), fire(later, limit=2), fire(later, limit=2)] == [2, 1, 0]


def test_a_death_in_between_leaves_everything_to_be_done_again(clock, monkeypatch):
    def die(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(services, "publish", die)
    with nothing_changes(), pytest.raises(KeyboardInterrupt), transaction.atomic():
        fire(clock.warn_at)
    monkeypatch.undo()
    assert fire(clock.warn_at) == 1
    assert levels() == [50]


def test_a_level_cannot_be_told_twice_even_by_a_writer_who_forgets(clock):
    fire(clock.warn_at)
    Deadline.objects.filter(pk=clock.pk).update(level=0, fires_at=clock.warn_at)
    with nothing_changes(), pytest.raises(IntegrityError), transaction.atomic():
        fire(clock.warn_at)


def test_without_that_unique_key_it_would_be_told_twice(clock):
    """The negative control of the test above."""
    fire(clock.warn_at)
    DeadlineWarning.objects.all().delete()
    Deadline.objects.filter(pk=clock.pk).update(level=0, fires_at=clock.warn_at)
    fire(clock.warn_at)
    assert levels() == [50, 50]


def test_fifty_due_deadlines_take_as_many_reads_as_one(story, django_assert_max_num_queries):
    for _each in range(50):
        story.register()
    # savepoint, the due rows, warnings, history, one fact each, the update in a savepoint of its own, release
    with django_assert_max_num_queries(50 + 8):
        assert fire(Deadline.objects.latest("warn_at").warn_at, limit=50) == 50


@pytest.mark.django_db(transaction=True)
def test_three_sweepers_at_once_tell_each_level_once(story):
    for _each in range(40):
        story.register()
    later = story.later(days=60)

    def sweep():
        try:
            while fire(later, limit=5):
                pass
        finally:
            connection.close()

    sweepers = [threading.Thread(target=sweep) for _each in range(3)]
    for sweeper in sweepers:
        sweeper.start()
    for sweeper in sweepers:
        sweeper.join(30)
    told = [(fact["deadline_id"], fact["level"]) for fact in facts("DeadlineDue")]
    assert len(told) == len(set(told)) == 120
    assert DeadlineWarning.objects.count() == 120


@pytest.mark.django_db(transaction=True)
def test_a_sweeper_and_an_agent_on_one_case_do_not_wait_for_each_other_in_a_ring(story):
    """The case's lock lets the sweeper's history row in, and the agent waits for the deadline's row only."""
    case = story.drive("assigned")
    started, finish = threading.Event(), threading.Event()

    def sweep():
        try:
            with transaction.atomic():
                fire(story.later(days=60))
                started.set()
                finish.wait(20)
        finally:
            connection.close()

    sweeper = threading.Thread(target=sweep)
    with transaction.atomic():
        held = cases.note(story.alice, case, body="看看", now=story.now)
        sweeper.start()
        assert started.wait(20), "the sweeper waited for the agent's lock on the case"
    finish.set()
    sweeper.join(20)
    assert held.pk
    assert OutboxEvent.objects.filter(name="DeadlineDue").count() == 3
