"""Clocks in words: how long a promise is, and which rule gave it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from crm.web import formats

# What each clock counts from; the length is the deadline's own.
SENTENCES = {
    "answer": gettext_lazy("answer within %(length)s of receipt"),
    "department_reply": gettext_lazy("department's reply within %(length)s of the slip"),
    "return_visit": gettext_lazy("return visit within %(length)s of completion"),
    "progress": gettext_lazy("news to the owner at least every %(length)s"),
    "first_response": gettext_lazy("first response within %(length)s of receipt"),
    "resolution": gettext_lazy("settled within %(length)s of receipt"),
}
# An answer's clock that did not start with the receipt of the case.
LATER = gettext_lazy("answer within %(length)s after the case was taken over from elsewhere or reopened")
KINDS = {
    "answer": gettext_lazy("answer to the owner"),
    "department_reply": gettext_lazy("department's reply"),
    "return_visit": gettext_lazy("return visit"),
    "progress": gettext_lazy("progress report to the owner"),
    "first_response": gettext_lazy("first response to the owner"),
    "resolution": gettext_lazy("the whole matter settled"),
}
LENGTHS = {
    "working_days": ngettext_lazy("%(amount)d working day", "%(amount)d working days", "amount"),
    "working_hours": ngettext_lazy("%(amount)d working hour", "%(amount)d working hours", "amount"),
    "working_minutes": ngettext_lazy("%(amount)d working minute", "%(amount)d working minutes", "amount"),
}


def length(measure: str, amount: int) -> str:
    """How long: "5 working days", or that there is no clock."""
    return str(LENGTHS[measure] % {"amount": amount}) if measure in LENGTHS else _("no clock")


def rule(deadline) -> str:
    """The rule that set this clock, as a sentence: how long, which rule of which version, which calendar."""
    later = deadline.kind == "answer" and deadline.started_at != deadline.case.received_at
    words = (LATER if later else SENTENCES[deadline.kind]) % {
        "length": length(deadline.measure, deadline.amount)
    }
    if deadline.set_by is not None:
        named = {"rule": deadline.set_by.label, "number": deadline.set_by.policy.number}
        words += _("; rule “%(rule)s”, version %(number)d of the deadlines") % named
    if deadline.by_hand:
        words += _("; asked for earlier by hand")
    if deadline.calendar_version is None:
        return words
    version = deadline.calendar_version
    return words + _(": calendar %(calendar)s, version %(number)d") % {
        "calendar": version.calendar.label,
        "number": version.number,
    }


def label_of(names: dict) -> str:
    """A name that the house wrote in several languages, in the reader's."""
    return names.get(get_language() or "") or names.get("en") or next(iter(names.values()), "")


def clock_words(detail: dict) -> list[str]:
    """What the history says of a pause, its end, or another rule: which clock, why, and its day from then on."""
    words = [str(KINDS[detail["kind"]])]
    if "reason" in detail:
        words.append(label_of(detail["reason"]))
    if "until" in detail:
        words.append(_("until %(moment)s at the latest") % {"moment": _moment(detail["until"])})
    if "due_at" in detail:
        words.append(
            _("due %(moment)s") % {"moment": _moment(detail["due_at"])} if detail["due_at"] else _("no clock")
        )
    return words


def _moment(text: str) -> str:
    return formats.moment_text(timezone.localtime(datetime.fromisoformat(text)))
