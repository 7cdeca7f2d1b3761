"""What policies and profitability need to know about a feedback, read once from the rooms below."""

from dataclasses import asdict

from coordination.policies.rules import Facts
from profitability.services import Situation
from satisfaction.collection.states import Purpose
from service_desk.cases import selectors as cases
from service_desk.cases.states import CaseStatus

AWAITS_ANSWER = frozenset({CaseStatus.COMPLETED, CaseStatus.VISITING, CaseStatus.EXPLAINED})


def facts_of(feedback, said: dict) -> Facts:
    """The facts of a feedback; `said` is what its case says about itself, empty without one."""
    case, invitation = feedback.case, feedback.invitation
    return Facts(
        score=feedback.score,
        attitude=feedback.attitude,
        opinion=feedback.opinion,
        has_case=case is not None,
        case_awaits_answer=case is not None and case.status in AWAITS_ANSWER,
        impact=tuple(sorted(key for key, value in said.get("impact", {}).items() if value)),
        severity=said.get("severity", "ordinary"),
        rounds=said.get("rounds", 0),
        currency=feedback.project.currency,
        follow_up=invitation is not None and invitation.purpose == Purpose.FOLLOW_UP,
    )


def said_by(case) -> dict:
    return cases.situation(case) if case is not None else {}


def situation_of(feedback, said: dict) -> Situation:
    """The same moment in profitability's terms: values only, so that it need not know who asks."""
    case = feedback.case
    return Situation(
        currency=feedback.project.currency,
        score=feedback.score,
        attitude=feedback.attitude,
        severity=said.get("severity", "ordinary"),
        substantiated=said.get("substantiated"),
        fault_share=said.get("fault_share"),
        rounds=said.get("rounds", 0),
        case_kind=said.get("case_kind", ""),
        subject=said.get("subject", feedback.subject),
        demand_amount=said.get("demand_amount"),
        case_number=case.number if case is not None else "",
    )


def written(facts: Facts) -> dict:
    """The facts as the decision keeps them."""
    return asdict(facts)
