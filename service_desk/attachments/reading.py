"""What is inside a file that a stranger sent, asked of a child process: what kills it kills no page."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHILD = Path(__file__).with_name("child.py")
PATIENCE = 40  # seconds; the child gives up by itself before
ENVIRONMENT = {"PATH": "", "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Reading:
    """A file as it may be kept; `refused` is the code of the reason why it may not."""

    refused: str = ""
    content_type: str = ""
    full: bytes = b""
    small: bytes = b""
    width: int | None = None
    height: int | None = None


def read(content: bytes) -> Reading:
    """Look inside. A child that dies or takes too long has met something that nobody should open."""
    command = [sys.executable, "-I", str(CHILD)]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=PATIENCE, env=ENVIRONMENT, check=False
        )
    except subprocess.TimeoutExpired:
        return Reading(refused="slow")
    head, _line, rest = done.stdout.partition(b"\n")
    if done.returncode or not head:
        return Reading(refused="broken")
    about = json.loads(head)
    if about.get("refused"):
        return Reading(refused=about["refused"])
    full, small = rest[: about["full"]], rest[about["full"] : about["full"] + about["small"]]
    if len(full) != about["full"] or len(small) != about["small"]:
        return Reading(refused="broken")
    return Reading(
        content_type=about["type"],
        full=full,
        small=small,
        width=about.get("width"),
        height=about.get("height"),
    )
