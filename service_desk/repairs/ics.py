"""Visits as a calendar file (RFC 5545), for the calendar on somebody's phone; pure.

Times are written in UTC, which every calendar shows in its own zone; lines are folded at 75 octets, never inside a
character.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

FOLD = 75
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


@dataclass(frozen=True)
class Entry:
    """One visit as a calendar needs it; `uid` stays the same when its time changes."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    words: str = ""
    url: str = ""


def calendar_file(name: str, entries: Iterable[Entry], *, now: datetime) -> str:
    """A whole file, with the line ends that the standard asks for."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Doorstep//Visits//EN", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_text(name)}"]
    for entry in entries:
        lines += _event(entry, now)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry, now: datetime) -> list[str]:
    said = {"LOCATION": entry.place, "DESCRIPTION": entry.words}
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(entry.starts_at)}",
        f"DTEND:{_moment(entry.ends_at)}",
        f"SUMMARY:{_text(entry.title)}",
        *(f"{name}:{_text(value)}" for name, value in said.items() if value),
        *([f"URL:{entry.url}"] if entry.url else []),
        "END:VEVENT",
    ]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    return str(value).translate(ESCAPED)


def _folded(line: str) -> str:
    """A long line goes on in the next, which begins with a blank."""
    pieces, sofar, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > FOLD:
            pieces.append(sofar)
            sofar, size = " ", 1
        sofar, size = sofar + character, size + octets
    return "\r\n".join([*pieces, sofar])
