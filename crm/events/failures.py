"""How often, how long and with which words a failure is remembered; shared by events, messages and chunks."""

import re
import traceback
from datetime import timedelta

from django.db import Error

LONGEST_WAIT = timedelta(minutes=5)
LONGEST_TEXT = 600
_SECRETS = [
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),  # an e-mail address
    re.compile(r"\+?\d[\d\s-]{6,}\d"),  # a telephone or identity number
    re.compile(r"DETAIL:.*", re.S),  # PostgreSQL repeats the row's values there
]


def wait_after(attempts: int, *, first: timedelta = timedelta(seconds=1)) -> timedelta:
    """How long to wait after so many attempts: doubling from `first`, at most five minutes."""
    return min(first * 2 ** min(attempts - 1, 20), LONGEST_WAIT)


def in_words(error: BaseException) -> str:
    """The error and where it happened, without what might name a person."""
    if isinstance(error, Error) and error.__cause__ is not None and hasattr(error.__cause__, "diag"):
        text = error.__cause__.diag.message_primary or str(error)
    else:
        text = str(error)
    for secret in _SECRETS:
        text = secret.sub("…", text)
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {text}"[:LONGEST_TEXT] + place
