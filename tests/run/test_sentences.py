"""Every foreseen trouble is one sentence that says what to do."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from crm.embedded import errors, identity, locations, processes
from crm.embedded.errors import CannotStart
from deploy.launcher import commands, console, environment, frontend, locks, ports, preparation, stamps
from tests.run.machine import ROOT, run


def test_an_old_python_is_told_which_one_is_needed():
    pretend = "import sys; sys.version_info = (3, 8, 1); sys.argv = ['run.py']; exec(open('run.py').read())"
    refused = subprocess.run([sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True)
    assert refused.returncode == 1
    assert "needs Python 3.11 or newer and this is Python 3.8" in refused.stderr


def test_run_py_can_be_read_by_an_old_python():
    """Nothing newer than what Python 2.7 and 3.6 parse, or they would only say SyntaxError."""
    text = (ROOT / "run.py").read_text()
    assert not [sign for sign in ('f"', "f'", ":=", " -> ", "match ", "import annotations") if sign in text]
    compile(text, "run.py", "exec", dont_inherit=True)
    old = sorted(Path("/usr/bin").glob("python2.7")) + sorted(Path("/usr/bin").glob("python3.[6-9]"))
    for python in old:
        refused = subprocess.run([python, "run.py"], cwd=ROOT, capture_output=True, text=True)
        assert "needs Python 3.11 or newer" in refused.stderr


def test_a_full_disk_is_told_before_the_set_up(monkeypatch, tmp_path):
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**12, 10**12, 7_000_000)
    )
    with pytest.raises(CannotStart, match=r"The disk is full: 7 MB are free .* 1500 MB are needed"):
        environment.check_room(tmp_path / "not" / "yet", environment.ROOM_FOR_SETUP)


def test_the_first_start_needs_room_for_the_database_and_the_later_ones_do_not(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    first = environment.room_for(tmp_path)
    (tmp_path / "postgres").mkdir()
    assert first > environment.room_for(tmp_path)
    (tmp_path / "postgres").rmdir()
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example.org/doorstep")
    assert first > environment.room_for(tmp_path)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_on_the_way_is_told(number):
    error = OSError(number, os.strerror(number), "/srv/var/x")
    assert str(errors.because_of_the_system(error, "starting")).startswith("The disk is full while starting")


def test_a_server_that_found_no_room_says_so(tmp_path):
    log = tmp_path / "postgres.log"
    log.write_text('FATAL:  could not write lock file "postmaster.pid": No space left on device\n')
    sentence = str(processes.why_not(processes.Program("postgres", ["postgres"], log)))
    assert sentence == "The disk is full and postgres could not start: free some space, start again."


def test_a_command_without_network_says_that_the_first_start_needs_it(tmp_path):
    script = "import sys; sys.exit('error sending request for url: dns error')"
    with pytest.raises(CannotStart, match="The network cannot be reached while installing packages"):
        console.run_logged([sys.executable, "-c", script], tmp_path / "log", "installing packages")


def test_any_other_failure_shows_its_last_line_and_where_the_rest_is(tmp_path):
    script = "import sys; sys.exit('first line\\nthe reason')"
    with pytest.raises(CannotStart, match=r"while doing this: the reason \(more in .*log\)"):
        console.run_logged([sys.executable, "-c", script], tmp_path / "log", "doing this")


@pytest.mark.skipif(os.geteuid() != 0, reason="root asks what an ordinary account may not write")
def test_a_folder_one_may_not_write_is_told_with_the_way_out(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o755)
    os.chmod(tmp_path, 0o755)  # noqa: S103 (so that the other account gets to the closed folder)
    script = (
        "import os, sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "from crm.embedded import locations\nos.setuid(65534)\n"
        "try:\n    locations.folder(Path(sys.argv[2]) / 'var')\n"
        "except locations.CannotStart as error:\n    print(error)"
    )
    command = [sys.executable, "-c", script, str(ROOT), str(closed)]
    asked = subprocess.run(command, capture_output=True, text=True)
    assert asked.stdout.startswith("No permission for making the folder"), asked.stderr
    assert "DOORSTEP_VAR" in asked.stdout


def test_a_port_that_needs_root_suggests_another():
    error = PermissionError(errno.EACCES, "Permission denied")
    assert "choose one from 1024 up" in str(ports.cannot_listen(error, "127.0.0.1", 80))


def test_a_taken_port_names_the_program_that_has_it():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Port {number} is taken by .* \(process {os.getpid()}\)"):
            ports.listen("127.0.0.1", number)


def test_an_address_of_another_machine_is_told():
    with pytest.raises(CannotStart, match="is no address of this machine"):
        ports.listen("192.0.2.7", 0)


def test_words_that_are_no_port():
    refused = run("--port", "eighty", var=Path("/nowhere"))
    assert refused.returncode != 0 and "'eighty' is no port" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_lock_of_a_dead_process_is_taken_over(tmp_path):
    (tmp_path / "run.lock").write_text('{"pid": 1, "url": "http://127.0.0.1:9/"}')
    assert locks.running(tmp_path) is None
    with locks.held(tmp_path):
        assert locks.running(tmp_path).pid == os.getpid()
        with pytest.raises(CannotStart, match=f"already runs .*process {os.getpid()}"):
            locks.Lock(tmp_path).take()
    assert locks.running(tmp_path) is None


def test_a_lock_file_of_nonsense_is_no_obstacle(tmp_path):
    (tmp_path / "run.lock").write_text("\0\0 nonsense")
    with locks.held(tmp_path):
        assert locks.running(tmp_path)


def test_an_old_node_is_not_used(monkeypatch, tmp_path):
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho v12.22.0\n")
    node.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(node))
    assert frontend.npm_of_the_machine() is None


def test_reset_asks_first_and_deletes_nothing_without_an_answer(monkeypatch, tmp_path):
    monkeypatch.setenv("DOORSTEP_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr("builtins.input", lambda question: "no")
    for name in ("postgres", "keys", "logs", "test"):
        (tmp_path / name).mkdir()
    assert commands.reset(sure=False) == 1
    assert (tmp_path / "postgres").exists()
    assert commands.reset(sure=True) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["logs", "run.lock", "test"]


def test_reset_never_touches_a_server_of_somebody_else(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/doorstep")
    with pytest.raises(CannotStart, match="reset its database there"):
        commands.reset(sure=True)


def test_root_is_told_when_the_other_account_cannot_reach_the_programs(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(identity, "runs_as", lambda option, command: False)
    with pytest.raises(CannotStart, match="move this folder to a place that everybody may read"):
        identity.check_reach(identity.Identity("65534:65534", 65534), locations.REPOSITORY / "x")


def test_a_town_that_was_half_built_is_built_again_unless_people_worked_there(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "postgres").mkdir()
    preparation.clear_half_a_town(tmp_path)
    assert (tmp_path / "postgres").exists()

    stamps.write(tmp_path / "stamps" / "demonstration", preparation.BEGUN)
    preparation.clear_half_a_town(tmp_path)
    assert not (tmp_path / "postgres").exists()

    (tmp_path / "postgres").mkdir()
    stamps.write(tmp_path / "stamps" / "demonstration", preparation.BEGUN)
    preparation.served(tmp_path)
    with pytest.raises(CannotStart, match=r"run\.py --no-demo.*run\.py reset"):
        preparation.clear_half_a_town(tmp_path)
    assert (tmp_path / "postgres").exists()
