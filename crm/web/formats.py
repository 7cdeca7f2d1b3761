"""How dates, money and spans of time are written in each language. Pure: no request, no clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel import Locale, dates, numbers
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LOCALES = {"en": "en_GB", "zh-hans": "zh_Hans_CN", "zh-hant": "zh_Hant_TW", "fi": "fi_FI"}


def locale() -> Locale:
    return Locale.parse(LOCALES.get((translation.get_language() or "en").lower(), "en_GB"))


def date_text(value: date) -> str:
    """2026年11月21日 · 21.11.2026 · 21 Nov 2026."""
    return dates.format_date(value, "medium", locale=locale())


def day_text(value: date) -> str:
    """A date of this year without saying the year: 11月21日 · 21.11. · 21 Nov."""
    return (
        dates.format_skeleton("MMMd", value, locale=locale())
        if locale().language != "fi"
        else f"{value:%-d.%-m.}"
    )


def time_text(value: datetime) -> str:
    return dates.format_time(value, "short", tzinfo=value.tzinfo, locale=locale())


def weekday_text(value: date) -> str:
    return dates.format_date(value, "EEE", locale=locale())


def moment_text(value: datetime) -> str:
    return f"{date_text(value)} {time_text(value)}"


def short_text(value: datetime, now: datetime) -> str:
    """As short as it stays clear: the time today, the day this year, the whole date before."""
    value, now = timezone.localtime(value), timezone.localtime(now)
    if value.date() == now.date():
        return time_text(value)
    return day_text(value) if value.year == now.year else date_text(value)


def money_text(amount: int | None, currency: str) -> str:
    """Minor units to money; whole amounts drop their zeros, as people write them."""
    if amount is None:
        return "–"
    digits = numbers.get_currency_precision(currency)
    value = Decimal(amount).scaleb(-digits)
    whole = value == value.to_integral_value()
    written = numbers.format_currency(
        value, currency, locale=locale(), currency_digits=not whole, **_whole(whole)
    )
    return written


def compact_money_text(amount: int, currency: str) -> str:
    """Money where there is little room, as its reader shortens it: €831.4K · 83.1万 · 831,4 t."""
    value = Decimal(amount).scaleb(-numbers.get_currency_precision(currency))
    digits = 1 if abs(value) >= 1000 else 0
    return numbers.format_compact_currency(value, currency, locale=locale(), fraction_digits=digits)


def month_text(value: date) -> str:
    """The month on an axis: Nov 2026 · 2026年11月 · 11/2026."""
    finnish = locale().language == "fi"
    return f"{value:%-m/%Y}" if finnish else dates.format_skeleton("yMMM", value, locale=locale())


def _whole(whole: bool) -> dict:
    if not whole:
        return {}
    pattern = locale().currency_formats["standard"].pattern
    return {"format": pattern.replace("0.00", "0")}


def number_text(value) -> str:
    return numbers.format_decimal(value, locale=locale())


def span_text(span: timedelta) -> str:
    """The two largest parts of a span, never longer: "2 d 3 h", "3 小时 10 分"."""
    minutes = max(int(abs(span).total_seconds() // 60), 0)
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    if days >= 10:
        return _days(days)
    if days:
        return f"{_days(days)} {_hours(hours)}" if hours else _days(days)
    if hours:
        return f"{_hours(hours)} {_minutes(minutes)}" if minutes else _hours(hours)
    return _minutes(minutes)


def _days(count: int) -> str:
    return ngettext("%(count)d d", "%(count)d d", count) % {"count": count}


def _hours(count: int) -> str:
    return ngettext("%(count)d h", "%(count)d h", count) % {"count": count}


def _minutes(count: int) -> str:
    return ngettext("%(count)d min", "%(count)d min", count) % {"count": count}


@dataclass(frozen=True)
class Countdown:
    """A deadline as it is shown: the words, the meaning (tone), and how much of its time has gone (0–100)."""

    words: str
    tone: str
    percent: int
    icon: str


def countdown(due_at: datetime, now: datetime, *, started_at: datetime | None = None) -> Countdown:
    """Calm until half the time has gone, a notice after that, late only when it is really late."""
    left = due_at - now
    percent = _gone(started_at, due_at, now)
    if left < timedelta(0):
        return Countdown(_("%(span)s late") % {"span": span_text(left)}, "late", 100, "late")
    words = _("%(span)s left") % {"span": span_text(left)}
    near = percent >= 50 if started_at else left < timedelta(days=1)
    return Countdown(words, "notice" if near else "calm", percent, "clock")


def _gone(started_at: datetime | None, due_at: datetime, now: datetime) -> int:
    if not started_at or due_at <= started_at:
        return 0
    return max(0, min(100, round(100 * ((now - started_at) / (due_at - started_at)))))


def capped(count: int, cap: int = 1000) -> str:
    """Counting every row of a frequent word is slow and tells nobody anything: 1000+ is enough."""
    return f"{number_text(cap)}+" if count > cap else number_text(count)


def initials(name: str) -> str:
    """The family name's sign for Chinese names, two first letters for others."""
    name = (name or "").strip()
    if not name:
        return "?"
    chinese = next((sign for sign in name if "\u2e80" <= sign <= "\u9fff"), "")
    if chinese:
        return chinese
    parts = name.split()
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()
