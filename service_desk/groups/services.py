"""Deciding on proposals, forming groups, joining and leaving them, and speaking to all members at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit import services as audit
from crm.errors import IllegalMove, Refused
from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.cases.services.moves import need
from service_desk.cases.states import OPEN
from service_desk.groups import rules, standing, wording
from service_desk.groups.models import (
    CaseGroup,
    CopyOutcome,
    GroupProposal,
    GroupRule,
    GroupStatement,
    StatementCopy,
)
from service_desk.groups.states import MOVES, ProposalStatus
from service_desk.guidance import guard
from service_desk.linking import services as linking
from service_desk.linking.models import CaseLink, LinkKind

LANGUAGES = ("zh-hans", "zh-hant", "en", "fi")


def _locked(proposal: GroupProposal) -> GroupProposal:
    rows = GroupProposal.objects.select_for_update(no_key=True, of=("self",))
    shown = ("project__city", "phase", "building", "entrance", "group__master")
    return rows.select_related(*shown).get(pk=proposal.pk)


def _move(row: GroupProposal, to: str, *, by, now: datetime, **changes) -> None:
    """The only line that assigns a proposal's status."""
    came_from = row.status
    if to not in MOVES[came_from]:
        raise IllegalMove(stands_in=came_from, to=to)
    row.status = to
    for field, value in changes.items():
        setattr(row, field, value)
    row.save(update_fields=["status", *changes])
    before, after, because = {"status": came_from}, {"status": to}, changes.get("because", "")
    audit.record(by, f"groups.{to}", row, now=now, before=before, after=after, because=because)


@transaction.atomic
def accept(
    actor, proposal: GroupProposal, *, numbers: list[str], summary: str = "", because: str = "", now: datetime
) -> CaseGroup:
    """Form a group of the members with these numbers, or let them join the group the proposal names.

    The group gets a master case of its own; the members stay the owners' cases and become parts of it.
    """
    row = _locked(proposal)
    members = list(Case.objects.filter(group_proposals__proposal=row, number__in=numbers).order_by("pk"))
    if not members:
        raise Refused(fields={"numbers": _("Choose at least one case.")})
    columns = {"decided_by": actor, "decided_at": now, "because": because, "later_until": None}
    if row.group_id:
        _move(row, ProposalStatus.ACCEPTED, by=actor, now=now, **columns)
        for case in members:
            join(actor, row.group, case=case, because=because, now=now)
        return row.group
    if len({case.home_id for case in members}) < 2:
        raise Refused(fields={"numbers": _("A group needs cases of at least two homes.")})
    group = _form(actor, row, members, summary, now)
    _move(row, ProposalStatus.ACCEPTED, by=actor, now=now, **columns, group=group)
    for case in members:
        linking.adopt(actor, group.master, child=case, because=because, now=now)
    return group


def _form(actor, row: GroupProposal, members: list[Case], summary: str, now: datetime) -> CaseGroup:
    """The master case and the group; what it does to people is all that its members said."""
    impact = {key: True for key in ("safety", "health", "media", "law") if _any(members, key)}
    impact["households"] = max(len({case.home_id for case in members}), _most(members, "households"))
    numbers = ", ".join(case.number for case in members)
    title = summary.strip() or wording.title_of(row)
    words = _("%(title)s. Reported under the numbers %(numbers)s.") % {"title": title, "numbers": numbers}
    master = cases.register(
        actor,
        project=row.project,
        kind=members[0].kind,
        channel=members[0].channel,
        words=words,
        summary=title,
        language=members[0].language,
        subject=members[0].subject,
        impact=impact,
        received_at=min(now, max(case.received_at for case in members)),
        now=now,
    )
    return CaseGroup.objects.create(
        project_id=row.project_id,
        level=row.level,
        phase_id=row.phase_id,
        building_id=row.building_id,
        entrance_id=row.entrance_id,
        matter=row.matter,
        master=master,
        formed_by=actor,
        formed_at=now,
    )


def _any(members, key: str) -> bool:
    return any(case.impact.get(key) for case in members)


def _most(members, key: str) -> int:
    return max((int(case.impact.get(key) or 0) for case in members), default=0)


@transaction.atomic
def reject(actor, proposal: GroupProposal, *, because: str, now: datetime) -> GroupProposal:
    """These cases are not one matter; the same set is never proposed again."""
    need(because=because)
    row = _locked(proposal)
    columns = {"decided_by": actor, "decided_at": now, "because": because, "later_until": None}
    _move(row, ProposalStatus.REJECTED, by=actor, now=now, **columns)
    return row


@transaction.atomic
def put_off(actor, proposal: GroupProposal, *, until: datetime, now: datetime) -> GroupProposal:
    """Decide later; it comes back on its day, or as soon as another home joins it."""
    if until <= now:
        raise Refused(fields={"until": _("This day has passed.")})
    row = _locked(proposal)
    _move(row, ProposalStatus.LATER, by=actor, now=now, later_until=until)
    return row


@transaction.atomic
def join(actor, group: CaseGroup, *, case: Case, because: str = "", now: datetime) -> CaseLink:
    """Put a case into a group: from now on it hears what all members hear, and the master waits for it."""
    if case.project_id != group.project_id:
        raise Refused(fields={"case": _("This case belongs to another project.")})
    if CaseGroup.objects.filter(master=case).exists():
        raise Refused(fields={"case": _("This is itself the master of a group.")})
    return linking.adopt(actor, group.master, child=case, because=because, now=now)


@transaction.atomic
def leave(actor, group: CaseGroup, *, case: Case, because: str, now: datetime) -> CaseLink:
    """Take a case out of a group; it goes its own way."""
    need(because=because)
    link = CaseLink.objects.filter(upper=group.master, lower=case, kind=LinkKind.CHILD, ended_at=None).first()
    if link is None:
        raise IllegalMove(_("This case is not in this group."))
    return linking.end_link(actor, link, because=because, now=now)


@transaction.atomic
def tell_members(
    actor,
    group: CaseGroup,
    *,
    texts: dict[str, str],
    said: guard.Said = guard.NOTHING_SAID,
    now: datetime,
) -> GroupStatement:
    """Say the same to all members, each in the owner's language; what became of every copy is kept.

    It goes the way of a reply: into each member's conversation, and to the owner in writing where that is possible.
    Raises Refused where the language of a member has no text, and where the reply guard finds something in one.
    """
    texts = {language: text.strip() for language, text in texts.items() if text.strip()}
    members = list(members_of(group))
    open_members = [case for case in members if case.status in OPEN]
    lacking = {language_of(case) for case in open_members} - texts.keys()
    if lacking:
        sentence = _("There are members who read this language: please write the text.")
        raise Refused(fields={language: sentence for language in sorted(lacking)})
    if not open_members:
        raise IllegalMove(_("No member is open any more."))
    for language, text in texts.items():
        guard.must_pass(actor, text, language, project=group.project, said=said, field=language)
    row = GroupStatement.objects.create(group=group, texts=texts, by=actor, at=now)
    copies = [_copy(actor, row, case, texts, said, now) for case in members]
    StatementCopy.objects.bulk_create(copies)
    after = {"languages": sorted(texts), "members": len(copies)}
    audit.record(actor, "groups.told", group, now=now, after=after)
    return row


def _copy(actor, statement, case: Case, texts, said, now) -> StatementCopy:
    language = language_of(case)
    copy = StatementCopy(statement=statement, case=case, language=language, outcome=CopyOutcome.CLOSED)
    if case.status in OPEN:
        message = cases.reply(actor, case, body=texts[language], said=said, now=now)
        copy.message, copy.via = message, message.via
        copy.outcome = CopyOutcome.WRITTEN if message.via else CopyOutcome.TELEPHONE
    return copy


def language_of(case: Case) -> str:
    """The owner's own language, else the one the case was told in."""
    return case.owner.language if case.owner_id else case.language


def members_of(group: CaseGroup):
    """The members that stand in the group now, by the number of their homes."""
    links = CaseLink.objects.filter(upper=group.master_id, kind=LinkKind.CHILD, ended_at=None)
    rows = Case.objects.filter(pk__in=links.values("lower_id")).select_related(
        "owner", "home__building", "home__entrance", "assignee", "project__city"
    )
    return rows.order_by("home__number_key", "pk")


@transaction.atomic
def change_detection(
    actor, *, changes: dict, because: str, seen: int | None = None, now: datetime
) -> GroupRule:
    """A new version of the detector's thresholds and topics; proposals made before keep theirs."""
    need(because=because)
    current, _detection = standing.in_force(now=now)
    current = GroupRule.objects.select_for_update().get(pk=current.pk)
    if seen is not None and seen != current.version:
        raise Refused(_("Somebody has changed the thresholds in the meantime; look at them again."))
    merged = {**current.rules, **changes}
    check(merged)
    row = GroupRule.objects.create(
        version=current.version + 1, rules=merged, because=because, active_from=now, written_by=actor
    )
    audit.record(actor, "groups.thresholds", row, now=now, after={"version": row.version}, because=because)
    return row


def check(given: dict) -> rules.Detection:
    """The detection of these rules, or Refused with a sentence beside each field that cannot stand."""
    detection = rules.read(given)
    wrong = rules.faults(detection)
    if wrong:
        raise Refused(fields={name: str(wording.FAULTS[code]) for name, code in wrong.items()})
    return detection
