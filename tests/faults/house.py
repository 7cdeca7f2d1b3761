"""The whole running system on servers of its own, with a supervisor that starts again what was killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import psycopg
import redis

from crm.embedded import locations, servers
from tests.faults.processes import ROOT, Process

CELERY = [
    "-m",
    "celery",
    "-A",
    "crm.celery",
    "worker",
    "--concurrency",
    "2",
    "--without-mingle",
    "-l",
    "WARNING",
]
PROGRAMS = {
    "web-1": ["-m", "deploy.launcher.web_worker"],
    "web-2": ["-m", "deploy.launcher.web_worker"],
    "relay-1": ["manage.py", "relay"],
    "relay-2": ["manage.py", "relay"],
    "courier": ["manage.py", "courier"],
    "worker": CELERY,
}


class House:
    """`with House(folder, owners=20) as house:`; everything it starts ends with the `with`."""

    def __init__(
        self,
        folder: Path,
        *,
        owners: int,
        programs: dict | None = None,
        seed: str = "tests.faults.seed",
        **environment: str,
    ):
        self.var = folder / "var"
        self.var.mkdir()
        (self.var / "logs").mkdir()
        self.programs = programs or PROGRAMS
        self.owners, self.seed = owners, seed
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.running: dict[str, Process] = {}
        self.restarts: Counter[str] = Counter()
        self.outages: list[tuple[float, float]] = []  # when there was no database
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.address = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self.database_url = locations.database_url(self.var)
        self.redis_url = locations.redis_url(self.var)
        self.environment = {
            "DOORSTEP_VAR": str(self.var),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PYTHONUNBUFFERED": "1",
            **environment,
        }

    def __enter__(self):
        try:
            self.postgres = servers.start_postgres(self.var)
            self.redis = servers.start_valkey(self.var)
            self.manage("migrate", "--verbosity", "0")
            self.stage = json.loads(self.run("-m", self.seed, str(self.owners)).splitlines()[-1])
            for name in self.programs:
                self._start(name)
            self.supervisor = threading.Thread(target=self._supervise, daemon=True)
            self.supervisor.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stopping.set()
        if hasattr(self, "supervisor"):
            self.supervisor.join()
        for process in self.running.values():
            if process.alive:
                process.kill()
        self.listening.close()
        for server in ("redis", "postgres"):
            if hasattr(self, server):
                self._stop(getattr(self, server))

    # what a person at the console can do

    def run(self, *command: str, check: bool = True) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env={**os.environ, **self.environment},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if check and done.returncode:
            raise AssertionError(f"{command} failed\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def manage(self, *arguments: str) -> str:
        return self.run("manage.py", *arguments)

    def ask(self, query: str, *values):
        """One value out of the database."""
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(query, values).fetchone()[0]

    def logs(self) -> str:
        files = sorted((self.var / "logs").glob("*.log"))
        return "\n".join(f"== {file.name}\n{file.read_text(errors='replace')[-1500:]}" for file in files)

    # what may befall it

    def kill(self, name: str) -> None:
        with self.lock:
            self.running[name].kill()

    def flush_redis(self) -> None:
        redis.Redis.from_url(locations.redis_client_url(self.redis_url)).flushall()

    def kill_redis(self) -> None:
        """It keeps nothing on disk: what comes back is empty."""
        servers.stop(self.redis, signal.SIGKILL)
        self.redis = servers.start_valkey(self.var)

    def freeze_redis(self) -> None:
        """It takes connections and never answers: worse than being gone."""
        os.killpg(self.redis.pid, signal.SIGSTOP)

    def stop_redis(self) -> None:
        servers.stop(self.redis, signal.SIGKILL)

    def bring_redis_back(self) -> None:
        if self.redis.poll() is None:
            os.killpg(self.redis.pid, signal.SIGCONT)
        else:
            self.redis = servers.start_valkey(self.var)

    def crash_postgres(self) -> None:
        """Every connection is cut, nothing is written down; it recovers from its log."""
        begin = time.monotonic()
        servers.stop(self.postgres, signal.SIGQUIT)
        self.postgres = servers.start_postgres(self.var)
        self.outages.append((begin, time.monotonic()))

    def _stop(self, server) -> None:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGCONT)
            servers.stop(server)

    def _start(self, name: str) -> None:
        command = [sys.executable, *self.programs[name]]
        descriptors = ()
        if name.startswith("web"):
            descriptors = (self.listening.fileno(),)
            command.append(str(descriptors[0]))
        log = self.var / "logs" / f"{name}.log"
        self.running[name] = Process(command, self.environment, log, descriptors)

    def _supervise(self) -> None:
        while not self.stopping.wait(0.1):
            with self.lock:
                for name, process in list(self.running.items()):
                    if not process.alive:
                        self.restarts[name] += 1
                        self._start(name)
