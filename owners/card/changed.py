"""What changed in an owner's profile, as entries of his timeline: which columns, never what stood or stands in them."""

from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from crm.audit import wording as audit
from crm.audit.models import AuditEntry
from crm.privacy import visibility
from owners.duplicates import wording

from .entries import asked_for, strand

# The deeds of the audit that change a profile; `owners.edit` names in `after` what it changed.
_DEEDS = {"owners.edit", "owners.hand_over"}
_OF_THE_HOUSEHOLD = {"owners.household", "owners.add_kin", "owners.edit_kin", "owners.remove_kin"}


def kinds(request) -> list[tuple[str, str]]:
    """For the slot `owner.timeline.kinds`."""
    return [("profile", _("Changes to the profile"))] if may(request.user, "owners.edit") else []


def told(request, owner, before, kinds, limit) -> list:
    """For the slot `owner.timeline`: who keeps profiles is told of each change that he may see."""
    if not (asked_for(kinds, "profile") and may(request.user, "owners.edit")):
        return []
    seen = {name for name in wording.FIELDS if _sees(request.user, name)}
    verbs = _DEEDS | _OF_THE_HOUSEHOLD if "household" in seen else _DEEDS
    rows = AuditEntry.objects.filter(
        subject_type=owner._meta.label_lower, subject_id=str(owner.pk), verb__in=sorted(verbs)
    ).select_related("actor")
    return strand("profile", rows, "at", lambda row: _changed(row, seen), before=before, limit=limit)


def _sees(user, name: str) -> bool:
    name = "household" if name == "kinship" else name
    if name not in wording.GUARDED:
        return True
    return visibility.how(user, f"owners.owner.{name}") is not visibility.HIDDEN


def _changed(row, seen: set[str]) -> dict:
    """The words of one change; a column that the reader does not see is not named either."""
    columns = [name for name in row.after or {} if name in seen] if row.verb == "owners.edit" else []
    text = audit.verb(row.verb)
    if columns:
        text = _("%(what)s: %(columns)s") % {"what": text, "columns": _listed(columns)}
    return {
        "text": text,
        "because": row.because,
        "icon": "edit",
        "actor": row.actor.shown_name if row.actor else "",
    }


def _listed(columns: list[str]) -> str:
    return _(", ").join(map(wording.field, columns))
