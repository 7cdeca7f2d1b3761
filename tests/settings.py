"""The product's settings, with servers of the tests' own and a fast password hasher."""

import os
from pathlib import Path

_var = Path(os.environ.get("DOORSTEP_VAR") or Path(__file__).resolve().parent.parent / "var")
if _var.name != "test":
    os.environ["DOORSTEP_VAR"] = str(_var / "test")

from crm.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
