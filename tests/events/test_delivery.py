"""What the relay promises about one event."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection

from crm.audit.models import AuditEntry
from crm.errors import IllegalMove
from crm.events import relay, services
from crm.events.base import CannotSucceed, Event, TooDeep
from crm.events.models import Alarm, OutboxEvent
from crm.events.overtime import Overtime
from crm.events.relay import MAX_ATTEMPTS, deliver_next, drain
from crm.events.services import MAX_DEPTH, publish, replay
from tests.events.house import DoorbellRung, DoorOpened, LightWentOn, effects
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(settings):
    settings.EVENT_ROUTES = "tests.events.house"


def test_a_fact_takes_effect_once_and_is_marked_done():
    row = publish(DoorbellRung(1), now=NOW)
    assert drain(now=NOW) == 1
    assert drain(now=NOW) == 0
    row.refresh_from_db()
    assert (row.state, row.attempts, effects()) == ("done", 1, ["1/0"])


def test_a_fact_survives_the_way_through_the_database():
    event = DoorbellRung(1, 2, uuid4())
    row = publish(event, now=NOW)
    row.refresh_from_db()
    assert DoorbellRung.from_payload(row.payload) == event


def test_a_fact_of_an_older_release_is_still_read():
    assert DoorbellRung.from_payload({"home_id": 3, "gone": 1}) == DoorbellRung(3)
    with pytest.raises(CannotSucceed):
        DoorbellRung.from_payload({"nth": 3})


def test_a_fact_that_would_name_a_person_cannot_be_declared():
    with pytest.raises(TypeError, match="personal"):
        type("OwnerCalled", (Event,), {"__annotations__": {"phone": str}, "__module__": "x"})


def test_a_recorded_fact_is_done_when_written():
    assert publish(LightWentOn(1), now=NOW).state == "done"
    assert drain(now=NOW) == 0


def test_a_failure_waits_in_its_row_and_longer_each_time():
    row = publish(DoorbellRung(1, 13), now=NOW)
    assert isinstance(deliver_next(now=NOW).error, ValueError)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.retry_at) == ("waiting", 1, NOW + timedelta(seconds=1))
    assert deliver_next(now=NOW) is None
    deliver_next(now=NOW + timedelta(seconds=1))
    row.refresh_from_db()
    assert row.retry_at == NOW + timedelta(seconds=3)


def test_the_remembered_error_names_nobody():
    row = publish(DoorbellRung(1, 13), now=NOW)
    deliver_next(now=NOW)
    row.refresh_from_db()
    assert row.last_error.startswith("ValueError: nobody is at home; call … or …")


def exhaust(now=NOW):
    while (delivery := deliver_next(now=now)) is not None:
        now = delivery.row.retry_at or now


def test_after_the_last_attempt_it_is_dead_and_raises_one_alarm():
    row = publish(DoorbellRung(1, 13), now=NOW)
    exhaust()
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("dead", MAX_ATTEMPTS)
    assert Alarm.objects.filter(kind="dead_event", subject=row.public_id, cleared_at=None).count() == 1


def test_what_cannot_succeed_is_dead_at_once():
    row = publish(DoorbellRung(1, 14), now=NOW)
    deliver_next(now=NOW)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("dead", 1)


def test_a_fact_without_a_route_is_kept_dead_with_the_reason(settings):
    settings.EVENT_ROUTES = "tests.events.no_such_table"
    row = publish(DoorbellRung(1), now=NOW)
    deliver_next(now=NOW)
    row.refresh_from_db()
    assert row.state == "dead"
    assert "no route for DoorbellRung" in row.last_error


def test_order_is_kept_within_a_stream_even_behind_a_failure():
    publish(DoorbellRung(1, 13), now=NOW)
    publish(DoorbellRung(1, 1), now=NOW)
    publish(DoorbellRung(2, 2), now=NOW)
    drain(now=NOW, strict=False)
    assert effects() == ["2/2"], "home 1 waits behind its failure, home 2 does not"


def test_a_dead_event_no_longer_blocks_its_stream():
    publish(DoorbellRung(1, 14), now=NOW)
    publish(DoorbellRung(1, 1), now=NOW)
    drain(now=NOW, strict=False)
    assert effects() == ["1/1"]


def test_one_poison_row_among_many_is_the_only_one_left(monkeypatch):
    for nth in range(100):
        publish(DoorbellRung(nth, 14 if nth == 50 else 0), now=NOW)
    drain(now=NOW, strict=False)
    assert len(effects()) == 99
    assert OutboxEvent.objects.dead().count() == 1


def test_a_failed_handler_leaves_nothing_behind(monkeypatch):
    row = publish(DoorbellRung(1, 7), now=NOW)
    monkeypatch.setattr("tests.events.house.publish", lambda *a, **k: 1 / 0)
    deliver_next(now=NOW)
    row.refresh_from_db()
    assert (row.state, effects(), OutboxEvent.objects.count()) == ("waiting", [], 1)


def test_control_without_the_savepoint_a_failed_handler_leaves_its_half_effect(monkeypatch):
    publish(DoorbellRung(1, 7), now=NOW)
    monkeypatch.setattr("tests.events.house.publish", lambda *a, **k: 1 / 0)
    monkeypatch.setattr(relay, "_attempt", _attempt_without_savepoint)
    deliver_next(now=NOW)
    assert effects() == ["1/7"]


def _attempt_without_savepoint(row, now):
    try:
        relay.routes.handler_of(DoorbellRung)(DoorbellRung.from_payload(row.payload), now=now)
    except ZeroDivisionError as error:
        return error


def test_what_follows_knows_its_cause_and_is_one_deeper():
    cause = publish(DoorbellRung(1, 7), now=NOW)
    deliver_next(now=NOW)
    followed = OutboxEvent.objects.get(name="DoorOpened")
    assert (followed.caused_by_id, followed.depth) == (cause.pk, 1)


def test_a_loop_running_in_circles_is_refused_past_the_limit_and_dead():
    publish(DoorOpened(1), now=NOW)
    with pytest.raises(TooDeep):
        drain(now=NOW)
    last = OutboxEvent.objects.order_by("-pk").first()
    assert (last.depth, last.state) == (MAX_DEPTH, "dead")
    assert OutboxEvent.objects.count() == MAX_DEPTH + 1


def test_control_without_the_limit_the_loop_runs_on(monkeypatch):
    monkeypatch.setattr(services, "MAX_DEPTH", 10_000)
    publish(DoorOpened(1), now=NOW)
    with pytest.raises(RuntimeError, match="circle"):
        drain(now=NOW, limit=100)


def test_a_dead_event_is_delivered_again_after_the_fix_and_its_alarm_closes(ada, monkeypatch):
    row = publish(DoorbellRung(1, 14), now=NOW)
    deliver_next(now=NOW)
    monkeypatch.setattr("tests.events.house.ROUTES", {DoorbellRung: lambda event, *, now: None})
    replay(ada, row, now=NOW)
    assert drain(now=NOW) == 1
    row.refresh_from_db()
    assert row.state == "done"
    assert not Alarm.objects.filter(kind="dead_event", cleared_at=None).exists()
    assert AuditEntry.objects.filter(verb="events.replay", actor=ada).count() == 1


def test_an_event_that_is_not_dead_is_not_delivered_again(ada):
    row = publish(DoorbellRung(1), now=NOW)
    drain(now=NOW)
    with pytest.raises(IllegalMove):
        replay(ada, row, now=NOW)
    assert effects() == ["1/0"]
    assert not AuditEntry.objects.filter(verb="events.replay").exists()


def test_a_handler_that_hangs_is_cut_off_and_counts_as_a_failure(monkeypatch):
    def hang(event, *, now):
        while True:
            pass

    monkeypatch.setattr(relay, "LONGEST_HANDLER", 0.1)
    monkeypatch.setattr("tests.events.house.ROUTES", {DoorbellRung: hang})
    row = publish(DoorbellRung(1), now=NOW)
    assert isinstance(deliver_next(now=NOW).error, Overtime)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 1)


def test_a_statement_that_hangs_is_cancelled_and_the_relay_goes_on(monkeypatch):
    def sleep(event, *, now):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(60)")

    monkeypatch.setattr(relay, "LONGEST_HANDLER", 0.1)
    monkeypatch.setattr("tests.events.house.ROUTES", {DoorbellRung: sleep})
    row = publish(DoorbellRung(1), now=NOW)
    assert "canceling statement" in str(deliver_next(now=NOW).error)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 1)


def test_an_event_refused_at_commit_is_known_by_name_and_tried_again(transactional_db, monkeypatch):
    def points_nowhere(event, *, now):
        OutboxEvent.objects.create(name="x", stream="x", payload={}, at=now, caused_by_id=-1, done_at=now)

    monkeypatch.setattr("tests.events.house.ROUTES", {DoorbellRung: points_nowhere})
    row = publish(DoorbellRung(1), now=NOW)
    assert isinstance(deliver_next(now=NOW).error, IntegrityError)
    row.refresh_from_db()
    assert (row.state, row.attempts, OutboxEvent.objects.count()) == ("waiting", 1, 1)


def test_what_was_delivered_long_ago_is_forgotten_and_what_waits_is_not():
    publish(DoorbellRung(1, 7), now=NOW)
    drain(now=NOW, limit=50, strict=False)
    waiting = publish(DoorbellRung(9), now=NOW)
    services.forget(now=NOW + services.KEPT)
    assert OutboxEvent.objects.count() > 1
    services.forget(now=NOW + services.KEPT + timedelta(seconds=1))
    assert set(OutboxEvent.objects.values_list("pk", flat=True)) >= {waiting.pk}
    assert not OutboxEvent.objects.done().exists()
