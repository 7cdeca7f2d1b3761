"""The embedded servers: stale locks, long paths, other identities, and addresses that replace them."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys

import psycopg
import pytest

from crm.embedded import locations, postgres, processes, valkey
from crm.embedded.errors import CannotStart
from tests.run.machine import ROOT, House, environment, family, get, run, until, wait_for_end, words_of


@pytest.fixture
def var(tmp_path):
    return tmp_path / "var"


@pytest.fixture
def running():
    """Servers that the test started; they are ended with it."""
    begun = []
    yield begun
    for server in reversed(begun):
        processes.stop(server)


def ask(var, sql):
    with psycopg.connect(locations.database_url(var)) as connection:
        return connection.execute(sql).fetchone()[0]


def test_the_database_keeps_what_it_promises(var, running):
    running.append(postgres.start(var))
    assert [ask(var, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")] == [
        "on"
    ] * 3
    assert ask(var, "SHOW listen_addresses") == ""
    assert ask(var, "SELECT 'ÄÖ' ILIKE 'äö'") is True


def test_only_this_account_reaches_the_sockets(var, running):
    running += [postgres.start(var), valkey.start(var)]
    assert stat.S_IMODE(os.stat(locations.socket_folder(var)).st_mode) == 0o700
    assert stat.S_IMODE(os.stat(var / "postgres").st_mode) == 0o700


def test_a_lock_left_by_a_killed_server_does_not_stop_the_next_start(var, running):
    first = postgres.start(var)
    processes.end_group(first.pid)
    first.wait()
    lock = var / "postgres" / "postmaster.pid"
    words = lock.read_text().split("\n")
    # The number now belongs to a living stranger, as after a restart of the machine.
    lock.write_text("\n".join([str(os.getpid()), *words[1:]]))
    running.append(postgres.start(var))
    assert ask(var, "SELECT 1") == 1


def test_a_server_left_running_is_ended_before_the_next_start(var, running):
    left = postgres.start(var)
    running += [left, postgres.start(var)]
    wait_for_end({left.pid})
    assert ask(var, "SELECT 1") == 1


def test_an_interrupted_first_start_leaves_no_half_made_cluster(var, running):
    half = var / "postgres.new"
    half.mkdir(parents=True, mode=0o700)
    (half / "PG_VERSION").write_text("18\n")
    running.append(postgres.start(var))
    assert ask(var, "SELECT 1") == 1 and not half.exists()


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(tmp_path, running):
    deep = tmp_path / ("a-folder-with-a-long-name-" * 5) / "var"
    sockets = locations.socket_folder(deep)
    assert len(os.fsencode(locations.postgres_socket(deep))) <= 107
    try:
        running.append(postgres.start(deep))
        assert ask(deep, "SELECT 1") == 1
        assert stat.S_IMODE(os.stat(sockets).st_mode) == 0o700
    finally:
        while running:
            processes.stop(running.pop())
        shutil.rmtree(sockets, ignore_errors=True)


def test_a_socket_folder_planted_as_a_link_is_refused(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "planted").symlink_to(tmp_path / "mine")
    with pytest.raises(CannotStart, match="belongs to another account or is no folder"):
        locations.private_folder(tmp_path / "planted")


def test_a_cluster_of_another_version_says_which_is_needed(var):
    (var / "postgres").mkdir(parents=True)
    (var / "postgres" / "PG_VERSION").write_text("14\n")
    with pytest.raises(CannotStart, match=r"made by PostgreSQL 14.*run\.py reset"):
        postgres.prepare(var)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_root_without_user_namespaces_runs_the_database_under_another_account(running):
    # Not below pytest's own folder, which is closed to everybody else.
    script = (
        "import sys; from pathlib import Path; from crm.embedded import identity, postgres, processes\n"
        "identity.for_postgres = lambda: identity.Identity('65534:65534', 65534)\n"
        "server = postgres.start(Path(sys.argv[1]))\n"
        "print(Path(f'/proc/{server.pid}').stat().st_uid)\n"
        "processes.stop(server)"
    )
    var = f"/var/tmp/doorstep-test-{os.getpid()}"  # noqa: S108
    try:
        command = [sys.executable, "-c", script, var]
        asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment(var))
        unreachable = "cannot reach" in asked.stderr
        assert asked.stdout.strip() == "65534" or unreachable, asked.stderr
    finally:
        shutil.rmtree(var, ignore_errors=True)


def test_addresses_of_other_servers_replace_the_embedded_ones(tmp_path, running):
    elsewhere, var = tmp_path / "elsewhere", tmp_path / "var"
    running += [postgres.start(elsewhere), valkey.start(elsewhere)]
    given = {"DATABASE_URL": locations.database_url(elsewhere), "REDIS_URL": locations.redis_url(elsewhere)}
    house = House(var, "--port", "0", **given)
    try:
        url = house.wait_until_open()
        assert 200 <= get(url) < 500, house.logs()
        assert ask(elsewhere, "SELECT count(*) FROM django_migrations") > 0
        assert not (var / "postgres").exists()
        ours = {words_of(pid) for pid in family(house.process.pid)}
        assert not [words for words in ours if "bin/postgres" in words or "valkey-server" in words]
        assert "building the demonstration town" not in house.text
    finally:
        house.end()
    assert ask(elsewhere, "SELECT 1") == 1  # theirs goes on


def test_a_database_that_does_not_answer_is_told_in_one_sentence(tmp_path):
    refused = run("--port", "0", var=tmp_path / "var", DATABASE_URL="postgresql://x@127.0.0.1:1/none")
    assert refused.returncode == 1
    assert "The server that DATABASE_URL names does not answer" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_session_killed_by_force_takes_its_servers_along(tmp_path):
    command = [sys.executable, "-m", "crm.embedded.servers", str(tmp_path / "var")]
    starter = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment(tmp_path)
    )
    assert "servers are up" in starter.stdout.readline()
    servers = until(lambda: family(starter.pid) - {starter.pid})
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    wait_for_end(servers)
