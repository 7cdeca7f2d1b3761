"""Servers for the tests: the embedded ones, unless DATABASE_URL and REDIS_URL name real ones."""

import os
from pathlib import Path

STARTED = []


def _start_servers():
    VAR = Path(os.environ["DOORSTEP_VAR"])  # tests/settings.py has set it
    if os.environ.get("PYTEST_XDIST_WORKER"):
        return
    VAR.mkdir(parents=True, exist_ok=True)
    from crm.embedded import servers

    if not os.environ.get("DATABASE_URL"):
        STARTED.append(servers.start_postgres(VAR))
    if not os.environ.get("REDIS_URL"):
        STARTED.append(servers.start_valkey(VAR))


def pytest_unconfigure(config):
    from crm.embedded import servers

    while STARTED:
        servers.stop(STARTED.pop())


_start_servers()
pytest_plugins = ["tests.people"]
