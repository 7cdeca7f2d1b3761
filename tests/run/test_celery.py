"""Celery asks little of Redis, and waits for it hardly at all."""

from __future__ import annotations

import signal

import pytest
from kombu import Connection
from kombu.exceptions import OperationalError

from crm.celery import app, packages_with_tasks
from crm.embedded import locations, processes, valkey

WAITS = "broker_transport_options"


@pytest.fixture
def redis(tmp_path):
    server = valkey.start(tmp_path / "var")
    yield server, locations.redis_url(tmp_path / "var")
    server.send_signal(signal.SIGCONT)
    processes.stop(server, signal.SIGKILL)


def send(url):
    with Connection(url, transport_options=app.conf[WAITS]) as connection:
        app.send_task("tests.none", connection=connection)


def test_a_message_is_a_wake_up_and_survives_its_worker():
    assert app.conf.accept_content == ["json"] and app.conf.task_serializer == "json"
    assert app.conf.task_acks_late and app.conf.task_reject_on_worker_lost and app.conf.task_ignore_result
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf[WAITS]["visibility_timeout"] > (app.conf.task_time_limit or 0)


def test_nobody_waits_longer_than_a_second_for_redis():
    assert app.conf[WAITS]["socket_timeout"] <= 1 and app.conf[WAITS]["socket_connect_timeout"] <= 1
    assert app.conf.task_publish_retry is False


def test_a_message_reaches_a_redis_that_answers(redis):
    send(redis[1])


def test_sending_to_a_redis_that_hangs_gives_up(redis):
    server, url = redis
    server.send_signal(signal.SIGSTOP)
    with pytest.raises(OperationalError):
        send(url)


def test_sending_to_a_redis_that_is_gone_gives_up(redis):
    server, url = redis
    processes.stop(server, signal.SIGKILL)
    with pytest.raises(OperationalError):
        send(url)


def test_tasks_are_found_in_apps_and_in_the_rooms_inside_them(tmp_path):
    for name in ("house", "house/room", "house/empty"):
        (tmp_path / name).mkdir()
        if name != "house/empty":
            (tmp_path / name / "tasks.py").touch()
    assert packages_with_tasks(tmp_path, ["house", "django.contrib.auth"]) == ["house", "house.room"]


def test_every_task_on_the_schedule_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_no_task_is_postponed():
    """A deadline is a row: nothing on the schedule or in a task carries a countdown or an eta."""
    for entry in app.conf.beat_schedule.values():
        assert not {"countdown", "eta"} & set(entry.get("options", {}))
