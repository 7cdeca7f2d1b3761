"""The product's settings with the floors beside it, on a database of the benchmarks' own."""

import os
from pathlib import Path

_var = Path(os.environ.get("DOORSTEP_VAR") or Path(__file__).resolve().parents[2] / "var")
if _var.name != "bench":
    os.environ["DOORSTEP_VAR"] = str(_var / "bench")

from crm.settings import *  # noqa: E402, F403
from crm.settings import INSTALLED_APPS  # noqa: E402
from tests.plain_files import STORAGES  # noqa: E402, F401

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.floor"]
ROOT_URLCONF = "tests.benchmarks.urls"
LOGGING_CONFIG = None
