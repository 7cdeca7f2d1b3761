"""Reading a mail in a process of its own: whatever the mail does to it, the house goes on."""

import json
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[4]
CHILD = "service_desk.channels.mail.reading.child"
SECONDS = 30


class Unreadable(Exception):
    """The child did not come back with an answer: out of time, out of memory, or killed."""


def read(data: bytes, *, seconds: float = SECONDS) -> dict:
    """What `parsing.parse` says of it; raises Unreadable with the way in which the child ended."""
    try:
        ended = subprocess.run(
            [sys.executable, "-S", "-m", CHILD],
            input=data,
            capture_output=True,
            cwd=HOUSE,
            env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("time") from error
    if ended.returncode != 0:
        raise Unreadable("memory" if b"MemoryError" in ended.stderr else f"ended with {ended.returncode}")
    try:
        return json.loads(ended.stdout)
    except ValueError as error:
        raise Unreadable("no answer") from error
