"""The only writers of what is judged about the warranty of a case."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.errors import Refused
from owners.days import day_of
from owners.warranty import services as parts
from service_desk.cases.models import Case
from service_desk.cases.services.moves import locked, remember
from service_desk.cases.terms import Verb

from . import selectors, wording
from .models import WarrantyCheck
from .states import Coverage


@transaction.atomic
def judge(actor, case: Case, *, part: str, guessed: bool = False, now: datetime) -> WarrantyCheck:
    """Say which part (its code) a case is about; whether it is warranted counts on the day of the report.

    Said again it is judged anew, so that a wrong part is corrected and an extension counts. Raises Refused where the
    case has no home, or where the law of that home's country knows no such part.
    """
    case = locked(case)
    row = _standing_of(case, part)
    check, _made = WarrantyCheck.objects.update_or_create(
        case=case,
        defaults={
            "part": row.part,
            "coverage": _coverage(row, day_of(case.received_at, case.project)),
            "until": row.until,
            "judged_for": day_of(case.received_at, case.project),
            "rule": wording.rule_of(row, case.home.handover_on),
            "guessed": guessed,
            "judged_by": actor,
            "judged_at": now,
        },
    )
    detail = {"part": row.part.code, "coverage": check.coverage, "until": row.until and str(row.until)}
    remember(case, by=actor, verb=Verb.WARRANTY_JUDGED, detail=detail, now=now, came_from=case.status)
    return check


def _standing_of(case: Case, part: str):
    if case.home_id is None:
        raise Refused(_("First say which home it is about."), code="no_home")
    found = {row.part.code: row for row in selectors.standings_of(case)}
    if part not in found:
        raise Refused(fields={"part": _("This choice is not known.")})
    return found[part]


def _coverage(row, on: date) -> str:
    if row.until is None:
        return Coverage.UNKNOWN
    return Coverage.IN if on <= row.until else Coverage.OUT


@transaction.atomic
def extend(actor, case: Case, *, part: str, until: date, now: datetime) -> WarrantyCheck:
    """Turn the longer warranty that the owner agreed to into the part's last day; the case is judged anew.

    Raises Refused where no agreed proposal of the case promises any.
    """
    case = locked(case)
    proposal = selectors.promised_extension(case)
    if proposal is None:
        raise Refused(
            _("No agreed proposal of this case promises a longer warranty."), code="nothing_promised"
        )
    row = _standing_of(case, part)
    if row.until and until <= row.until:
        raise Refused(fields={"until": _("It is warranted longer already.")})
    source = f"proposal:{proposal.number}"
    parts.extend(actor, case.home, row.part, until=until, source=source, now=now)
    detail = {"part": part, "until": str(until), "proposal": proposal.number}
    remember(case, by=actor, verb=Verb.WARRANTY_EXTENDED, detail=detail, now=now, came_from=case.status)
    check = selectors.check_of(case)
    return judge(actor, case, part=check.part.code if check else part, now=now)
