"""What did the loop do? The answer for the start page of who leads."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm import clock
from crm.accounts.permissions import may
from crm.web.formats import number_text

from . import picture


def answer(request) -> str | None:
    """How many were discontent, what was decided and whether it helped: the last thirty days. Five queries."""
    if not may(request.user, "coordination.view"):
        return None
    now = clock.now()
    loop, weeks = picture.loop(request.user, now), picture.weeks(request.user, now)
    shown = {
        "key": "home-loop",
        "question": _("What came of what owners said?"),
        "said": _said(loop),
        "url": reverse("coordination:overview"),
        "action": _("The loop and its decisions"),
    }
    if weeks:
        shown |= _figures(loop, weeks)
    else:
        shown["hint"] = _(
            "As soon as an owner answers, his answer is assessed and decided here, within seconds."
        )
    return render_to_string("web/components/answer.html", shown, request=request)


def _said(loop) -> str:
    if not loop.feedback:
        return _("Nobody has said anything within 30 days")
    facts = {"decided": loop.feedback - loop.undecided, "n": loop.feedback}
    if loop.undecided:
        return _("%(decided)d of %(n)d answers are decided") % facts
    if not loop.measured:
        return ngettext("The one answer is decided", "All %(n)d answers are decided", loop.feedback) % facts
    facts |= {"worked": loop.worked, "measured": loop.measured}
    return (
        ngettext(
            "The one answer is decided; %(worked)d of %(measured)d measured follow-ups have helped",
            "All %(n)d answers are decided; %(worked)d of %(measured)d measured follow-ups have helped",
            loop.feedback,
        )
        % facts
    )


def _figures(loop, weeks) -> dict:
    open_label = _("directives open")
    if loop.overdue:
        open_label = ngettext(
            "directives open, %(n)d of them late", "directives open, %(n)d of them late", loop.overdue
        ) % {"n": loop.overdue}
    return {
        "figures": [
            {"value": number_text(loop.feedback), "label": _("answers in 30 days")},
            {"value": number_text(loop.discontent), "label": _("less than satisfied")},
            {
                "value": number_text(loop.open),
                "label": open_label,
                "tone": "late" if loop.overdue else "",
            },
        ],
        "picture": _("Decisions by week: content, or somebody acts"),
        "chart": picture.weeks_chart(weeks),
        "table": picture.weeks_table(weeks),
    }
