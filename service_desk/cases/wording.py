"""The history of a case as sentences that a layman understands."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from service_desk.attachments.models import Stage
from service_desk.cases.models import Case, CaseHistory
from service_desk.cases.states import CaseStatus
from service_desk.cases.terms import Severity, Verb, VisitOutcome
from service_desk.clocks.models import DeadlineKind
from service_desk.clocks.wording import clock_words
from service_desk.gravity import standing

SEVERITY_REASONS = {
    "safety": gettext_lazy("safety"),
    "health": gettext_lazy("health"),
    "households": gettext_lazy("many households"),
    "media": gettext_lazy("the public"),
    "law": gettext_lazy("the law"),
    "money": gettext_lazy("a large sum"),
}


def reasons_of(codes) -> list[str]:
    """What made the severity rule judge as it did, in words."""
    return [str(SEVERITY_REASONS[code]) for code in codes if code in SEVERITY_REASONS]


def why_so_serious(case: Case) -> list[str]:
    """Why a case counts as serious as it does: what the answers made of it, and what a person said to it."""
    computed = standing.computed(case)
    reasons = ", ".join(reasons_of(computed.reasons))
    sentences = [_("The answers make it %(severity)s") % {"severity": Severity(computed.severity).label}]
    if reasons:
        sentences[0] += ": " + reasons
    if case.severity_confirmed_by_id is None:
        return sentences
    set_to = {"severity": Severity(case.severity).label}
    if computed.severity == case.severity:
        sentences.append(_("A person has confirmed it"))
    else:
        sentences.append(_("A person has set it to %(severity)s") % set_to)
    if case.severity_because and case.severity_because != ",".join(computed.reasons):
        sentences[-1] += ": " + case.severity_because
    return sentences


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
    detail = row.detail
    if not detail:  # emptied with an erasure, or nothing to say
        return ""
    words = [str(detail[key]) for key in ("slip", "proposal", "visit", "owner", "other") if key in detail]
    words.extend(map(str, detail.get("visits", ())))
    department = departments.get(detail.get("department"))
    if department:
        words.append(department.label)
    if "outcome" in detail:
        words.append(str(VisitOutcome(detail["outcome"]).label))
    more = MORE.get(row.verb)
    return ", ".join([*words, *(more(detail) if more else ())])


WARNED = {
    50: gettext_lazy("half of the time is over"),
    100: gettext_lazy("the time is over"),
    150: gettext_lazy("the time is exceeded by half"),
}


def _severity(detail: dict) -> list[str]:
    return [str(Severity(detail["to"]).label)]


def _warning(detail: dict) -> list[str]:
    return [str(DeadlineKind(detail["kind"]).label), str(WARNED.get(detail["level"], f"{detail['level']} %"))]


def _file(detail: dict) -> list[str]:
    return [str(Stage(detail["stage"]).label)]


def _ended(detail: dict) -> list[str]:
    return [str(CaseStatus(detail["ended"]).label)] if "ended" in detail else []


# What a line says beyond its papers, by what happened.
MORE = {
    Verb.INVESTIGATED: lambda detail: [
        _("substantiated") if detail.get("substantiated") else _("not substantiated")
    ],
    Verb.SEVERITY_CONFIRMED: _severity,
    Verb.IMPACT_LEARNED: _severity,
    Verb.CLOCK_WARNED: _warning,
    Verb.CLOCK_PAUSED: clock_words,
    Verb.CLOCK_RESUMED: clock_words,
    Verb.CLOCK_RETIMED: clock_words,
    Verb.CLOCK_EARLIER: clock_words,
    Verb.REOPENED: lambda detail: [_("round %(round)d") % {"round": detail["round"]}],
    Verb.HAND_OVER_WITHDRAWN: _ended,
    Verb.FILED: _file,
    Verb.UNFILED: _file,
}
