"""What the administrator sees of deliveries, and what a balancer is told."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from crm import clock
from crm.events import alarms, pulse
from crm.events.models import Alarm, OutboxEvent
from crm.events.relay import deliver_next, drain
from crm.events.services import publish
from tests.events.house import DoorbellRung
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(settings):
    settings.EVENT_ROUTES = "tests.events.house"


@pytest.fixture
def dead():
    row = publish(DoorbellRung(1, 14), now=NOW)
    deliver_next(now=NOW)
    row.refresh_from_db()
    return row


def test_a_stopped_event_stands_on_the_page_with_its_reason_and_its_button(signed_in, ada, dead):
    page = signed_in(ada).get("/settings/events/").content.decode()
    assert "Doorbell rung" in page
    assert "there is no such home" in page
    assert f"/settings/events/{dead.public_id}/replay/" in page


@pytest.mark.parametrize("state", ["waiting", "dead", "done", "nonsense"])
def test_each_state_has_its_list_and_its_empty_word(signed_in, ada, state):
    publish(DoorbellRung(1), now=NOW)
    drain(now=NOW)
    publish(DoorbellRung(2), now=NOW)
    assert signed_in(ada).get(f"/settings/events/?state={state}").status_code == 200


def test_the_button_delivers_it_again(signed_in, ada, dead):
    response = signed_in(ada).post(f"/settings/events/{dead.public_id}/replay/")
    assert response.status_code == 302
    dead.refresh_from_db()
    assert dead.state == "waiting"


def test_all_stopped_events_are_delivered_again_with_one_button(signed_in, ada, dead):
    signed_in(ada).post("/settings/events/replay/")
    assert not OutboxEvent.objects.dead().exists()


def test_one_event_shows_its_cause_and_what_followed(signed_in, ada):
    cause = publish(DoorbellRung(1, 7), now=NOW)
    deliver_next(now=NOW)
    followed = OutboxEvent.objects.get(name="DoorOpened")
    page = signed_in(ada)
    assert "Door opened" in page.get(f"/settings/events/{cause.public_id}/").content.decode()
    assert "Doorbell rung" in page.get(f"/settings/events/{followed.public_id}/").content.decode()


@pytest.mark.parametrize("path", ["/settings/events/", "/settings/messages/"])
def test_only_the_administrator_sees_them(signed_in, alice, pia, ada, path):
    assert signed_in(alice).get(path).status_code == 403
    assert signed_in(pia).get(path).status_code == 403
    assert signed_in(ada).get(path).status_code == 200


def test_an_agent_can_not_replay_and_nothing_changes(signed_in, alice, dead):
    assert signed_in(alice).post(f"/settings/events/{dead.public_id}/replay/").status_code == 403
    dead.refresh_from_db()
    assert dead.state == "dead"


def test_the_api_lists_and_replays(api, ada, alice, dead):
    client = api(ada)
    listed = client.get("events?state=dead").json()["results"]
    assert [row["id"] for row in listed] == [str(dead.public_id)]
    assert client.post(f"events/{dead.public_id}/replay").json()["state"] == "waiting"
    assert client.post(f"events/{dead.public_id}/replay").status_code == 409
    assert api(alice).get("events").status_code == 403
    assert client.post("events/replay").json() == {"replayed": 0}


def test_the_page_makes_as_many_statements_for_50_rows_as_for_1(signed_in, ada):
    client = signed_in(ada)

    def statements():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get("/settings/events/?state=waiting")
        return len(seen)

    publish(DoorbellRung(1), now=NOW)
    statements()  # the first page of a session may write it
    one = statements()
    for nth in range(49):
        publish(DoorbellRung(2, nth), now=NOW)
    assert statements() == one


def beat(kind, ago=0):
    now = clock.now()
    pulse.beat(kind, started_at=now, now=now - timedelta(seconds=ago))


def ready(client):
    response = client.get("/readyz")
    return response.status_code, response.json()["because"]


def test_ready_needs_a_relay_that_has_been_heard_of(signed_in):
    client = signed_in()
    assert ready(client) == (503, ["silent_relay"])
    beat("relay", ago=16)
    assert ready(client) == (503, ["silent_relay"])
    beat("relay")
    assert ready(client) == (200, [])


def test_ready_turns_red_when_something_due_has_waited_too_long(signed_in):
    beat("relay")
    row = publish(DoorbellRung(1), now=NOW)
    assert ready(signed_in()) == (200, [])
    OutboxEvent.objects.filter(pk=row.pk).update(written_at=clock.now() - timedelta(seconds=31))
    assert ready(signed_in()) == (503, ["late_events"])


def test_an_event_that_waits_for_its_next_attempt_is_not_late(signed_in):
    beat("relay")
    publish(DoorbellRung(1, 13), now=NOW)
    deliver_next(now=clock.now())
    OutboxEvent.objects.update(written_at=clock.now() - timedelta(minutes=5))
    assert ready(signed_in()) == (200, [])


def test_a_database_that_is_gone_is_said_and_not_raised(signed_in, monkeypatch):
    def gone(*, now):
        raise OperationalError("connection to /var/run failed")

    monkeypatch.setattr(pulse, "read", gone)
    response = signed_in().get("/readyz")
    assert (response.status_code, response.json()) == (
        503,
        {"status": "unavailable", "because": ["database"]},
    )
    assert signed_in().get("/healthz").status_code == 200


def test_the_readiness_answer_names_nobody(signed_in, dead):
    beat("relay")
    assert set(signed_in().get("/readyz").json()) == {
        "status",
        "because",
        "oldest_waiting_seconds",
        "dead_events",
        "seconds_since_heartbeat",
    }


def test_a_silence_raises_one_alarm_and_its_end_closes_it():
    for _ in range(2):
        pulse.watch(now=clock.now())
    assert Alarm.objects.filter(kind="silent_relay", cleared_at=None).count() == 1
    beat("relay")
    pulse.watch(now=clock.now())
    assert not Alarm.objects.filter(kind="silent_relay", cleared_at=None).exists()


def silent_worker():
    return Alarm.objects.filter(kind="silent_worker", cleared_at=None).exists()


def test_workers_are_given_time_to_beat_and_then_their_silence_is_an_alarm():
    now = clock.now()
    pulse.beat("relay", started_at=now, now=now)
    pulse.watch(now=now)
    assert not silent_worker()
    pulse.watch(now=now + timedelta(seconds=121))
    assert silent_worker()
    pulse.beat("worker", started_at=now, now=now + timedelta(seconds=130))
    pulse.watch(now=now + timedelta(seconds=131))
    assert not silent_worker()
    pulse.watch(now=now + timedelta(seconds=251))
    assert silent_worker()


def test_a_worker_is_not_silent_between_two_sweeps(signed_in, ada):
    beat("worker", ago=40)
    pulse.watch(now=clock.now())
    assert not silent_worker()


def test_silent_workers_are_said_in_words(signed_in, ada):
    alarms.sound("silent_worker", detail="no worker has been heard of", now=NOW)
    page = signed_in(ada).get("/settings/events/").content.decode()
    assert "Nobody works on imports and other long jobs" in page
    assert "silent_worker" not in page


def test_an_alarm_stands_above_the_page(signed_in, ada):
    alarms.sound("late_events", detail="the oldest has waited 40 s", now=NOW)
    assert "Events wait too long" in signed_in(ada).get("/settings/events/").content.decode()


def test_a_deadline_source_that_breaks_raises_an_alarm_and_stops_no_other(settings, monkeypatch):
    from crm.events import deadlines

    settings.DUE_SOURCES = ["tests.events.test_pages.broken", "tests.events.test_pages.works"]
    assert deadlines.fire(now=NOW) == 3
    assert Alarm.objects.filter(kind="deadlines_stopped", subject="tests.events.test_pages.broken").exists()


def broken(*, now, limit):
    raise ValueError("no calendar")


def works(*, now, limit):
    return 3
