"""The journal of erasures, beside the database: hashes only, so that what a restore brings back is erased again.

A line holds when a person was erased and a keyed hash of each number he was known by. Nobody learns from it who
that was; the house, holding the key and the restored table, finds him again. It is to be copied away with every
backup, as the anchors of the audit are.
"""

import hashlib
import hmac
import json
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from crm.embedded import locations
from owners.people.models import Owner


def journal_file() -> Path:
    return Path(settings.VAR) / "privacy" / "erasures.jsonl"


def write_down(numbers, *, at: datetime) -> None:
    """Append one erasure; whoever reads the file learns that there was one, and not of whom."""
    path = journal_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps({"at": at.isoformat(), "who": sorted(hashed(number) for number in numbers)})
    with os.fdopen(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "a") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())


def hashed(number: str) -> str:
    return hmac.new(_key(), number.encode(), hashlib.sha256).hexdigest()


def _key() -> bytes:
    """A key of its own, which outlives a change of the others: old lines must stay readable."""
    return (os.environ.get("DOORSTEP_ERASURE_KEY") or locations.secret(settings.VAR, "erasures")).encode()


def written_down() -> dict[str, datetime]:
    """Each hash with the moment of its erasure."""
    path = journal_file()
    if not path.exists():
        return {}
    lines = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    return {who: datetime.fromisoformat(line["at"]) for line in lines for who in line["who"]}


def known_among(numbers) -> set[str]:
    """Those of the numbers that were erased once."""
    known = written_down()
    return {number for number in numbers if hashed(number) in known}


def come_back() -> list[Owner]:
    """Owners who were erased once and stand here whole again: after a restore."""
    known = written_down()
    if not known:
        return []
    rows = Owner.objects.filter(erased_at=None, merged_into=None).only("pk", "number")
    found = [row.pk for row in rows.iterator(10_000) if hashed(row.number) in known]
    return list(Owner.objects.filter(pk__in=found).order_by("pk"))
