"""``python3 run.py`` with real processes: it starts, heals, and leaves nobody behind."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from tests.run.machine import House, children, family, get, run, until, wait_for_end, words_of

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="watches processes through /proc"
)


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("house") / "var"


@pytest.fixture(scope="module")
def house(var):
    house = House(var)
    house.wait_until_open()
    yield house
    house.end()


def url_of(house):
    return house.wait_until_open()


def test_it_prints_the_address_and_serves_pages(house):
    assert 200 <= get(url_of(house)) < 500, house.logs()
    assert str(house.var / "logs") in house.text


def test_a_second_one_in_the_same_folder_is_told_where_the_first_runs(house):
    refused = run("--port", "0", var=house.var)
    assert refused.returncode == 1
    assert f"already runs at {url_of(house)} (process {house.process.pid})" in refused.stderr
    assert 200 <= get(url_of(house)) < 500


def test_a_taken_port_is_told_in_one_sentence(house, tmp_path):
    port = url_of(house).rstrip("/").rpartition(":")[2]
    refused = run("--port", port, var=tmp_path / "var")
    assert refused.returncode == 1
    assert f"Port {port} is taken" in refused.stderr and f"--port {int(port) + 1}" in refused.stderr
    assert "Traceback" not in refused.stderr and refused.stderr.strip().count("\n") == 0


def test_management_commands_use_the_servers_of_the_running_system(house):
    asked = run("manage", "showmigrations", "--plan", var=house.var)
    assert asked.returncode == 0, asked.stderr
    assert "[X]" in asked.stdout and "[ ]" not in asked.stdout


@pytest.mark.parametrize("word", ["manage.py relay", "web_worker", "celery -A crm.celery beat"])
def test_what_dies_is_started_again(house, word):
    before, said = house.child(word), len(house.said)
    os.kill(before, signal.SIGKILL)
    house.wait_for("again in", since=said)
    assert house.child(word) != before


def test_a_killed_worker_takes_its_pool_along_and_comes_back(house):
    worker, said = house.child("celery -A crm.celery worker"), len(house.said)
    pool = until(lambda: family(worker) - {worker})
    os.kill(worker, signal.SIGKILL)
    wait_for_end(pool)
    house.wait_for("worker ended", since=said)
    assert house.child("celery -A crm.celery worker") != worker


def test_killed_servers_come_back_and_pages_with_them(house):
    for word in ("bin/postgres", "valkey-server"):
        server, said = house.child(word), len(house.said)
        os.kill(server, signal.SIGKILL)
        house.wait_for("ended (signal SIGKILL)", since=said)
        assert house.child(word) != server
    until(lambda: 200 <= get(url_of(house)) < 500)


def test_a_killed_guardian_is_replaced(house):
    guardian = house.child("guardian.py")
    os.kill(guardian, signal.SIGKILL)
    wait_for_end({guardian})
    assert until(lambda: [pid for pid in children(house.process.pid) if "guardian.py" in words_of(pid)])


def test_kill_9_of_the_supervisor_leaves_no_orphan_and_the_next_start_skips_what_is_done(var, house):
    everybody = family(house.process.pid)
    assert len(everybody) > 10
    house.process.kill()
    wait_for_end(everybody)

    again = House(var)
    try:
        assert 200 <= get(again.wait_until_open()) < 500
        assert "bringing the tables up to date" not in again.text
        assert "collecting static files" not in again.text
        everybody = family(again.process.pid)
    finally:
        assert again.end() == 0
    wait_for_end(everybody)
    assert "Doorstep has ended." in again.text
