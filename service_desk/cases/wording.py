"""The history of a case as sentences that a layman understands."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from service_desk.cases.models import CaseHistory
from service_desk.cases.states import CaseStatus
from service_desk.cases.terms import Severity, Verb, VisitOutcome
from service_desk.clocks.models import DeadlineKind


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened: who, what, which paper, why, and where it led."""

    at: datetime
    who: str
    what: str
    detail: str
    because: str
    moved_to: str
    verb: str

    @property
    def text(self) -> str:
        sentence = _("%(who)s %(what)s") % {"who": self.who, "what": self.what}
        return f"{sentence}: {self.detail}" if self.detail else sentence


def line(row: CaseHistory, departments: dict) -> HistoryLine:
    """One row as a sentence; `departments` maps ids to departments, read once for the page."""
    moved = row.from_status != row.to_status and row.to_status
    return HistoryLine(
        at=row.at,
        who=str(row.actor) if row.actor_id else _("The clock"),
        what=Verb(row.verb).label,
        detail=_detail(row, departments),
        because=row.because,
        moved_to=str(CaseStatus(row.to_status).label) if moved else "",
        verb=row.verb,
    )


def _detail(row: CaseHistory, departments: dict) -> str:
    """The papers that the row is about, in words."""
    detail, words = row.detail, []
    for key in ("slip", "proposal", "visit", "owner"):
        if key in detail:
            words.append(str(detail[key]))
    words.extend(map(str, detail.get("visits", ())))
    department = departments.get(detail.get("department"))
    if department:
        words.append(department.label)
    if row.verb == Verb.INVESTIGATED:
        words.append(_("substantiated") if detail.get("substantiated") else _("not substantiated"))
    if row.verb == Verb.SEVERITY_CONFIRMED:
        words.append(str(Severity(detail["to"]).label))
    if "outcome" in detail:
        words.append(str(VisitOutcome(detail["outcome"]).label))
    if row.verb == Verb.CLOCK_WARNED:
        words.append(f"{DeadlineKind(detail['kind']).label}, {detail['level']} %")
    if row.verb == Verb.REOPENED:
        words.append(_("round %(round)d") % {"round": detail["round"]})
    return ", ".join(words)
