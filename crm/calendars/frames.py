"""The hours of a working day: frames such as 09:00–12:00 and 13:30–18:00, in minutes since midnight."""

import re
from collections.abc import Iterable
from typing import NamedTuple

MINUTES_A_DAY = 1440
CLOCK = re.compile(r"^([01]?\d|2[0-4]):([0-5]\d)$")
BETWEEN_CLOCKS = re.compile(r"\s*[-–—~～至]\s*")
BETWEEN_FRAMES = re.compile(r"[,;，；、\s]+")


class InvalidCalendar(ValueError):
    """The hours make no calendar; the message says which."""


class EmptyCalendar(InvalidCalendar):
    """No weekday has a working frame, so nothing could ever fall due."""


class Frame(NamedTuple):
    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{clock(self.opens)}–{clock(self.closes)}"


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def minutes_of(text: str) -> int:
    found = CLOCK.match(text.strip().replace("：", ":"))
    if not found or (found[1] == "24" and found[2] != "00"):
        raise InvalidCalendar(f"“{text}” is not a time of day between 00:00 and 24:00.")
    return int(found[1]) * 60 + int(found[2])


def frames_of(text: str) -> tuple[Frame, ...]:
    """Read "09:00-12:00, 13:30-18:00"; an empty text means no working time."""
    tidy = BETWEEN_CLOCKS.sub("-", text.strip())
    frames = []
    for part in filter(None, BETWEEN_FRAMES.split(tidy)):
        opens, dash, closes = part.partition("-")
        if not dash:
            raise InvalidCalendar(f"“{part}” is not a frame such as 09:00–12:00.")
        frames.append(Frame(minutes_of(opens), minutes_of(closes)))
    return orderly(frames)


def written(frames: Iterable[tuple[int, int]]) -> str:
    return ", ".join(str(Frame(*frame)) for frame in frames)


def orderly(frames: Iterable[tuple[int, int]]) -> tuple[Frame, ...]:
    """Sorted and checked; frames that touch become one, frames that overlap are refused."""
    joined: list[Frame] = []
    for frame in sorted(Frame(*frame) for frame in frames):
        if not 0 <= frame.opens < frame.closes <= MINUTES_A_DAY:
            raise InvalidCalendar(f"The frame {frame} does not end after it begins, within one day.")
        if joined and frame.opens < joined[-1].closes:
            raise InvalidCalendar(f"The frames {joined[-1]} and {frame} overlap.")
        if joined and frame.opens == joined[-1].closes:
            joined[-1] = Frame(joined[-1].opens, frame.closes)
        else:
            joined.append(frame)
    return tuple(joined)
