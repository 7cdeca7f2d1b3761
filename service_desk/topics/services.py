"""The shorter ways: answer an inquiry, decide a suggestion, pass praise on; and which topics a case is about."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm import versions
from crm.audit import services as audit
from crm.errors import IllegalMove, Refused
from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.cases.services.moves import locked, must_stand_in, need
from service_desk.cases.states import CaseStatus
from service_desk.cases.terms import CaseKind
from service_desk.guidance.guard import NOTHING_SAID, Said
from service_desk.topics.models import CaseTopic, Praise, Suggestion, Topic, TopicVersion
from service_desk.topics.states import SUGGESTION_MOVES, SuggestionStatus

STANDS_BEFORE_AN_ANSWER = (CaseStatus.REGISTERED, CaseStatus.ASSIGNED)
MOST_TOPICS = 6


@transaction.atomic
def tag(actor, case: Case, *, topics: Iterable[str], now: datetime) -> None:
    """Say what a case is about; what was said before and is not said now is taken back."""
    codes = list(dict.fromkeys(topics))
    rows = {row.code: row for row in Topic.objects.filter(code__in=codes)}
    if len(codes) > MOST_TOPICS or set(codes) - rows.keys():
        raise Refused(fields={"topics": _("This choice is not known.")})
    held = CaseTopic.objects.filter(case=case)
    held.exclude(topic__code__in=codes).delete()
    there = set(held.values_list("topic__code", flat=True))
    CaseTopic.objects.bulk_create(
        [CaseTopic(case=case, topic=rows[code], by=actor, at=now) for code in codes if code not in there],
        ignore_conflicts=True,
    )


@transaction.atomic
def answer_inquiry(
    actor, case: Case, *, body: str, topics: Iterable[str] = (), said: Said = NOTHING_SAID, now: datetime
) -> Case:
    """Answer what was asked and close it, in one step; the answer passes the reply guard."""
    case = _of_kind(case, CaseKind.INQUIRY)
    tag(actor, case, topics=topics, now=now)
    return _answer_and_close(actor, case, body, said, because=_("The inquiry is answered."), now=now)


def _of_kind(case: Case, kind: str) -> Case:
    case = locked(case)
    if case.kind != kind:
        raise IllegalMove(stands_in=case.kind)
    must_stand_in(case, *STANDS_BEFORE_AN_ANSWER)
    return case


def _answer_and_close(actor, case: Case, body: str, said: Said, *, because: str, now: datetime) -> Case:
    """Whoever answers takes the case on; it is completed with his answer and closed with it."""
    need(body=body)
    if case.status == CaseStatus.REGISTERED:
        case = cases.assign(actor, case, to=actor, because=because, now=now)
    cases.reply(actor, case, body=body, said=said, now=now)
    case = cases.complete(actor, case, result=body, now=now)
    return cases.close(actor, case, because=because, now=now)


@transaction.atomic
def consider(
    actor,
    case: Case,
    *,
    department,
    topics: Iterable[str] = (),
    body: str = "",
    said: Said = NOTHING_SAID,
    now: datetime,
) -> Suggestion:
    """Give a suggestion to a department to think about; with a word to the owner where there is one."""
    case = _of_kind(case, CaseKind.SUGGESTION)
    row = _suggestion(case)
    tag(actor, case, topics=topics, now=now)
    if case.status == CaseStatus.REGISTERED:
        case = cases.assign(actor, case, to=actor, because=_("Takes care of the suggestion."), now=now)
    if body.strip():
        cases.reply(actor, case, body=body, said=said, now=now)
    _move_suggestion(row, SuggestionStatus.CONSIDERED, by=actor, now=now, department=department)
    return row


@transaction.atomic
def decide(
    actor,
    case: Case,
    *,
    adopted: bool,
    because: str,
    body: str,
    topics: Iterable[str] | None = None,
    said: Said = NOTHING_SAID,
    now: datetime,
) -> Suggestion:
    """Adopt or decline a suggestion, with the reason, and tell the owner; that closes it."""
    need(because=because, body=body)
    case = _of_kind(case, CaseKind.SUGGESTION)
    row = _suggestion(case)
    if topics is not None:
        tag(actor, case, topics=topics, now=now)
    to = SuggestionStatus.ADOPTED if adopted else SuggestionStatus.DECLINED
    _move_suggestion(row, to, by=actor, now=now, because=because, decided_by=actor, decided_at=now)
    closing = _("The suggestion is adopted.") if adopted else _("The suggestion is declined.")
    _answer_and_close(actor, case, body, said, because=closing, now=now)
    return row


def _suggestion(case: Case) -> Suggestion:
    row, _made = Suggestion.objects.get_or_create(case=case)
    return Suggestion.objects.select_for_update(no_key=True).get(pk=row.pk)


def _move_suggestion(row: Suggestion, to: str, *, by, now: datetime, **changes) -> None:
    """The only line that assigns a suggestion's status."""
    came_from = row.status
    if to not in SUGGESTION_MOVES[came_from]:
        raise IllegalMove(stands_in=came_from, to=to)
    row.status = to
    for field, value in changes.items():
        setattr(row, field, value)
    row.save(update_fields=["status", *changes])
    audit.record(
        by, f"suggestions.{to}", row.case, now=now, before={"status": came_from}, after={"status": to}
    )


@transaction.atomic
def pass_on(
    actor,
    case: Case,
    *,
    person=None,
    department=None,
    body: str,
    topics: Iterable[str] = (),
    said: Said = NOTHING_SAID,
    now: datetime,
) -> Praise:
    """Thank the owner, and pass his praise on to whom it is meant for; that closes it."""
    if person is None and department is None:
        raise Refused(fields={"person": _("For whom is it? Name the person or the department.")})
    case = _of_kind(case, CaseKind.PRAISE)
    tag(actor, case, topics=topics, now=now)
    row = Praise.objects.create(
        case=case, person=person, department=department, passed_on_by=actor, passed_on_at=now
    )
    _answer_and_close(actor, case, body, said, because=_("The praise is passed on."), now=now)
    return row


@transaction.atomic
def mark_read(actor, rows: Iterable[Praise], *, now: datetime) -> None:
    """Whoever was praised has read it."""
    keys = [row.pk for row in rows if row.person_id == actor.pk and row.read_at is None]
    Praise.objects.filter(pk__in=keys, read_at=None).update(read_at=now)


@transaction.atomic
def keep_topic(
    actor,
    *,
    code: str,
    parent: str = "",
    names: dict,
    words: str = "",
    retired: bool = False,
    seen: int = 0,
    because: str = "",
    now: datetime,
) -> Topic:
    """Add a topic or change one; the tree has two levels, and what was counted under a topic stays counted."""
    need(code=code, names="".join(names.values()))
    held = Topic.objects.select_for_update().filter(code=code).first()
    above = Topic.objects.filter(code=parent).first() if parent else None
    if (held.version if held else 0) != seen:
        raise Refused(fields={"code": _("Somebody else has changed this in the meantime.")})
    if parent and (above is None or above.parent_id or parent == code):
        raise Refused(fields={"parent": _("A topic stands below one of the first level.")})
    if above and held and held.children.exists():
        raise Refused(fields={"parent": _("This one has topics below it.")})
    content = {"parent": above, "names": names, "words": words, "retired": retired, "version": seen + 1}
    if held is None:
        held = Topic.objects.create(code=code, position=Topic.objects.count() + 1, **content)
    else:
        for name, value in content.items():
            setattr(held, name, value)
        held.save(update_fields=[*content])
    _write_down(held, by=actor, now=now)
    after = {"code": code, "version": held.version}
    audit.record(actor, "topics.changed", held, now=now, after=after, because=because)
    return held


def _write_down(topic: Topic, *, by, now: datetime) -> None:
    """The topic as it stands now joins its history."""
    TopicVersion.objects.create(
        topic=topic,
        number=topic.version,
        parent=topic.parent,
        names=topic.names,
        words=topic.words,
        retired=topic.retired,
        made_by=by,
        made_at=now,
    )


@transaction.atomic
def bring_back(
    actor, topic: Topic, number: int, *, seen: int | None, because: str = "", now: datetime
) -> Topic:
    """Let a topic say again what an earlier version said, as its next version; `seen` is the one it has now."""
    row = TopicVersion.objects.filter(topic=topic, number=number).select_related("parent").first()
    row = versions.earlier(row, in_force=number == topic.version)
    above = row.parent.code if row.parent else ""
    content = {"parent": above, "names": row.names, "words": row.words, "retired": row.retired}
    because = versions.why(number, because)
    return keep_topic(actor, code=topic.code, seen=seen or 0, because=because, now=now, **content)


def suggestion_of(case: Case) -> Suggestion | None:
    return Suggestion.objects.filter(case=case).select_related("department", "decided_by").first()
