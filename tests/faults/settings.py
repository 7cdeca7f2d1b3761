"""The product's settings for processes that a test starts: its database, and if it says so, its routes."""

import os

from crm.settings import *  # noqa: F403
from crm.settings import DUE_SOURCES, EVENT_ROUTES, JOB_KINDS
from tests.plain_files import STORAGES  # noqa: F401

EVENT_ROUTES = os.environ.get("TEST_ROUTES", EVENT_ROUTES)
DUE_SOURCES = [] if "TEST_ROUTES" in os.environ else DUE_SOURCES
JOB_KINDS = {**JOB_KINDS, "test": "tests.jobs.kind.run_chunk"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
THROTTLE_RATES = {
    "api": (1_000_000, 60, "fast")
}  # counted as always, but one client may ask as fast as it can
