"""The slow truth: working time read off minute by minute, and random calendars to compare it with.

The oracle knows nothing of weeks, sums or offsets. It asks the zone for the wall clock of every single minute of a
window and looks up whether that minute is worked.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo

import numpy

from crm.calendars.arithmetic import WorkingCalendar
from crm.calendars.frames import orderly

DAY = 1440
WINDOW_DAYS = 44
# A zone without jumps, ordinary ones, one that jumps by half an hour, three that jump at midnight, and one whose
# clock falls back into the day before.
WINDOWS = [
    ("Asia/Shanghai", date(2024, 2, 1)),
    ("Asia/Taipei", date(2026, 9, 20)),
    ("Europe/Helsinki", date(2026, 3, 12)),
    ("Europe/Helsinki", date(2025, 10, 10)),
    ("America/New_York", date(2026, 2, 25)),
    ("America/New_York", date(2026, 10, 20)),
    ("Australia/Lord_Howe", date(2026, 3, 25)),
    ("Australia/Lord_Howe", date(2026, 9, 22)),
    ("America/Sao_Paulo", date(2018, 2, 5)),
    ("America/Sao_Paulo", date(2018, 10, 25)),
    ("America/Havana", date(2024, 10, 22)),
    ("Asia/Beirut", date(2025, 3, 18)),
    ("Africa/Cairo", date(2024, 10, 18)),
    ("America/St_Johns", date(2010, 10, 25)),
    ("Pacific/Apia", date(2011, 12, 18)),
]


@dataclass(frozen=True)
class Sample:
    calendar: WorkingCalendar
    first: datetime
    walls: numpy.ndarray
    worked: numpy.ndarray

    def moment(self, index: int) -> datetime:
        return self.first + timedelta(minutes=int(index))

    def after_working(self, index: int, minutes: int) -> datetime | None:
        worked = numpy.flatnonzero(self.worked[index:])
        return self.moment(index + worked[minutes - 1] + 1) if len(worked) >= minutes else None

    def after_days(self, index: int, days: int) -> datetime | None:
        """Walk the dates after the receipt; the closing is the last minute that reads earlier than it, and one."""
        today = date.fromordinal(int(self.walls[index]) // DAY)
        left = days
        while left:
            today += timedelta(days=1)
            frames = _frames_on(self.calendar, today)
            left -= bool(frames)
        earlier = numpy.flatnonzero(self.walls < today.toordinal() * DAY + frames[-1][1])
        inside = earlier[-1] + 1 < len(self.walls)
        return self.moment(earlier[-1] + 1) if inside else None

    def between(self, index: int, later: int) -> int:
        return int(self.worked[index:later].sum()) * 60

    def opening(self, index: int) -> datetime | None:
        worked = numpy.flatnonzero(self.worked[index:])
        return self.moment(index + worked[0]) if len(worked) else None


def _frames_on(calendar: WorkingCalendar, day: date):
    return calendar.overrides.get(day, calendar.weekly[day.weekday()])


@lru_cache
def walls_of(zone: str, first: date) -> numpy.ndarray:
    """What the zone's clock reads at each minute of the window: date ordinal times 1440 plus minute of the day."""
    begins = datetime(first.year, first.month, first.day, tzinfo=UTC)
    readings = []
    for minute in range(WINDOW_DAYS * DAY):
        wall = (begins + timedelta(minutes=minute)).astimezone(ZoneInfo(zone))
        readings.append(wall.date().toordinal() * DAY + wall.hour * 60 + wall.minute)
    return numpy.array(readings)


def sample(calendar: WorkingCalendar, first: date) -> Sample:
    walls = walls_of(calendar.zone.key, first)
    base = walls.min() // DAY
    minutes = numpy.zeros((walls.max() // DAY - base + 1) * DAY, dtype=bool)
    for number in range(len(minutes) // DAY):
        for opens, closes in _frames_on(calendar, date.fromordinal(int(base) + number)):
            minutes[number * DAY + opens : number * DAY + closes] = True
    begins = datetime(first.year, first.month, first.day, tzinfo=UTC)
    return Sample(calendar, begins, walls, minutes[walls - base * DAY])


def random_frames(random: Random) -> tuple[tuple[int, int], ...]:
    """None, a whole day, an evening until 24:00, a day with its lunch break, or anything at all."""
    shape = random.random()
    if shape < 0.1:
        return ((0, DAY),)
    if shape < 0.2:
        return ((random.randrange(12 * 60, DAY), DAY),)
    if shape < 0.6:
        noon = random.randrange(11 * 60, 13 * 60)
        return ((random.randrange(7 * 60, 10 * 60), noon), (noon + 30, random.randrange(15 * 60, DAY + 1)))
    edges = sorted(random.sample(range(DAY + 1), 2 * random.randint(1, 4)))
    return orderly(zip(edges[::2], edges[1::2], strict=True))


def random_calendar(random: Random) -> tuple[WorkingCalendar, date]:
    zone, first = random.choice(WINDOWS)
    usual = random_frames(random)
    weekly = {}
    for weekday in random.sample(range(7), random.randint(1, 7)):
        weekly[weekday] = usual if random.random() < 0.6 else random_frames(random)
    overrides = {}
    for _ in range(random.randint(0, 14)):
        day = first + timedelta(days=random.randrange(WINDOW_DAYS))
        overrides[day] = () if random.random() < 0.5 else random_frames(random)
    return WorkingCalendar(ZoneInfo(zone), weekly, overrides), first
