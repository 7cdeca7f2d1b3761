"""Step two: what was found, who is responsible; or the explanation where nothing was."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.errors import Refused
from crm.events.services import publish
from service_desk.cases.events import CaseInvestigated
from service_desk.cases.models import Case, Investigation
from service_desk.cases.services.letters import write_to_owner
from service_desk.cases.services.moves import locked, move, must_stand_in, need, write
from service_desk.cases.states import CaseStatus
from service_desk.cases.terms import Verb
from service_desk.clocks import services as clocks
from service_desk.clocks.models import DeadlineKind
from service_desk.guidance import guard
from service_desk.guidance.terms import Place


@transaction.atomic
def investigate(
    actor,
    case: Case,
    *,
    substantiated: bool,
    department=None,
    findings: str,
    fault_share: int | None = None,
    evidence: str = "",
    cause: str = "",
    version: int | None = None,
    now: datetime,
) -> Investigation:
    """Write down the finding: substantiated or not, the responsible department, our share of the fault in percent.

    May be corrected as long as the case is being investigated; the last finding of a round counts.
    """
    _check(substantiated, department, findings, fault_share)
    case = locked(case, version)
    must_stand_in(case, CaseStatus.ASSIGNED, CaseStatus.INVESTIGATING)
    finding = Investigation.objects.create(
        case=case,
        round=case.round,
        substantiated=substantiated,
        department=department,
        findings=findings,
        fault_share=fault_share,
        evidence=evidence,
        cause=cause,
        investigated_by=actor,
        at=now,
    )
    changes = {"substantiated": substantiated, "responsible": department}
    detail = {"substantiated": substantiated, "department": department and department.pk, "round": case.round}
    if case.status == CaseStatus.ASSIGNED:
        move(
            case,
            CaseStatus.INVESTIGATING,
            by=actor,
            now=now,
            verb=Verb.INVESTIGATED,
            detail=detail,
            **changes,
        )
    else:
        write(case, by=actor, verb=Verb.INVESTIGATED, detail=detail, now=now, **changes)
    fact = CaseInvestigated(
        case_id=case.pk,
        round=case.round,
        substantiated=substantiated,
        department_id=department and department.pk,
    )
    publish(fact, now=now)
    return finding


def _check(substantiated, department, findings, fault_share) -> None:
    need(findings=findings)
    fields = {}
    if substantiated and department is None:
        fields["department"] = _("Which department is responsible?")
    if fault_share is not None and not 0 <= fault_share <= 100:
        fields["fault_share"] = _("A share lies between 0 and 100 percent.")
    if fields:
        raise Refused(fields=fields)


@transaction.atomic
def explain(
    actor,
    case: Case,
    *,
    explanation: str,
    said: guard.Said = guard.NOTHING_SAID,
    version: int | None = None,
    now: datetime,
) -> Case:
    """Tell the owner why his complaint is not substantiated. This is the answer he was promised."""
    need(explanation=explanation)
    case = locked(case, version)
    must_stand_in(case, CaseStatus.INVESTIGATING)
    if case.substantiated is not False:
        raise Refused(
            _("Only a complaint that was found unsubstantiated is explained."), code="not_unsubstantiated"
        )
    clocks.keep(case, DeadlineKind.ANSWER, DeadlineKind.FIRST_RESPONSE, DeadlineKind.RESOLUTION, now=now)
    words = {"language": guard.language_of(case), "case": case, "said": said}
    found = guard.must_pass(actor, explanation, field="explanation", **words)
    message = write_to_owner(actor, case, explanation, now=now)
    guard.remember(actor, found, said, place=Place.EXPLANATION, case=case, message=message, now=now)
    move(case, CaseStatus.EXPLAINED, by=actor, now=now, verb=Verb.EXPLAINED, detail={"round": case.round})
    return case
