"""Erasing one person: along the list of ties, then wherever else he stands. It cannot be undone.

1. lock him and everybody merged into him;  2. what the ground floor holds of him goes (letters, rows of files,
answers, sessions, exports);  3. every tie: its rows go, are emptied, or stay where the law obliges;  4. his own row
becomes a pseudonym, his household goes if nobody else is left in it;  5. his numbers are blotted out where they
stand in somebody else's words;  6. the words of audit entries about all of this are emptied;  7. one entry records
how many rows of what. Everything in the caller's transaction; dead rows leave the files afterwards (`sweeping.py`).
"""

from datetime import datetime

import pgtrigger
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from crm.audit import redacting
from crm.audit.models import AuditEntry
from crm.audit.services import record
from crm.privacy.classification import personal_fields
from owners.contracts import stages
from owners.people.models import Household, Owner
from owners.ties import AtErasure, Tie, all_ties

from . import blanking, people_files, traces
from . import person as persons
from .person import Person


@transaction.atomic
def erase(actor, owner: Owner, subject, *, now: datetime) -> dict[str, int]:
    """Erase the person; how many rows of each table were touched. `subject` is what the audit says it is about.

    The caller has made sure that he may be erased (`checking.py`) and that somebody confirmed it.
    """
    person = persons.of(owner, lock=True)
    spoken_of = _audited(person)
    counts = traces.forget(person, now=now)
    with pgtrigger.ignore(*_append_only()):
        for tie in reversed(all_ties()):
            _add(counts, tie.model.lower(), sum(_untie(tie, row, person) for row in person.owners))
        _add(counts, "owners.household", _leave_household(person))
        for label, count in traces.blot_out(person).items():
            _add(counts, label, count)
        for row in person.owners:
            _pseudonym(row, now)
    stages.refresh([row.pk for row in person.owners], now=now)
    people_files.forget_of(person.owners, now=now)
    counts["audit.auditentry"] = redacting.redact(actor, spoken_of, subject, now=now)
    counts = {label: count for label, count in counts.items() if count}
    record(actor, "privacy.erase", subject, now=now, after={"rows": counts})
    return counts


def _add(counts: dict, label: str, count: int) -> None:
    counts[label] = counts.get(label, 0) + count


def _append_only() -> list[str]:
    """The triggers that refuse a change and must let this one pass; named, so that no other is switched off."""
    models = {tie.table for tie in all_ties()}
    return sorted(
        f"{model._meta.label}:{trigger.name}"
        for model in models
        for trigger in getattr(model._meta, "triggers", [])
        if trigger.name == "append_only"
    )


def _untie(tie: Tie, owner: Owner, person: Person) -> int:
    """What becomes of one table's rows of this owner; how many."""
    rows = tie.table._default_manager.filter(pk__in=tie.rows(owner).order_by().values("pk"))
    if tie.erasure is AtErasure.BLOT:
        return traces.blot_rows(rows, person)
    if tie.erasure is AtErasure.DELETE:
        return rows.delete()[0]
    blanks = blanking.blanks_of(tie)
    return rows.update(**blanks) if blanks else 0


def _pseudonym(owner: Owner, now: datetime) -> None:
    """Leave of an owner only his number, what kind he was, and that he is gone."""
    columns = {name: blanking.unsaid(Owner, name) for name in personal_fields(Owner) if name != "merged_into"}
    with translation.override(owner.language):
        name = _("Erased owner %(number)s") % {"number": owner.number}
    columns |= {
        "name": name,
        "name_key": owner.number.lower(),
        "search_text": owner.number.lower(),
        "identity_kind": "",
        "source": "",
        "manager": None,
        "completeness": 0,
        "erased_at": now,
        "updated_at": now,
        "version": owner.version + 1,
    }
    Owner.objects.filter(pk=owner.pk).update(**columns)


def _leave_household(person: Person) -> int:
    """A household in which he was the last goes; where others stay it is called by their word, not by his name."""
    households = {row.household_id for row in person.owners} - {None}
    Owner.objects.filter(pk__in=[row.pk for row in person.owners]).update(household=None)
    empty = Household.objects.filter(pk__in=households, members=None)
    gone = empty.delete()[1].get("owners.Household", 0)
    for household in Household.objects.filter(pk__in=households):
        if any(name in household.label for name in person.names):
            Household.objects.filter(pk=household.pk).update(label="…")
    return gone


def _audited(person: Person):
    """The audit entries about him and everything tied to him, as a queryset that stays right when rows go."""
    about = Q(subject_type="owners.owner", subject_id__in=[str(row.pk) for row in person.owners])
    for tie in all_ties():
        for row in person.owners:
            ids = [str(pk) for pk in tie.rows(row).order_by().values_list("pk", flat=True)]
            if ids:
                rows = Q(subject_type=tie.table._meta.label_lower, subject_id__in=ids)
                about |= rows & _naming(person) if tie.erasure is AtErasure.BLOT else rows
    return AuditEntry.objects.filter(about)


def _naming(person: Person) -> Q:
    """Entries whose reason says his name or a value of his; of a row that others share only these are his."""
    found = Q(pk__in=[])
    for word in sorted(person.names | person.values):
        found |= Q(because__contains=word)
    return found
