"""The only writers of the promises of time: a draft is copied from what holds, edited, and takes effect."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm import versions
from crm.accounts.models import Role
from crm.audit.services import record
from crm.errors import IllegalMove, Refused, Stale
from service_desk.cases.rules import is_known_subject
from service_desk.cases.terms import CaseKind, Severity
from service_desk.clocks import in_force
from service_desk.clocks.in_force import policy_in_force
from service_desk.clocks.models import ClockPolicy, ClockRule, DeadlineKind, Measure, PauseReason
from service_desk.clocks.rules import LEVELS

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LONGEST = {Measure.WORKING_DAYS: 250, Measure.WORKING_HOURS: 2_000, Measure.WORKING_MINUTES: 100_000}
CONDITIONS = ("clock", "kind", "severity", "subject", "project")


def draft_of_house() -> ClockPolicy | None:
    """The draft that is being written, where there is one; the house has one at a time."""
    return ClockPolicy.objects.filter(is_draft=True).select_related("written_by").first()


@transaction.atomic
def begin_draft(actor, *, now: datetime) -> ClockPolicy:
    """Copy what holds now into a draft. Where somebody has begun one already, it is that one."""
    current = ClockPolicy.objects.select_for_update().get(pk=policy_in_force(now=now).id)
    standing = draft_of_house()
    return standing if standing is not None else _draft_of(actor, current, now)


def _draft_of(actor, policy: ClockPolicy, now: datetime) -> ClockPolicy:
    """A draft that says what this version says; the caller holds the version in force."""
    number = ClockPolicy.objects.aggregate(last=Max("number"))["last"] + 1
    kept = ("no_move_days", "most_moves", "most_rejections", "escalation")
    draft = ClockPolicy.objects.create(
        number=number, written_by=actor, written_at=now, **{name: getattr(policy, name) for name in kept}
    )
    rules, reasons = list(policy.rules.order_by("id")), list(policy.reasons.order_by("id"))
    ClockRule.objects.bulk_create([_copy(row, draft) for row in rules])
    PauseReason.objects.bulk_create([_copy(row, draft) for row in reasons])
    record(actor, "clock_rules.draft", draft, now=now, before={"number": policy.number})
    return draft


@transaction.atomic
def bring_back(
    actor,
    number: int,
    *,
    on_open: bool = True,
    because: str = "",
    seen: int | None = None,
    now: datetime,
) -> ClockPolicy:
    """Let an earlier version hold again, as a new version; with `on_open` the running clocks follow it too.

    Refused while a draft is being written: it was copied from what holds and would take this back unseen.
    """
    current = ClockPolicy.objects.select_for_update().get(pk=policy_in_force(now=now).id)
    policy = ClockPolicy.objects.filter(number=number, is_draft=False).first()
    policy = versions.earlier(policy, in_force=number == current.number)
    versions.must_be_newest(seen, current.number)
    if draft_of_house() is not None:
        raise Refused(_("A draft is being written: let it take effect or throw it away first."), code="draft")
    because = versions.why(number, because)
    return take_effect(actor, _draft_of(actor, policy, now), because=because, on_open=on_open, now=now)


def _copy(row, draft: ClockPolicy):
    left_out = ("id", "public_id", "policy")
    kept = {f.name: getattr(row, f.name) for f in row._meta.concrete_fields if f.name not in left_out}
    return type(row)(policy=draft, **kept)


@transaction.atomic
def drop_draft(actor, draft: ClockPolicy, *, now: datetime) -> None:
    """Throw the draft away; what holds goes on holding."""
    row = _locked(draft, None)
    record(actor, "clock_rules.drop", row, now=now)
    row.rules.all().delete()
    row.reasons.all().delete()
    row.delete()


@transaction.atomic
def set_rule(actor, draft: ClockPolicy, *, version: int | None = None, now: datetime, **rule) -> ClockRule:
    """Write one rule of the draft; one that names the same clock and cases takes its place.

    `rule` has clock, measure, amount, names, and the conditions kind, severity, subject and project (a Project or
    None). Raises Refused with the fields to correct.
    """
    row = _locked(draft, version)
    given = _checked_rule(**rule)
    key = {name: given.pop(name) for name in CONDITIONS}
    written, _made = ClockRule.objects.update_or_create(policy=row, **key, defaults=given)
    _count(row)
    return written


@transaction.atomic
def remove_rule(actor, draft: ClockPolicy, public_id, *, version: int | None = None, now: datetime) -> None:
    row = _locked(draft, version)
    if not row.rules.filter(public_id=public_id).delete()[0]:
        raise Refused(_("This rule is not in the draft."), code="no_such_rule")
    _count(row)


@transaction.atomic
def set_reason(
    actor,
    draft: ClockPolicy,
    *,
    code: str,
    names: dict,
    clocks: list[str],
    waits_for_owner: bool,
    longest_days: int,
    version: int | None = None,
    now: datetime,
) -> PauseReason:
    """Write one reason for a pause; the same code takes its place. Waiting for the owner never stops the answer."""
    row, fields = _locked(draft, version), _names_wrong(names)
    clocks = sorted(set(clocks))
    if not clocks or not set(clocks) <= set(DeadlineKind.values):
        fields["clocks"] = _("Choose at least one clock.")
    if waits_for_owner and DeadlineKind.ANSWER in clocks:
        fields["clocks"] = _("While we wait for the owner, the clock of our answer to him runs on.")
    if not 1 <= longest_days <= LONGEST[Measure.WORKING_DAYS]:
        fields["longest_days"] = _("A pause has a longest length in working days.")
    if fields:
        raise Refused(fields=fields)
    given = {"names": _clean(names), "clocks": clocks, "waits_for_owner": waits_for_owner}
    defaults = {**given, "longest_days": longest_days}
    written, _made = PauseReason.objects.update_or_create(policy=row, code=code, defaults=defaults)
    _count(row)
    return written


@transaction.atomic
def remove_reason(actor, draft: ClockPolicy, code: str, *, version: int | None = None, now: datetime) -> None:
    row = _locked(draft, version)
    if not row.reasons.filter(code=code).delete()[0]:
        raise Refused(_("This reason is not in the draft."), code="no_such_reason")
    _count(row)


@transaction.atomic
def set_numbers(
    actor,
    draft: ClockPolicy,
    *,
    no_move_days: int,
    most_moves: int,
    most_rejections: int,
    escalation: dict[str, list[str]],
    version: int | None = None,
    now: datetime,
) -> ClockPolicy:
    """When a case counts as stuck, and which roles are told at each level."""
    row = _locked(draft, version)
    fields = {}
    numbers = {"no_move_days": no_move_days, "most_moves": most_moves, "most_rejections": most_rejections}
    for name, number in numbers.items():
        if not 1 <= number <= 250:
            fields[name] = _("A whole number from 1 to 250.")
    if set(escalation) != {str(level) for level in LEVELS} or any(
        not roles or not set(roles) <= set(Role.values) for roles in escalation.values()
    ):
        fields["escalation"] = _("Each level names at least one role.")
    if fields:
        raise Refused(fields=fields)
    for name, value in {**numbers, "escalation": escalation}.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*numbers, "escalation", "version"])
    return row


@transaction.atomic
def take_effect(
    actor, draft: ClockPolicy, *, because: str, on_open: bool, version: int | None = None, now: datetime
) -> ClockPolicy:
    """The draft holds from now on: for new clocks, and with `on_open` for the running ones too.

    The running ones follow in stretches that survive any death; what they promised before is kept. Clocks that
    somebody is just starting are waited for, so that the sweep misses none.
    """
    if on_open:
        in_force.hold_alone()
    row = _locked(draft, version)
    if not because.strip():
        raise Refused(fields={"because": _("Please fill this in.")})
    general = {"kind": "", "severity": "", "subject": "", "project": None}
    if not row.rules.filter(clock=DeadlineKind.RETURN_VISIT, **general).exists():
        raise Refused(_("A return visit always has a day: keep a rule for all cases."), code="no_visit_rule")
    before = policy_in_force(now=now).number
    row.because, row.is_draft, row.active_from, row.activated_by = because.strip(), False, now, actor
    row.on_open, row.retimed_to = on_open, 0 if on_open else None
    changed = ["because", "is_draft", "active_from", "activated_by", "on_open", "retimed_to"]
    row.save(update_fields=changed)
    after = {"number": row.number, "on_open": on_open}
    record(actor, "clock_rules.take_effect", row, now=now, before={"number": before}, after=after)
    return row


def _locked(draft: ClockPolicy, version: int | None) -> ClockPolicy:
    row = ClockPolicy.objects.select_for_update().get(pk=draft.pk)
    if not row.is_draft:
        raise IllegalMove(_("These rules have taken effect; begin a new draft."))
    if version is not None and version != row.version:
        raise Stale(yours=version, current=row.version)
    return row


def _count(row: ClockPolicy) -> None:
    row.version += 1
    row.save(update_fields=["version"])


def _checked_rule(
    *, clock, measure, amount=0, names=None, kind="", severity="", subject="", project=None
) -> dict:
    fields = _names_wrong(names or {})
    known = {
        "clock": clock in DeadlineKind.values,
        "measure": measure in Measure.values,
        "kind": not kind or kind in CaseKind.values,
        "severity": not severity or severity in Severity.values,
        "subject": not subject or is_known_subject(subject),
    }
    fields |= {name: _("This choice is not known.") for name, good in known.items() if not good}
    if measure == Measure.NONE:
        amount = 0
        if clock == DeadlineKind.RETURN_VISIT:
            fields["measure"] = _("A return visit always has a day.")
    elif not 1 <= amount <= LONGEST.get(measure, 1):
        fields["amount"] = _("A whole number up to %(largest)s.") % {"largest": LONGEST.get(measure, 1)}
    if fields:
        raise Refused(fields=fields)
    conditions = {"kind": kind, "severity": severity, "subject": subject, "project": project}
    return {"clock": clock, **conditions, "measure": measure, "amount": amount, "names": _clean(names)}


def _names_wrong(names: dict) -> dict:
    """A name stands in each of the house's languages, so that nobody reads a foreign one."""
    missing = [code for code in LANGUAGES if not (names.get(code) or "").strip()]
    return {"names": _("Give the name in all four languages.")} if missing else {}


def _clean(names: dict) -> dict:
    return {code: names[code].strip()[:120] for code in LANGUAGES}
