"""The one statement: written by one, approved by another, issued by the spokesperson; its versions are kept."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm.audit import services as audit
from crm.errors import IllegalMove, NotAllowed, Refused
from service_desk.cases.services.moves import need
from service_desk.crisis.access import must_be_spokesperson
from service_desk.crisis.models import Crisis, CrisisStatement
from service_desk.crisis.services.room import locked, save
from service_desk.crisis.states import STATEMENT_MOVES, StatementStatus

LANGUAGES = ("zh-hans", "zh-hant", "en", "fi")


def _locked(statement: CrisisStatement) -> CrisisStatement:
    crisis = locked(Crisis(pk=statement.crisis_id))
    row = CrisisStatement.objects.select_for_update(no_key=True).get(pk=statement.pk)
    row.crisis = crisis
    return row


def _move(row: CrisisStatement, to: str, *, by, because: str = "", now: datetime, **changes) -> None:
    """The only line that assigns the status of a statement."""
    came_from = row.status
    if to not in STATEMENT_MOVES[came_from]:
        raise IllegalMove(stands_in=came_from, to=to)
    row.status = to
    save(row, **changes, status=to)
    after = {"version": row.version, "status": to}
    audit.record(
        by,
        f"crisis.statement_{to}",
        row.crisis,
        now=now,
        before={"status": came_from},
        after=after,
        because=because,
    )


@transaction.atomic
def draft_statement(actor, crisis: Crisis, *, texts: dict[str, str], now: datetime) -> CrisisStatement:
    """Write a new version; it says nothing to anybody until it is approved and issued."""
    texts = {language: text.strip() for language, text in texts.items() if text.strip()}
    if not texts or set(texts) - set(LANGUAGES):
        raise Refused(fields={"texts": _("Please write it in at least one of the four languages.")})
    row = locked(crisis)
    version = (row.statements.aggregate(last=Max("version"))["last"] or 0) + 1
    statement = CrisisStatement.objects.create(
        crisis=row, version=version, texts=texts, written_by=actor, written_at=now
    )
    after = {"version": version, "languages": sorted(texts)}
    audit.record(actor, "crisis.statement_drafted", row, now=now, after=after)
    return statement


@transaction.atomic
def approve_statement(
    actor, statement: CrisisStatement, *, because: str = "", now: datetime
) -> CrisisStatement:
    """Approve a draft that somebody else has written."""
    row = _locked(statement)
    if row.written_by_id == actor.pk:
        raise NotAllowed(_("Somebody else must approve what you have written."))
    changes = {"approved_by": actor, "approved_at": now}
    _move(row, StatementStatus.APPROVED, by=actor, because=because, now=now, **changes)
    return row


@transaction.atomic
def drop_statement(actor, statement: CrisisStatement, *, because: str, now: datetime) -> CrisisStatement:
    """Take back what was not issued yet, with the reason; it stays to be read."""
    need(because=because)
    row = _locked(statement)
    _move(row, StatementStatus.DROPPED, by=actor, because=because, now=now)
    save(row, because=because)
    return row


@transaction.atomic
def publish_statement(actor, statement: CrisisStatement, *, now: datetime) -> CrisisStatement:
    """Issue it: only the spokesperson may, and only what was approved. What was in force before is replaced."""
    row = _locked(statement)
    must_be_spokesperson(actor, row.crisis)
    standing = row.crisis.statements.filter(status=StatementStatus.PUBLISHED).first()
    if row.status != StatementStatus.APPROVED:
        raise IllegalMove(stands_in=row.status, to=StatementStatus.PUBLISHED)
    if standing is not None:
        standing.crisis = row.crisis
        _move(standing, StatementStatus.REPLACED, by=actor, now=now)
    changes = {"published_by": actor, "published_at": now}
    _move(row, StatementStatus.PUBLISHED, by=actor, now=now, **changes)
    return row
