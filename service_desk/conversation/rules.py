"""What may be kept as a draft, who is named in a note, and which changes of others matter. Pure."""

import json
import re
from collections.abc import Iterable
from datetime import timedelta

LEASE = timedelta(seconds=30)  # so long somebody counts as present after he was last seen
LONGEST_DRAFT = 60_000  # letters of all fields together
MOST_FIELDS = 80
# Chinese runs on without a blank: after an @ both the Latin letters alone and all letters may be a name.
LATIN = re.compile(r"(?<![A-Za-z0-9@._-])@([A-Za-z0-9][A-Za-z0-9._-]{0,149})")
LETTERS = re.compile(r"(?<![A-Za-z0-9@._-])@(\w[\w.-]{0,149})")
# Changes after which a form still means what it meant when it was opened.
BESIDE_THE_POINT = frozenset({"noted", "replied", "clock_warned", "filed", "unfiled"})


def draft_of(text: str) -> dict | None:
    """The fields of a draft as a browser sends them; None where it is none."""
    if len(text) > LONGEST_DRAFT:
        return None
    try:
        said = json.loads(text or "{}")
    except ValueError:
        return None
    if not isinstance(said, dict) or len(said) > MOST_FIELDS:
        return None
    if any(not isinstance(value, str | bool) for value in said.values()):
        return None
    return said


def named_in(body: str) -> list[str]:
    """What may be sign-in names after an @, each once; an address of mail names nobody."""
    found = [*LATIN.findall(body), *LETTERS.findall(body)]
    return list(dict.fromkeys(name.rstrip(".-").lower() for name in found))


def beside_the_point(verbs: Iterable[str]) -> bool:
    """Whether all that happened in between leaves a form as good as it was."""
    return all(verb in BESIDE_THE_POINT for verb in verbs)
