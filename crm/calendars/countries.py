"""The published holidays and make-up working days of a country, from the libraries that keep them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from crm.calendars.drafts import Draft, Exceptional
from crm.calendars.frames import frames_of


@dataclass(frozen=True)
class Country:
    timezone: str
    name: str
    names: dict[str, str]
    own: str
    languages: dict[str, str]
    hours: str
    announced_through: int | None  # None: the days follow from the law and need no announcement


# China's last announced year is the last one that the guard knows; see `announced_through`.
COUNTRIES = {
    "CN": Country(
        "Asia/Shanghai",
        "中国大陆",
        {"en": "Mainland China", "zh-hans": "中国大陆", "zh-hant": "中國大陸", "fi": "Manner-Kiina"},
        "zh-hans",
        {"en": "en_US", "zh-hans": "zh_CN", "zh-hant": "zh_TW"},
        "09:00-12:00, 13:30-18:00",
        None,
    ),
    "TW": Country(
        "Asia/Taipei",
        "臺灣",
        {"en": "Taiwan", "zh-hans": "台湾", "zh-hant": "臺灣", "fi": "Taiwan"},
        "zh-hant",
        {"en": "en_US", "zh-hans": "zh_CN", "zh-hant": "zh_TW"},
        "09:00-12:00, 13:00-18:00",
        2026,
    ),
    "FI": Country(
        "Europe/Helsinki",
        "Suomi",
        {"en": "Finland", "zh-hans": "芬兰", "zh-hant": "芬蘭", "fi": "Suomi"},
        "fi",
        {"en": "en_US", "fi": "fi"},
        "08:00-16:00",
        None,
    ),
}


class GuardDisagrees(Exception):
    """The two libraries differ on these dates; nothing was loaded."""

    def __init__(self, days: list[date]):
        self.days = days
        super().__init__("The two sources of China's holidays differ on " + ", ".join(map(str, days)))


def standard_week(code: str) -> Draft:
    country = COUNTRIES[code]
    return Draft(country.timezone, {weekday: frames_of(country.hours) for weekday in range(5)})


def announced_through(code: str) -> int | None:
    if code == "CN":
        import chinese_calendar

        return max(day.year for day in chinese_calendar.constants.holidays)
    return COUNTRIES[code].announced_through


def published(code: str, years: range, draft: Draft) -> dict[date, Exceptional]:
    """The dates of these years that differ from the week; years not announced yet are marked provisional."""
    import holidays

    country = COUNTRIES[code]
    spoken = {ours: _known(code, years, theirs) for ours, theirs in country.languages.items()}
    known = spoken[country.own]
    last = announced_through(code)
    source = f"holidays {holidays.__version__}"
    dates = {}
    for day in (*known, *known.weekend_workdays):
        if day.year not in years:
            continue
        festival = _festival(known, day)
        names = {language: _bare(days[festival]) for language, days in spoken.items()}
        frames = () if day in known else draft.usual_day
        provisional = last is not None and day.year > last
        dates[day] = Exceptional(frames, names[country.own], names, provisional, source)
    if code == "CN":
        guard(dates, [year for year in years if year <= last])
    return dates


def _known(code: str, years: range, language: str):
    import holidays

    return holidays.country_holidays(code, years=list(years), language=language)


def _festival(known, day: date) -> date:
    """The festival that a date belongs to: its own, or the one nearest to the day it was exchanged for."""
    if day in known and not _is_exchanged(known[day]):
        return day
    exchanged = [other for other, name in known.items() if _is_exchanged(name) and str(day) in name]
    middle = exchanged[0] if exchanged else day
    return min((abs(other - middle), other) for other, name in known.items() if not _is_exchanged(name))[1]


def _is_exchanged(name: str) -> bool:
    return any(letter.isdigit() for letter in name)


def _bare(name: str) -> str:
    """Without the bracket that says "observed"."""
    return name.replace("（", "(").partition("(")[0].strip()


def guard(dates: dict[date, Exceptional], years: Iterable[int]) -> None:
    """Ask a second library about every single day of the announced years; raise GuardDisagrees where they differ."""
    import chinese_calendar

    differing = []
    for year in years:
        day = date(year, 1, 1)
        while day.year == year:
            exceptional = dates.get(day)
            working = bool(exceptional.frames) if exceptional else day.weekday() < 5
            if working != chinese_calendar.is_workday(day):
                differing.append(day)
            day += timedelta(days=1)
    if differing:
        raise GuardDisagrees(differing)
