"""Groups in words: matters, places, reasons."""

from datetime import datetime

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from crm.web import formats
from service_desk.cases.queue import subject_label
from service_desk.groups import rules, topics

FAULTS = {
    "two": gettext_lazy("At least two homes."),
    "days": gettext_lazy("Between 1 and 120 days."),
    "percent": gettext_lazy("Between 0 and 100 per cent."),
    "chance": gettext_lazy("Between 0.0001 and 0.2."),
    "one": gettext_lazy("At least one."),
}


def matter_label(matter: str, names: dict | None = None) -> str:
    """What a group is about; `names` are the topics of the version it was found by."""
    kind, _colon, key = matter.partition(":")
    if kind != rules.TOPIC:
        return str(subject_label(key))
    known = (names or {}).get(key) or topics.SHIPPED.get(key, {})
    spoken = known.get("names", {})
    return spoken.get(get_language() or "") or spoken.get("en") or key


def place_label(row) -> str:
    """Where: the narrowest place that is meant, within what contains it."""
    building = _("building %(code)s") % {"code": row.building.code} if row.building_id else ""
    if row.level == "entrance":
        entrance = _("entrance %(code)s") % {"code": row.entrance.code}
        return f"{row.project.label}, {building}, {entrance}"
    if row.level == "building":
        return f"{row.project.label}, {building}"
    if row.level == "phase":
        return f"{row.project.label}, {row.phase.label}"
    return row.project.label


def title_of(row) -> str:
    """What a group is called until somebody calls it otherwise."""
    said = {"matter": matter_label(row.matter), "place": place_label(row)}
    return _("Group complaint: %(matter)s, %(place)s") % said


def why(proposal) -> list[str]:
    """Why the detector proposed it, in sentences."""
    reasons = proposal.reasons
    if reasons.get("joins"):
        return [_("It fits the group complaint %(number)s.") % {"number": reasons["joins"]}]
    days, count = reasons.get("days", 0), proposal.homes
    homes = ngettext("%(count)s home", "%(count)s homes", count) % {"count": count}
    told = {"homes": homes, "matter": matter_label(proposal.matter, proposal.rule.rules.get("topics"))}
    sentences = [_("%(homes)s reported %(matter)s.") % told]
    if reasons.get("first"):
        first, last = (
            formats.date_text(datetime.fromisoformat(reasons[key]).date()) for key in ("first", "last")
        )
        sentences.append(_("From %(first)s to %(last)s.") % {"first": first, "last": last})
    needed = {"needed": reasons.get("needed"), "days": days, "of": reasons.get("of_homes")}
    sentences.append(
        _("It takes %(needed)s homes within %(days)s days here, where %(of)s homes stand.") % needed
    )
    return sentences
