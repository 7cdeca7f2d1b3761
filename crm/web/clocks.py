"""A deadline as it is drawn: time left in words, its thin bar, the rule on demand; and a moment in the reader's way.

Written here and not in a template, because a list shows forty of them.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from crm.web import formats, icons

WRITERS = {
    "moment": formats.moment_text,
    "date": formats.date_text,
    "day": formats.day_text,
    "time": formats.time_text,
    "weekday": lambda moment: f"{formats.weekday_text(moment)} {formats.day_text(moment)}",
}


def moment(value: datetime, style: str, now: datetime) -> str:
    """A moment on the reader's own clock; the whole of it stands in its title."""
    local = timezone.localtime(value)
    said = formats.short_text(local, now) if style == "short" else WRITERS[style](local)
    whole = formats.moment_text(local)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', local.isoformat(timespec="minutes"), whole, said
    )


def bar(percent, tone: str = "calm", label: str = "") -> str:
    """A thin bar. Drawn as svg because the page allows no style attribute."""
    percent = max(0, min(100, round(percent or 0)))
    return format_html(
        '<svg class="ds-bar ds-tone-{}" role="img" aria-label="{}" preserveAspectRatio="none">'
        '<rect class="ds-bar-ground" width="100%" height="100%" rx="2"/>'
        '<rect class="ds-bar-fill" width="{}%" height="100%" rx="2"/></svg>',
        tone,
        label or f"{percent} %",
        percent,
    )


def drawn(due_at, now, *, started_at=None, label="", rule="", met_at=None, with_bar=True) -> str:
    """Running: the words and the bar. Met: kept, or kept late, and when."""
    name = format_html('<span class="ds-clock-label">{}</span> ', label) if label else ""
    if met_at:
        kept = met_at <= due_at
        tone, sign, word = ("good", "good", _("kept")) if kept else ("late", "late", _("kept late"))
        words = format_html("{}{} · {}", icons.svg(sign, size=14), word, moment(met_at, "short", now))
        line = ""
    else:
        left = formats.countdown(due_at, now, started_at=started_at)
        tone = left.tone
        words = format_html("{}{}", icons.svg(left.icon, size=14), left.words)
        line = bar(left.percent, left.tone, left.words) if with_bar and started_at else ""
    return format_html(
        '<span class="ds-clock ds-tone-{}">{}<span class="ds-clock-words">{}</span>{}{}</span>',
        tone,
        name,
        words,
        line,
        _why(due_at, now, rule, met_at) if rule else "",
    )


def _why(due_at, now, rule, met_at) -> str:
    asked = _("Why?")
    if not met_at:
        asked = format_html("{} {}", moment(due_at, "weekday", now), moment(due_at, "time", now))
    return format_html('<details class="ds-why"><summary>{}</summary><span>{}</span></details>', asked, rule)
