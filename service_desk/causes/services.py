"""The only writers of the tree of causes and of what is named for cases."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from crm import versions
from crm.audit.services import record
from crm.errors import Refused, Stale
from service_desk.cases.models import Case
from service_desk.cases.services.moves import locked, must_stand_in, write
from service_desk.cases.states import DONE, OPEN, CaseStatus
from service_desk.cases.terms import Verb
from service_desk.clocks.retiming import rematch

from . import rules, wording
from .models import CaseCause, Cause, CauseVersion
from .standard import STANDARD
from .states import NamedAt

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
NAME_LENGTH, WORD_LENGTH, MOST_WORDS = 80, 40, 40


@transaction.atomic
def add_cause(actor, *, code: str, names: dict, words=(), position: int = 0, now: datetime) -> Cause:
    """A new class, part or defect; its code says under which it hangs. Named in at least one language."""
    wrong = _wrong(names, words)
    if not rules.is_code(code):
        wrong["code"] = _("Up to three words of small letters, apart by full stops.")
    if wrong:
        raise Refused(fields=wrong)
    above, _stop, _word = code.rpartition(".")
    parent = Cause.objects.filter(code=above).first() if above else None
    if above and parent is None:
        raise Refused(fields={"code": _("There is nothing that this could hang on.")})
    names, words = _names(names), _words(words)
    row, made = Cause.objects.get_or_create(
        code=code,
        defaults={
            "parent": parent,
            "level": rules.depth(code),
            "names": names,
            "words": words,
            "search_text": wording.search_text(code, names, words),
            "position": position,
        },
    )
    if not made:
        sentence = _("This cause is already here.")
        raise Refused(sentence, code="duplicate_cause", fields={"code": sentence})
    _keep_version(actor, row, now)
    record(actor, "causes.add", row, now=now, after={"code": code})
    return row


@transaction.atomic
def edit_cause(
    actor, cause: Cause, *, names: dict, words=(), position: int, active: bool, version: int | None = None,
    because: str = "", now: datetime,
) -> Cause:  # fmt: skip
    """Change what a cause is called, by which words it is found, its place, and whether it is still offered.

    The code never changes: cases stand at it. What it said before is kept as a version.
    """
    wrong = _wrong(names, words)
    if wrong:
        raise Refused(fields=wrong)
    row = Cause.objects.select_for_update().get(pk=cause.pk)
    if version is not None and version != row.version:
        raise Stale(yours=version, current=row.version)
    before = {"active": row.active, "version": row.version}
    row.names, row.words, row.position, row.active = _names(names), _words(words), position, active
    row.search_text = wording.search_text(row.code, row.names, row.words)
    row.version += 1
    row.save(update_fields=["names", "words", "position", "active", "search_text", "version"])
    _keep_version(actor, row, now)
    after = {"active": active, "version": row.version}
    record(actor, "causes.edit", row, now=now, before=before, after=after, because=because)
    return row


@transaction.atomic
def bring_back(
    actor, cause: Cause, number: int, *, because: str = "", seen: int | None = None, now: datetime
) -> Cause:
    """Let a cause say again what it said in an earlier version; that is a new version. Its place stays."""
    row = Cause.objects.select_for_update().get(pk=cause.pk)
    earlier = versions.earlier(row.versions.filter(version=number).first(), in_force=number == row.version)
    said = {"names": earlier.names, "words": earlier.words, "active": earlier.active}
    said |= {"version": seen, "because": versions.why(number, because)}
    return edit_cause(actor, row, position=row.position, now=now, **said)


def _keep_version(actor, row: Cause, now: datetime) -> None:
    CauseVersion.objects.create(
        cause=row,
        version=row.version,
        names=row.names,
        words=row.words,
        active=row.active,
        changed_by=actor,
        changed_at=now,
    )


@transaction.atomic
def name_cause(
    actor,
    case: Case,
    *,
    code: str,
    contractor=None,
    because: str = "",
    version: int | None = None,
    now: datetime,
) -> CaseCause:
    """Name the cause of a case; it becomes the case's subject, and what stood there before is kept.

    Before the work is done it is the cause at the investigation, afterwards the one at the closing; a closed case may
    still be corrected. The running clocks follow the rules for the class it is now. Raises Refused for a cause that is not offered.
    """
    cause = Cause.objects.filter(code=code, active=True).first()
    if cause is None:
        raise Refused(fields={"code": _("This choice is not known.")})
    case = locked(case, version)
    must_stand_in(case, *OPEN, CaseStatus.CLOSED)
    step = NamedAt.CLOSING if case.status in DONE else NamedAt.INVESTIGATION
    row, _made = CaseCause.objects.update_or_create(
        case=case,
        at_step=step,
        defaults={
            "cause": cause,
            "was": case.subject,
            "contractor": contractor,
            "because": because.strip(),
            "named_by": actor,
            "named_at": now,
        },
    )
    if code != case.subject:
        rematch(case, subject=code, actor=actor, now=now)
    detail = {"cause": code, "was": case.subject, "at": str(step)}
    write(case, by=actor, verb=Verb.CAUSE_NAMED, because=because, detail=detail, now=now, subject=code)
    return row


def add_standard_causes(actor, *, now: datetime) -> int:
    """The tree that we ship, where it is not here yet; how many were added."""
    known = set(Cause.objects.values_list("code", flat=True))
    missing = [row for row in STANDARD if row["code"] not in known]
    with transaction.atomic():
        for row in missing:
            add_cause(actor, **row, now=now)
    return len(missing)


def _wrong(names: dict, words) -> dict[str, str]:
    wrong = {}
    given = [str(name).strip() for name in names.values() if str(name).strip()]
    if not given or any(len(name) > NAME_LENGTH for name in given):
        wrong["names"] = _("Write the name in at least one language, at most 80 characters.")
    if len(words) > MOST_WORDS or any(len(str(word)) > WORD_LENGTH for word in words):
        wrong["words"] = _("At most 40 words of 40 characters.")
    return wrong


def _names(names: dict) -> dict[str, str]:
    given = {code: str(names.get(code, "")).strip() for code in LANGUAGES}
    return {code: name for code, name in given.items() if name}


def _words(words) -> list[str]:
    return list(dict.fromkeys(text for text in (str(word).strip() for word in words) if text))
