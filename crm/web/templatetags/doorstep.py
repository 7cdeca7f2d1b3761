"""The components as template tags: `{% load doorstep %}`."""

import json
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from crm.privacy import masking
from crm.web import clocks, faces, formats, icons, slots
from crm.web.asking import ALWAYS

register = template.Library()


@register.simple_tag
def icon(name, size=20, label=""):
    """An inline drawing; `label` only where no word stands beside it."""
    return icons.svg(name, size=size, label=label)


@register.filter
def money(amount, currency="CNY"):
    """Minor units and a currency code."""
    return formats.money_text(amount, currency)


@register.filter
def number(value):
    return formats.number_text(value) if value is not None else "–"


@register.filter
def capped(count, cap=1000):
    return formats.capped(count, cap)


@register.filter
def fraction(value, whole):
    """Percent of a whole, for bars."""
    return round(100 * value / whole) if whole else 0


@register.simple_tag(takes_context=True)
def when(context, value, style="moment"):
    """A date or time in the reader's way. Styles: moment, date, day, time, short, weekday."""
    if value is None or value == "":
        return "–"
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.date_text(value))
    return clocks.moment(value, style, context.get("now") or value)


@register.simple_tag
def bar(percent, tone="calm", label=""):
    """A thin bar. Drawn as svg because the page allows no style attribute."""
    return clocks.bar(percent, tone, label)


@register.simple_tag(takes_context=True)
def due(context, due_at, started_at=None, label="", rule="", met_at=None, bar=True):
    """Time left in words with its thin bar; `rule` is shown on demand as the why."""
    if not due_at:
        return ""
    now = context.get("now") or due_at
    if isinstance(due_at, date) and not isinstance(due_at, datetime):
        due_at = timezone.make_aware(datetime(due_at.year, due_at.month, due_at.day, 23, 59))
    return clocks.drawn(
        due_at, now, started_at=started_at, label=label, rule=rule, met_at=met_at, with_bar=bar
    )


@register.simple_tag
def who(person=None, department=None, name="", role="", small=False):
    """A face: the first sign of the name on a quiet ground, and the name; nobody is said as nobody."""
    shown = name or (str(person) if person else "")
    department_name = getattr(department, "label", "") or (str(department) if department else "")
    return faces.drawn(shown, department_name, role=role, small=small)


@register.filter
def mask(value, kind="phone"):
    """138****5678; kinds: phone, name, identity."""
    return getattr(masking, kind)(value) if value else "–"


@register.simple_tag
def badge(text, tone="calm", icon=""):
    """A status in a word; the tone (calm, accent, good, notice, late, danger) is never its only sign."""
    drawing = icons.svg(icon, size=14) if icon else ""
    return format_html('<span class="ds-badge ds-tone-{}">{}{}</span>', tone, drawing, text)


@register.inclusion_tag("web/components/empty.html")
def empty(title, hint="", icon="empty", url="", action=""):
    """An empty list says what would fill it and offers to."""
    return {"title": title, "hint": hint, "icon": icon, "url": url, "action": action}


@register.inclusion_tag("web/components/wrong.html")
def wrong(form):
    """What is wrong with a form as a whole, above its fields; and how a shared form stood when it was shown."""
    return {"errors": form.non_field_errors() if form else (), "seen": getattr(form, "seen", "")}


@register.inclusion_tag("web/components/fields.html")
def fields(form):
    """All fields of a form in their order, below what is wrong with it as a whole."""
    return {"form": form}


@register.inclusion_tag("web/components/field.html")
def field(bound, hint="", placeholder="", rows=None, autofocus=False, wide=False, shortcut=""):
    """A form's field with its label, hint and error; what was typed stays."""
    extra = {"placeholder": placeholder, "rows": rows, "autofocus": autofocus or None}
    for name, value in extra.items():
        if value:
            bound.field.widget.attrs[name] = value
    control = "form-control"
    kind = bound.field.widget.__class__.__name__
    if kind in ("Select", "SelectMultiple", "NullBooleanSelect"):
        control = "form-select"
    elif kind == "CheckboxInput":
        control = "form-check-input"
    if kind not in ("RadioSelect", "CheckboxSelectMultiple"):
        bound.field.widget.attrs.setdefault("class", control)
    if bound.errors:
        bound.field.widget.attrs["aria-invalid"] = "true"
    bound.field.widget.attrs["aria-describedby"] = f"{bound.auto_id}-hint"
    needed = getattr(bound.field, "needed_when", "")
    return {
        "field": bound,
        "hint": hint or bound.help_text,
        "kind": kind,
        "wide": wide or kind == "Textarea",
        "shown_when": getattr(bound.field, "shown_when", ""),
        "needed": bound.field.required or bool(needed),
        "needed_when": "" if bound.field.required or needed == ALWAYS else needed,
        "shortcut": shortcut,
        "chips": kind in ("RadioSelect", "CheckboxSelectMultiple"),
    }


@register.inclusion_tag("web/components/pager.html", takes_context=True)
def pager(context, page, parameter="after"):
    """On to the next page of a keyset; the address keeps every other filter."""
    query = context["request"].GET.copy()
    query.pop(parameter, None)
    first = query.urlencode()
    if page.next_mark:
        query[parameter] = page.next_mark
    return {
        "page": page,
        "first_url": f"?{first}",
        "next_url": f"?{query.urlencode()}" if page.next_mark else "",
        "parameter": parameter,
    }


@register.inclusion_tag("web/components/chart.html")
def chart(key, title, options, table=None, subtitle="", height="normal", rows_url=""):
    """One message in the title, the picture, and the table behind it.

    `options` is a plain ECharts option dict (no functions); `table` is {"head": [...], "rows": [[...], ...]}.
    """
    return {
        "key": key,
        "data_id": f"{key}-options",
        "title": title,
        "options": options,
        "table": table,
        "subtitle": subtitle,
        "height": height,
        "rows_url": rows_url,
    }


@register.simple_tag(takes_context=True)
def slot(context, name, **extra):
    """Everything the rooms above have to say at this place."""
    return mark_safe("".join(slots.rendered(name, context["request"], **extra)))  # noqa: S308  rooms render html


@register.simple_tag(takes_context=True)
def slot_filled(context, name):
    return bool(slots.fillings(name))


@register.simple_tag(takes_context=True)
def address(context, **changes):
    """This page's address with some parameters changed; an empty value drops one. The page mark always goes."""
    query = context["request"].GET.copy()
    query.pop("after", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}"


@register.filter
def entries(value):
    """Names and values of a dict that may have a name of its own called “items”, which `.items` would find first."""
    return list(value.items()) if isinstance(value, dict) else []


@register.filter
def pairs(value):
    """Attributes from a dict: data-…="…"."""
    return format_html_join(" ", '{}="{}"', value.items())


@register.filter
def as_json(value):
    return json.dumps(value, ensure_ascii=False)


@register.filter
def get(mapping, key):
    """A value by a variable key."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def lang_tag(code):
    """zh-hans → zh-Hans, so that the browser picks the right Chinese face."""
    head, _, script = (code or "en").partition("-")
    return f"{head}-{script.title()}" if script else head


@register.filter
def tone(tags):
    """Django's message levels in our four meanings."""
    words = (tags or "").split()
    table = {"error": "danger", "warning": "notice", "info": "calm"}
    return next((table[word] for word in words if word in table), "good")


@register.filter
def undo_url(tags):
    """An undo address travels in the message's extra tags as undo:/path/."""
    words = (tags or "").split()
    return next((word[5:] for word in words if word.startswith("undo:/")), "")
