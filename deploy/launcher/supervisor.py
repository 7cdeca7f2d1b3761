"""Starts the processes, starts again what dies, ends everything."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from crm.embedded import processes
from crm.embedded.processes import Program
from deploy.launcher.console import say

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
HEALTHY_AFTER = 30.0  # seconds alive, then an earlier death is forgiven
LONGEST_LOG = 50_000_000
PATIENCE = 10.0
GUARDIAN = Path(__file__).with_name("guardian.py")


@dataclass
class Child:
    program: Program
    before: Callable[[], object]
    process: subprocess.Popen
    since: float
    pause: float = FIRST_PAUSE
    again_at: float | None = None


class Supervisor:
    """Keeps its children running until ``ending`` is set, by a signal or by hand.

    One thread only, the main one: the kernel's death signal comes when the *thread* that started a child ends.
    """

    def __init__(self) -> None:
        self.children: list[Child] = []
        self.ending = False
        self.guardian: subprocess.Popen | None = None
        self.pipe = -1
        self.watch_over()

    def listen_to_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.end_soon)

    def end_soon(self, *_: object) -> None:
        if self.ending:  # Asked twice: somebody is impatient.
            for child in self.children:
                processes.end_group(child.process.pid)
        self.ending = True

    def start(self, program: Program, before: Callable[[], object] = lambda: None) -> subprocess.Popen:
        """Start a program now and from here on; ``before`` runs ahead of every start after the first."""
        process = processes.spawn(program)
        self.tell(f"started {process.pid} {int(program.death_signal)}")
        self.children.append(Child(program, before, process, time.monotonic()))
        return process

    def keep_running(self, until: Callable[[], bool] = lambda: False) -> None:
        """Watch over the children until asked to end or until ``until()``."""
        while not self.ending and not until():
            self.look_once()
            time.sleep(0.1)

    def look_once(self) -> None:
        now = time.monotonic()
        if self.guardian is None or self.guardian.poll() is not None:
            self.watch_over()
        for child in self.children:
            if child.again_at is not None:
                if now >= child.again_at:
                    self.start_again(child)
            elif child.process.poll() is not None:
                self.mourn(child, now)
            elif int(now) % 10 == 0:
                keep_log_short(child.program.log)

    def mourn(self, child: Child, now: float) -> None:
        """Clear away what the dead child started, and set the time of its next life."""
        processes.end_group(child.process.pid)
        self.tell(f"ended {child.process.pid}")
        if now - child.since > HEALTHY_AFTER:
            child.pause = FIRST_PAUSE
        child.again_at = now + child.pause
        say(f"{child.program.name} ended ({ending_of(child.process)}); again in {child.pause:g} s. "
            f"Its log: {child.program.log}")  # fmt: skip
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def start_again(self, child: Child) -> None:
        child.again_at = None
        child.since = time.monotonic()
        try:
            child.before()
            child.process = processes.spawn(child.program)
        except Exception as error:
            say(f"{child.program.name} cannot start: {error}")
            child.again_at = child.since + child.pause
            return
        self.tell(f"started {child.process.pid} {int(child.program.death_signal)}")

    def end_everything(self) -> None:
        """Last started, first ended, the servers after everything that uses them."""
        self.ending = True
        servers = [child for child in self.children if child.program.is_server]
        others = [child for child in self.children if not child.program.is_server]
        self.end([child for child in others if child.process.poll() is None])
        for server in reversed(servers):
            self.end([server])
        if self.guardian is not None:
            with contextlib.suppress(OSError):
                os.close(self.pipe)
            self.guardian.wait()

    def end(self, children: list[Child]) -> None:
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                child.process.send_signal(child.program.stop_signal)
        deadline = time.monotonic() + PATIENCE
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, deadline - time.monotonic()))
            processes.end_group(child.process.pid)
            child.process.wait()
            self.tell(f"ended {child.process.pid}")

    def watch_over(self) -> None:
        """Start the guardian, or another one when it was killed, and tell it who is there."""
        if self.pipe != -1:
            os.close(self.pipe)
        reading, self.pipe = os.pipe()
        command = [sys.executable, "-I", "-S", str(GUARDIAN), str(reading)]
        self.guardian = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, pass_fds=(reading,), start_new_session=True, cwd="/"
        )
        os.close(reading)
        for child in self.children:
            if child.process.poll() is None:
                self.tell(f"started {child.process.pid} {int(child.program.death_signal)}")

    def tell(self, line: str) -> None:
        with contextlib.suppress(BrokenPipeError):  # It is gone; the next look starts another.
            os.write(self.pipe, f"{line}\n".encode("ascii"))


def ending_of(process: subprocess.Popen) -> str:
    code = process.returncode
    return f"exit {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


def keep_log_short(log: Path) -> None:
    """Keep one older half of a log that grew too long; the writers append, so cutting it is safe."""
    with contextlib.suppress(OSError):
        if log.stat().st_size > LONGEST_LOG:
            log.with_suffix(".log.1").write_bytes(log.read_bytes())
            os.truncate(log, 0)
