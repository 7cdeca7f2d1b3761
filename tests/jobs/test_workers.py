"""Jobs with real Celery workers and a Redis that is killed, emptied, frozen or gone."""

import os
import signal
import threading

import pytest
from django.db import connection

from crm import clock
from crm.embedded import locations, servers
from crm.jobs import services, wake
from crm.jobs.models import Job
from tests.faults.processes import Processes
from tests.jobs.kind import rows
from tests.people import NOW
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = ["-m", "celery", "-A", "crm.celery", "worker", "--concurrency", "2", "--loglevel", "INFO"]


@pytest.fixture(autouse=True)
def kind(settings):
    settings.JOB_KINDS = {"test": "tests.jobs.kind.run_chunk"}


@pytest.fixture
def redis(tmp_path, monkeypatch):
    """A Redis of this test's own, to which this process publishes as well."""
    from crm.celery import app

    server = servers.start_valkey(tmp_path)
    url = locations.redis_url(tmp_path)
    monkeypatch.setattr(wake, "_quiet_until", 0.0)
    before = app.conf.broker_url
    app.conf.broker_url = url
    app.set_current()
    yield server, url
    app.conf.broker_url = before
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGCONT)
        servers.stop(server)


@pytest.fixture
def processes(database_url, tmp_path, redis):
    with Processes(database_url, tmp_path, REDIS_URL=redis[1]) as started:
        yield started


def start(actor, chunks, **parameters):
    return services.start(
        "test", actor, title="A test", parameters=parameters, chunks=chunks, now=clock.now()
    )


def is_done(job):
    return Job.objects.get(pk=job.pk).status == "done"


def test_workers_are_woken_and_share_the_chunks(alice, processes):
    processes.start(*WORKER)
    job = start(alice, [{"rows": [nth]} for nth in range(20)])
    until(lambda: is_done(job), "the job is done", 60, tell=processes.logs)
    assert len(rows()) == 20


def test_a_worker_killed_in_the_midst_of_a_chunk_leaves_it_to_the_others_and_it_takes_effect_once(
    alice, processes, tmp_path, monkeypatch
):
    processes.start(*WORKER)
    chunks = [{"rows": [nth], "then": "kill once" if nth == 3 else ""} for nth in range(8)]
    job = start(alice, chunks, killed=str(tmp_path / "killed"))
    monkeypatch.setattr(services, "FORGOTTEN_AFTER", services.FORGOTTEN_AFTER / 30)

    def done():
        services.sweep(now=clock.now())
        return is_done(job)

    until(done, "the job is done", 90, tell=processes.logs)
    assert (tmp_path / "killed").exists()
    assert rows() == sorted(str(nth) for nth in range(8))


def test_a_wake_up_lost_in_redis_is_found_again_from_the_row(alice, processes, redis, monkeypatch):
    import redis as client

    job = start(alice, [{"rows": [1]}])
    client.Redis.from_url(locations.redis_client_url(redis[1])).flushall()
    processes.start(*WORKER)
    monkeypatch.setattr(services, "FORGOTTEN_AFTER", services.FORGOTTEN_AFTER / 30)
    until(lambda: services.sweep(now=clock.now()), "the sweep finds it")
    until(lambda: is_done(job), "the job is done", 60, tell=processes.logs)


@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGKILL])
def test_a_redis_that_is_frozen_or_gone_breaks_no_page_and_is_counted(alice, redis, how):
    os.killpg(redis[0].pid, how)
    before = wake.failures
    job = start(alice, [{"rows": [1]}])
    assert wake.failures == before + 1
    assert job.status == "queued"


def test_a_publisher_that_never_comes_back_is_left_behind(monkeypatch):
    never = threading.Event()
    monkeypatch.setattr(wake, "_quiet_until", 0.0)
    monkeypatch.setattr(wake, "_publish", lambda *a: never.wait())
    assert wake.ring(1) is False, "without the bound this would wait for ever"
    never.set()


def test_after_a_failure_the_next_page_does_not_even_try(monkeypatch):
    tried = []
    monkeypatch.setattr(wake, "_quiet_until", 0.0)
    monkeypatch.setattr(wake, "_publish", lambda *a: tried.append(a))
    wake.ring(1)
    wake.ring(2)
    assert len(tried) == 1


def test_nothing_is_published_before_the_commit(alice, monkeypatch):
    seen = []
    monkeypatch.setattr(wake, "ring", lambda *a: seen.append(connection.in_atomic_block))
    services.start("test", alice, title="", parameters={}, chunks=[{}], now=NOW)
    assert seen == [False]
