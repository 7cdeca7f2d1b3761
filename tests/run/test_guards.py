"""The two guards against orphans, each with its control: taken away, the orphan lives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests.run.machine import ROOT, environment, family, lives, until, wait_for_end, words_of

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="watches processes through /proc"
)

# A child that has a child of its own, both of which would sleep for longer than any test.
KEEPER = """
import sys, time
from pathlib import Path
from crm.embedded.processes import Program
from deploy.launcher.supervisor import Supervisor
supervisor = Supervisor()
supervisor.start(Program("sleepers", ["/bin/sh", "-c", "sleep 987654 & wait"], Path(sys.argv[1])))
print("started", flush=True)
time.sleep(987654)
"""
PARENT = """
import subprocess, sys, time
from crm.embedded.identity import leashed
command = ["/bin/sleep", "987653"]
child = subprocess.Popen(leashed(command) if sys.argv[1] == "leashed" else command, start_new_session=True)
print(child.pid, flush=True)
time.sleep(987654)
"""


@pytest.fixture
def started(tmp_path):
    begun, found = [], set()

    def start(script, *arguments):
        command = [sys.executable, "-c", script, *map(str, arguments)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE, text=True
        )
        begun.append(process)
        return process, process.stdout.readline().strip(), found

    yield start
    for process in begun:
        process.kill()
        process.wait()
    for pid in found:
        if lives(pid) and "98765" in words_of(pid):
            os.kill(pid, signal.SIGKILL)


def sleepers_of(process):
    return until(lambda: named(process, "sleep 98765") if len(named(process, "sleep 98765")) == 2 else None)


def named(process, words):
    return {
        pid
        for pid in family(process.pid) - {process.pid}
        if words in words_of(pid) and "-I" not in words_of(pid)
    }


def test_the_guardian_ends_the_children_of_children(started, tmp_path):
    supervisor, _, found = started(KEEPER, tmp_path / "log")
    sleepers = sleepers_of(supervisor)
    found |= sleepers
    supervisor.kill()
    wait_for_end(sleepers)


def test_control_without_the_guardian_a_child_of_a_child_lives_on(started, tmp_path):
    supervisor, _, found = started(KEEPER, tmp_path / "log")
    sleepers = sleepers_of(supervisor)
    found |= sleepers
    guardian = named_guardian(supervisor)
    os.kill(guardian, signal.SIGSTOP)
    try:
        shell = next(pid for pid in sleepers if "sh -c" in words_of(pid))
        supervisor.kill()
        wait_for_end({shell})  # the leash reached it
        assert lives((sleepers - {shell}).pop())
    finally:
        os.kill(guardian, signal.SIGCONT)
    wait_for_end(sleepers)


def named_guardian(supervisor):
    return until(
        lambda: next((pid for pid in family(supervisor.pid) if "guardian.py" in words_of(pid)), None)
    )


def test_the_leash_ends_a_child_with_its_parent(started):
    parent, child, found = started(PARENT, "leashed")
    found.add(int(child))
    parent.kill()
    wait_for_end({int(child)})


def test_control_without_the_leash_the_child_lives_on(started):
    parent, child, found = started(PARENT, "free")
    found.add(int(child))
    parent.kill()
    parent.wait()
    assert lives(int(child))
