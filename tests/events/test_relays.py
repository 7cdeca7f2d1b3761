"""What several real relays promise together, whoever is killed and whenever."""

import os
import random
import threading

import pytest
from django.db import connection, transaction

from crm.events import relay
from crm.events.models import Alarm, Heartbeat, OutboxEvent
from crm.events.services import publish
from tests.events.house import DoorbellRung, effects
from tests.faults.processes import Processes
from tests.people import NOW
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)
SCALE = float(os.environ.get("CHECK_SCALE", "0.2"))


@pytest.fixture(autouse=True)
def house(settings):
    settings.EVENT_ROUTES = "tests.events.house"


@pytest.fixture
def processes(database_url, tmp_path):
    with Processes(database_url, tmp_path, TEST_ROUTES="tests.events.house") as started:
        yield started


def nothing_waits():
    return not OutboxEvent.objects.waiting().exists()


def write(home, nth):
    with transaction.atomic():
        publish(DoorbellRung(home, nth), now=NOW)


def test_every_fact_takes_effect_once_while_relays_are_killed(processes):
    count = int(1000 * SCALE)
    relays = [processes.manage("relay") for _ in range(3)]
    until(lambda: Heartbeat.objects.filter(kind="relay").count() == 3, "three relays beat")
    for number in range(count):
        write(100 + number % 40, 100 + number // 40)
        if number % (count // 5) == count // 10:
            relays.pop(0).kill()
            relays.append(processes.manage("relay"))
    until(nothing_waits, "all facts are delivered", 60, tell=processes.logs)
    done = effects()
    assert len(done) == count
    assert len(set(done)) == count


def test_order_is_kept_within_each_stream_by_four_relays(processes):
    for _ in range(4):
        processes.manage("relay")
    for nth in range(100, 120):
        for home in range(20):
            write(home, nth)
    until(nothing_waits, "all facts are delivered", 60, tell=processes.logs)
    for home in range(20):
        assert [e for e in effects() if e.startswith(f"{home}/")] == [f"{home}/{n}" for n in range(100, 120)]


def test_a_relay_ends_cleanly_when_it_is_asked_to(processes):
    process = processes.manage("relay")
    until(lambda: Heartbeat.objects.filter(kind="relay").exists(), "the relay beats")
    assert process.end() == 0
    assert not Heartbeat.objects.filter(kind="relay").exists()


def test_a_lost_wake_up_delays_a_fact_and_loses_nothing(processes):
    processes.manage("relay")
    until(lambda: Heartbeat.objects.filter(kind="relay").exists(), "the relay beats")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger, so nobody is woken
        publish(DoorbellRung(1, 1), now=NOW)
    until(nothing_waits, "the idle poll finds it", tell=processes.logs)
    assert effects() == ["1/1"]


def alarm_is_open():
    return Alarm.objects.filter(kind="silent_relay", cleared_at=None).exists()


def test_a_relay_that_falls_silent_is_noticed_by_the_courier_and_its_return_too(processes):
    processes.manage("courier")
    until(alarm_is_open, "the courier notices that no relay is heard of", tell=processes.logs)
    processes.manage("relay")
    until(lambda: not alarm_is_open(), "the alarm is over", tell=processes.logs)


def in_threads(count, work):
    def run(number):
        try:
            work(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def deliver_one_event_three_times_at_once(monkeypatch):
    """Three relays claim before any of them settles; the handler waits until all have tried."""
    tried, gate = threading.Semaphore(0), threading.Event()

    def slow(event, *, now):
        tried.release()
        gate.wait(10)
        write_effect(event, now)

    from tests.events.house import write_effect

    monkeypatch.setattr("tests.events.house.ROUTES", {DoorbellRung: slow})
    write(1, 1)

    def one(number):
        if relay.deliver_next(now=NOW) is None:
            tried.release()

    def opener(_):
        for _ in range(3):
            tried.acquire(timeout=5)
        gate.set()

    in_threads(4, lambda number: opener(number) if number == 3 else one(number))


def test_one_event_taken_by_three_relays_at_once_takes_effect_once(monkeypatch):
    deliver_one_event_three_times_at_once(monkeypatch)
    assert effects() == ["1/1"]


def test_control_without_the_row_lock_it_takes_effect_three_times(monkeypatch):
    monkeypatch.setattr(relay, "LOCK", "")
    deliver_one_event_three_times_at_once(monkeypatch)
    assert effects() == ["1/1"] * 3


def test_skip_locked_lets_a_second_relay_pass_the_one_that_is_busy(monkeypatch):
    write(1, 1)
    write(2, 2)
    with transaction.atomic():
        assert relay._claim(NOW).payload["home_id"] == 1
        in_threads(1, lambda _: relay.deliver_next(now=NOW))
        assert effects() == ["2/2"]


def test_control_without_skip_locked_the_second_relay_waits(monkeypatch):
    monkeypatch.setattr(relay, "LOCK", "FOR UPDATE OF events_outboxevent NOWAIT")
    write(1, 1)
    write(2, 2)
    failed = []

    def second(_):
        try:
            relay.deliver_next(now=NOW)
        except Exception as error:
            failed.append(error)

    with transaction.atomic():
        relay._claim(NOW)
        in_threads(1, second)
    assert len(failed) == 1, "it stands before the row that the first one holds"


def test_all_rows_are_seen_although_commits_come_in_another_order():
    seen, stop = set(), threading.Event()
    count, writers = 50, 8

    def writer(number):
        chance = random.Random(number)  # noqa: S311
        for nth in range(count):
            with transaction.atomic():
                publish(DoorbellRung(number, 100 + nth), now=NOW)
                if chance.random() < 0.3:
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_sleep(0.003)")

    def watermark(_):
        last, over = 0, False
        while not over:
            over = stop.is_set()  # one more look after everything has been committed
            for pk in OutboxEvent.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True):
                seen.add(pk)
                last = pk

    poller = threading.Thread(target=in_threads, args=[1, watermark])
    poller.start()
    in_threads(writers, writer)
    relay.drain(now=NOW)
    stop.set()
    poller.join()
    assert len(effects()) == writers * count
    assert len(seen) < writers * count, "control: a reader by watermark misses rows that commit late"
