"""What a version of a calendar says, as values: read from rows, changed, checked, written as the next version."""

from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from crm.calendars.arithmetic import WorkingCalendar
from crm.calendars.frames import Frame

MANUAL = ""


@dataclass(frozen=True)
class Exceptional:
    """A date that differs from its weekday; no frames make it a holiday. ``source`` is empty if a person set it."""

    frames: tuple[Frame, ...] = ()
    name: str = ""
    names: dict[str, str] = field(default_factory=dict)
    provisional: bool = False
    source: str = MANUAL

    @property
    def kind(self) -> str:
        return "working" if self.frames else "holiday"


@dataclass(frozen=True)
class Draft:
    timezone: str
    weekly: dict[int, tuple[Frame, ...]]
    dates: dict[date, Exceptional] = field(default_factory=dict)

    def working_calendar(self, version: int | None = None, title: str = "") -> WorkingCalendar:
        """The value to count with; raises EmptyCalendar or InvalidCalendar where the draft is none."""
        overrides = {day: exceptional.frames for day, exceptional in self.dates.items()}
        return WorkingCalendar(ZoneInfo(self.timezone), self.weekly, overrides, version, title)

    def with_week(self, weekly: dict[int, tuple[Frame, ...]]) -> "Draft":
        return replace(self, weekly=weekly)

    def with_date(self, day: date, exceptional: Exceptional) -> "Draft":
        return replace(self, dates=self.dates | {day: exceptional})

    def without_date(self, day: date) -> "Draft":
        return replace(self, dates={d: e for d, e in self.dates.items() if d != day})

    def with_published(self, years: range, published: dict[date, Exceptional]) -> "Draft":
        """What is published for these years replaces what was published before; what people set stays."""
        kept = {d: e for d, e in self.dates.items() if d.year not in years or e.source == MANUAL}
        return replace(self, dates=published | kept)

    @property
    def usual_day(self) -> tuple[Frame, ...]:
        """The hours of a make-up day: those of the first working weekday."""
        return next((frames for _, frames in sorted(self.weekly.items()) if frames), ())
