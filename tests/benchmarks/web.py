"""One real web process, and a client that keeps its connection, so that requests are timed as people meet them."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
IDLE = 3  # seconds after which the server may have closed a kept connection


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Web:
    """uvicorn with one process, serving the product and the floors alike, on the town or a copy of it."""

    def __init__(self, database_url: str = ""):
        self.environment = {"DATABASE_URL": database_url} if database_url else {}

    def __enter__(self):
        self.port = free_port()
        command = [sys.executable, "-m", "uvicorn", "crm.asgi:application", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--log-level", "warning", "--no-access-log"],
            cwd=ROOT,
            env={**os.environ, **self.environment, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"},
        )
        end = time.monotonic() + 30
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise RuntimeError("the web process does not answer")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)

    def client(self, headers: dict | None = None) -> "Client":
        return Client(self.port, headers or {})


class Client:
    """A keep-alive connection; an answer other than the expected one is an error."""

    def __init__(self, port: int, headers: dict):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.headers = headers
        self.asked = 0.0

    def get(self, path: str, query: dict | None = None) -> bytes:
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path, None, {}, 200)

    def post(self, path: str, body: dict, headers: dict | None = None, *, expected: int = 201) -> bytes:
        sent = {"Content-Type": "application/json", **(headers or {})}
        return self._ask("POST", path, json.dumps(body), sent, expected)

    def _ask(self, method, path, body, headers, expected):
        if time.monotonic() - self.asked > IDLE:
            self.connection.close()
        self.connection.request(method, path, body, {**self.headers, **headers})
        answer = self.connection.getresponse()
        content = answer.read()
        self.asked = time.monotonic()
        if answer.status != expected:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {content[:400]!r}")
        return content
