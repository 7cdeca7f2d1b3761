"""A judgement in words: the part, how it stands, and by which rule."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.web.formats import date_text
from owners.warranty.states import Measure


def length_text(measure: str, length: int) -> str:
    """Five years; two heating and cooling seasons; the design life of fifty years."""
    said = {"count": length}
    if measure == Measure.SEASONS:
        return (
            ngettext("%(count)s heating and cooling season", "%(count)s heating and cooling seasons", length)
            % said
        )
    if measure == Measure.DESIGN_LIFE:
        return (
            ngettext("the design life of %(count)s year", "the design life of %(count)s years", length) % said
        )
    return ngettext("%(count)s year", "%(count)s years", length) % said


def rule_text(rule: dict) -> str:
    """What was counted: the length, from which day, by which law; erased rules say nothing."""
    if not rule:
        return ""
    said = {"length": length_text(rule.get("measure", ""), rule.get("length", 0))}
    handover = rule.get("handover_on")
    if handover:
        text = _counted(said, handover)
    else:
        text = _("%(length)s from the handover, which has not been yet") % said
    notes = [text, rule.get("basis", "")]
    if rule.get("by_project"):
        notes.append(_("longer by this project's own promise"))
    if paper := rule.get("extended_by"):
        notes.append(_("extended by %(paper)s") % {"paper": paper.partition(":")[2] or paper})
    return " · ".join(note for note in notes if note)


def _counted(said: dict, handover: str) -> str:
    day = date_text(date.fromisoformat(handover))
    return _("%(length)s from the handover on %(day)s") % (said | {"day": day})


def rule_of(row, handover_on: date | None) -> dict:
    """The rule of a `Warranty` that was not judged yet, in the form in which a judgement keeps it."""
    return {
        "measure": row.part.measure,
        "length": row.length,
        "handover_on": handover_on and str(handover_on),
        "basis": row.part.basis,
        "by_project": row.by_project,
        "extended_by": row.extended_by,
    }
