"""Real processes of the product, each in a group of its own, so that a kill takes its children with it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Process:
    """One running command of the product; `kill` is -9 for the whole group."""

    def __init__(self, command: list[str], environment: dict, log: Path, descriptors: tuple = ()):
        self.log = log
        self._file = log.open("ab")
        # A child of ours may be a parent as well, so it leads a group; it dies with us by the harness, which
        # ends what it started whatever happens.
        self.running = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=self._file, stderr=subprocess.STDOUT,
            start_new_session=True, pass_fds=descriptors,
        )  # fmt: skip

    def signal(self, number: int) -> None:
        if self.running.poll() is None:
            os.killpg(self.running.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.running.wait()
        self._file.close()

    def end(self) -> int:
        """Ask it to end, as a supervisor does; its exit code."""
        self.signal(signal.SIGTERM)
        try:
            return self.running.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    @property
    def alive(self) -> bool:
        return self.running.poll() is None


class Processes:
    """What a test has started; ends all of it at the end of the `with`."""

    def __init__(self, database_url: str, folder: Path, **environment: str):
        self.folder = folder
        self.environment = {
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            **environment,
        }
        self.started: list[Process] = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.started:
            if process.alive:
                process.kill()

    def start(self, *command: str) -> Process:
        name = f"{Path(command[0]).stem}-{len(self.started)}.log"
        process = Process([sys.executable, *command], self.environment, self.folder / name)
        self.started.append(process)
        return process

    def manage(self, *arguments: str) -> Process:
        return self.start("manage.py", *arguments)

    def logs(self) -> str:
        return "\n".join(f"== {one.log.name}\n{one.log.read_text()[-3000:]}" for one in self.started)
