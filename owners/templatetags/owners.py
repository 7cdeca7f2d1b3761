"""How stages, homes and hints are said on pages: `{% load owners %}`."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm import clock
from crm.accounts.permissions import may
from crm.web import formats, icons
from owners.contracts import words
from owners.days import day_of
from owners.deeds.selectors import steps_of
from owners.handovers.states import Seriousness
from owners.homes.states import HomeStatus
from owners.people.forms import KinForm
from owners.people.households import mark_of
from owners.people.rules import age_on
from owners.privacy.words import how_said

register = template.Library()
register.filter(how_said)

# A sign beside each colour: states are told apart without colour too.
SIGNS = {
    HomeStatus.PLANNED: "",
    HomeStatus.ON_SALE: "",
    HomeStatus.RESERVED: "note",
    HomeStatus.SUBSCRIBED: "proposal",
    HomeStatus.SIGNED: "approve",
    HomeStatus.HANDED_OVER: "key",
}


@register.simple_tag
def stage(verdict):
    """The stage as a badge, and under it the fact that decides it."""
    because = words.because(verdict, formats.date_text(verdict.on))
    return format_html(
        '<span class="own-stage-badge"><span class="ds-badge ds-tone-{}">{}</span>'
        '<span class="ds-muted ds-small">{}</span></span>',
        words.TONES[verdict.stage],
        verdict.stage.label,
        because,
    )


@register.simple_tag
def kin_seen(kin):
    """How somebody of the household stood when his form was shown, hidden in it."""
    return KinForm(initial=KinForm.as_it_stands(kin)).seen


@register.simple_tag
def stood(thing):
    """How an owner lives, or what is known of his kin, as the page shows it: hidden in the forms that change it."""
    return format_html('<input type="hidden" name="stood" value="{}">', mark_of(thing))


@register.simple_tag
def share(fraction):
    """Sole ownership in words, a share in percent."""
    if fraction == 1:
        return _("sole owner")
    percent = formats.number_text(round(float(fraction) * 100, 1))
    return _("share of %(percent)s %%") % {"percent": percent}


@register.simple_tag
def share_picture(ownerships):
    """Who holds how much of a home, as one bar; drawn as svg, for no style is allowed."""
    offset, rects, spoken = 0.0, [], []
    for number, row in enumerate(ownerships):
        width = float(row.share) * 100
        rects.append((f"{offset:.2f}", f"{max(width - 0.6, 0.5):.2f}", number % 4))
        spoken.append(f"{row.owner.name} {formats.number_text(round(width, 1))} %")
        offset += width
    return format_html(
        '<svg class="est-shares" role="img" aria-label="{}" preserveAspectRatio="none">{}</svg>',
        ", ".join(spoken),
        format_html_join("", '<rect x="{}%" width="{}%" height="100%" class="est-share-{}"/>', rects),
    )


@register.simple_tag(takes_context=True)
def home_link(context, home, css="", sign=0):
    """A home's number, leading to its page where the reader may open it; `sign` is the size of a drawing."""
    number = format_html("{}{}", icons.svg("home", size=sign) if sign else "", home.number)
    if not may(context["request"].user, "homes.view", project=home.project):
        return format_html('<span class="{}">{}</span>', css, number)
    return format_html(
        '<a class="{}" href="{}">{}</a>', css, reverse("owners:home", args=[home.public_number]), number
    )


@register.simple_tag
def home_layout(home):
    """Rooms and area, as far as they are known: 3 bedrooms · 118 m²."""
    parts = []
    if home.bedrooms:
        rooms = ngettext("%(count)d bedroom", "%(count)d bedrooms", home.bedrooms) % {"count": home.bedrooms}
        parts.append(rooms)
    if home.area:
        parts.append(f"{formats.number_text(home.area.normalize())} m²")
    return " · ".join(parts) or "–"


@register.simple_tag
def home_state(status):
    """A home's state as a small door of its colour and sign, and its word."""
    return format_html(
        '<span class="own-state"><span class="own-door-small own-{}">{}</span>{}</span>',
        status,
        state_sign(status),
        HomeStatus(status).label,
    )


@register.simple_tag
def state_sign(status):
    sign = SIGNS[HomeStatus(status)]
    return icons.svg(sign, size=14) if sign else ""


@register.simple_tag
def state_bar(counted):
    """How many homes of a building are in which state, as one bar; drawn as svg, for no style is allowed."""
    offset, rects, spoken = 0.0, [], []
    for status, count, _percent in counted.shares:
        width = 100 * count / counted.total
        rects.append((f"{offset:.3f}", f"{width:.3f}", status))
        spoken.append(f"{HomeStatus(status).label} {count}")
        offset += width
    return format_html(
        '<svg class="own-bar" role="img" aria-label="{}" preserveAspectRatio="none">{}</svg>',
        ", ".join(spoken),
        format_html_join("", '<rect x="{}%" width="{}%" height="100%" class="own-fill-{}"/>', rects),
    )


@register.simple_tag
def deed_steps(deed):
    """The milestones of a deed in their order."""
    return steps_of(deed)


@register.simple_tag
def finding_place(row):
    """The room of a finding, in the reader's language where the checklist names it."""
    return row.item.room_label if row.item else row.place


@register.simple_tag
def seriousness(value):
    """How serious a finding is, as a badge."""
    tone, sign = {"minor": ("calm", "info"), "serious": ("notice", "notice"), "grave": ("danger", "danger")}[
        value
    ]
    return format_html(
        '<span class="ds-badge ds-tone-{}">{}{}</span>',
        tone,
        icons.svg(sign, size=14),
        Seriousness(value).label,
    )


@register.simple_tag
def handover_badge(row):
    tone, sign = {
        "planned": ("accent", "calendar"),
        "taken_over": ("good", "key"),
        "refused": ("danger", "danger"),
        "cancelled": ("calm", "close"),
    }[row.status]
    word = row.get_status_display()
    return format_html('<span class="ds-badge ds-tone-{}">{}{}</span>', tone, icons.svg(sign, size=14), word)


@register.simple_tag
def meter_name(name):
    return {
        "water": _("Water meter"),
        "electricity": _("Electricity meter"),
        "gas": _("Gas meter"),
        "heating": _("Heat meter"),
    }[name]


@register.simple_tag
def warranty_badge(row):
    """In warranty, about to end, or out: a word, a sign and a tone."""
    tone, sign = {"in": ("good", "warranty"), "ending": ("notice", "notice"), "out": ("calm", "close")}[
        row.standing
    ]
    return format_html(
        '<span class="ds-badge ds-tone-{}">{}{}</span>', tone, icons.svg(sign, size=14), row.standing.label
    )


@register.filter
def door(number):
    """The last part of a home's number: 3-2-1201 → 1201."""
    return number.rpartition("-")[2]


@register.simple_tag
def age(born):
    """How old somebody is today: kept nowhere, worked out of the day of birth."""
    years = age_on(born, day_of(clock.now()))
    return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}


@register.simple_tag
def field_name(field):
    return {
        "phone": _("Phone"),
        "email": _("E-mail"),
        "identity": _("Identity number"),
        "postal_address": _("Postal address"),
    }[field]


@register.simple_tag
def manner_hint(manner):
    """What helps in talking with somebody of this manner."""
    return {
        "calm": _("say plainly what happens next."),
        "talkative": _("let them finish, then sum up."),
        "exacting": _("have dates and documents at hand."),
        "excitable": _("listen first, keep your voice low, do not argue."),
        "reserved": _("ask openly, leave time for the answer."),
        "brisk": _("come to the point, call back on time."),
    }.get(manner, "")


@register.simple_tag
def trade_hint(trade):
    """What whoever answers should keep in mind with a sensitive trade."""
    return {
        "lawyer": _("promise only what is approved, put it in writing."),
        "journalist": _("facts only; questions about the company go to the spokesperson."),
        "official": _("be correct and brief; tell the supervisor."),
        "competitor": _("nothing about plans or prices of others."),
        "opinion_leader": _("answer quickly; what you write may be read by many."),
    }.get(trade, "")
