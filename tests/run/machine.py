"""Real processes for the launcher's tests: starting ``run.py`` in a folder of its own, and watching /proc."""

from __future__ import annotations

import http.client
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
Value = TypeVar("Value")
LONG = 300.0  # seconds until a test gives up; nothing depends on how long it really takes
OF_THIS_SESSION = ("DOORSTEP_", "PYTEST_", "DJANGO_", "DATABASE_URL", "REDIS_URL")


def environment(var: Path, **more: str) -> dict[str, str]:
    """The surroundings of somebody who just opened a terminal."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OF_THIS_SESSION)}
    return {**clean, "DOORSTEP_VAR": str(var), "PYTHONUNBUFFERED": "1", **more}


def run(*arguments: str, var: Path, **more: str) -> subprocess.CompletedProcess:
    """One ``run.py`` from beginning to end."""
    command = [sys.executable, str(ROOT / "run.py"), *arguments]
    return subprocess.run(
        command,
        env=environment(var, **more),
        capture_output=True,
        text=True,
        timeout=LONG,
        stdin=subprocess.DEVNULL,
    )


class House:
    """One ``run.py`` that stays, and what it said so far."""

    def __init__(self, var: Path, *arguments: str, **more: str) -> None:
        self.var = var
        self.said: list[str] = []
        self.heard = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "run.py"), *(arguments or ("--port", "0", "--no-demo"))],
            env=environment(var, **more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        for line in self.process.stdout:
            with self.heard:
                self.said.append(line)
                self.heard.notify_all()
        with self.heard:
            self.said.append("")  # the end
            self.heard.notify_all()

    @property
    def text(self) -> str:
        return "".join(self.said)

    def wait_for(self, words: str, *, since: int = 0) -> str:
        """The line that holds these words, as soon as it is said."""
        with self.heard:
            done = self.heard.wait_for(lambda: self.line_with(words, since) or "" in self.said, LONG)
            line = self.line_with(words, since)
        assert done and line, f"never said {words!r}:\n{self.text}\n{self.logs()}"
        return line

    def line_with(self, words: str, since: int) -> str | None:
        return next((line for line in self.said[since:] if words in line), None)

    def wait_until_open(self) -> str:
        self.wait_for("Ctrl-C ends everything")
        return self.line_with("Doorstep runs at", 0).split()[-1]

    def logs(self) -> str:
        return "\n".join(f"{log.name}:\n{log.read_text()[-1500:]}" for log in self.var.glob("logs/*.log"))

    def child(self, word: str) -> int:
        """The process whose command line holds this word, among those the supervisor started."""
        return until(lambda: next((pid for pid in children(self.process.pid) if word in words_of(pid)), None))

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(LONG)


def get(url: str, path: str = "/") -> int:
    """The status of a page, 0 where nobody answers."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def until(condition: Callable[[], Value]) -> Value:
    """The first true answer; asked again and again, because /proc and sockets announce nothing."""
    deadline = time.monotonic() + LONG
    pause = threading.Event()
    while not (answer := condition()):
        assert time.monotonic() < deadline, "it never came true"
        pause.wait(0.05)
    return answer


def words_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


def children(parent: int) -> list[int]:
    return [pid for pid, its_parent in parents().items() if its_parent == parent]


def family(ancestor: int) -> set[int]:
    """Everything that descends from a process, itself included."""
    table, found = parents(), {ancestor}
    while more := {pid for pid, parent in table.items() if parent in found} - found:
        found |= more
    return found


def parents() -> dict[int, int]:
    table = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            table[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    return table


def wait_for_end(pids: set[int]) -> None:
    """Until every one of these has ended, told by the kernel."""
    for pid in pids:
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            ready, _, _ = select.select([descriptor], [], [], LONG)
            assert ready, f"process {pid} lives on: {words_of(pid)}"
        finally:
            os.close(descriptor)


def lives(pid: int) -> bool:
    """Running, and not only unburied."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
