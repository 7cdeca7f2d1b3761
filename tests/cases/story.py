"""One complaint with the named cast, driven as far as a test wants it."""

from contextlib import contextmanager
from datetime import timedelta

from crm.accounts.services import system_user
from crm.audit.models import AuditEntry
from crm.events.models import OutboxEvent
from service_desk import models as desk
from service_desk.cases import services
from service_desk.cases.models import Case, TransferSlip
from service_desk.cases.states import CaseStatus
from service_desk.handingover import services as handing
from service_desk.linking import services as linking

WORDS = "卫生间的天花板一直在漏水，楼上说不是他们的责任，已经三天了。"
WAY = [
    CaseStatus.REGISTERED,
    CaseStatus.ASSIGNED,
    CaseStatus.INVESTIGATING,
    CaseStatus.TRANSFERRED,
    CaseStatus.ANSWERED,
    CaseStatus.PROPOSED,
    CaseStatus.AGREED,
    CaseStatus.IMPLEMENTING,
    CaseStatus.COMPLETED,
    CaseStatus.VISITING,
    CaseStatus.CLOSED,
]


class Story:
    """Chen complains about a leak: Alice handles it, Hong's department repairs it, Cai asks him again."""

    def __init__(self, *, riverside, chen, home_1201, alice, bob, hong, cai, engineering, now):
        self.project, self.chen, self.home = riverside, chen, home_1201
        self.alice, self.bob, self.hong, self.cai = alice, bob, hong, cai
        self.engineering, self.now = engineering, now
        self.machine = system_user("coordination")

    def register(self, **given) -> Case:
        said = {
            "project": self.project,
            "owner": self.chen,
            "home": self.home,
            "kind": "complaint",
            "channel": "phone",
            "words": WORDS,
            "summary": "卫生间漏水",
            "language": "zh-hans",
            "subject": "engineering_quality.waterproofing",
            "received_at": self.now,
            "now": self.now,
        }
        return services.register(self.alice, **{**said, **given})

    def drive(self, to: str, *, way=None, **given) -> Case:
        """A new case, taken through the procedure until it stands in this status."""
        case = self.register(**given)
        if to == CaseStatus.EXPLAINED:
            return self.explained(case)
        if to == CaseStatus.MERGED:
            linking.merge(self.alice, case, into=self.other(), because="同一件事", now=self.now)
            return self.fresh(case)
        for step in WAY[1 : WAY.index(CaseStatus(to)) + 1]:
            getattr(self, f"_to_{step}")(case)
        return self.fresh(case)

    def explained(self, case) -> Case:
        self._to_assigned(case)
        services.investigate(self.alice, case, substantiated=False, findings="没有渗漏痕迹", now=self.now)
        return services.explain(self.alice, case, explanation="检测结果一切正常。", now=self.now)

    def other(self) -> Case:
        """One more case of Chen's, about the same thing."""
        if not hasattr(self, "_other"):
            self._other = self.register(summary="还是漏水")
        return self._other

    def fresh(self, case) -> Case:
        return Case.objects.get(pk=case.pk)

    def hand_over(self, case, to, *, by=None, because="接手") -> Case:
        """The case passes to this person, who accepts it."""
        row = handing.propose(by or self.bob, case, to=to, because=because, now=self.now)
        if row.status == "proposed":
            handing.accept(to, row, now=self.now)
        return self.fresh(case)

    def later(self, **span):
        return self.now + timedelta(**span)

    def _to_assigned(self, case):
        services.assign(self.bob, case, to=self.alice, because="轮到她", now=self.now)

    def _to_investigating(self, case):
        services.investigate(
            self.alice,
            case,
            substantiated=True,
            department=self.engineering,
            findings="防水层破损",
            fault_share=80,
            now=self.now,
        )

    def _to_transferred(self, case):
        services.transfer(self.alice, case, request="请给出维修方案", now=self.now)

    def _to_answered(self, case):
        slip = TransferSlip.objects.get(case=case, status="sent")
        services.answer_slip(self.hong, slip, solution="重做防水层", now=self.now)

    def _to_proposed(self, case):
        self.propose(case)

    def propose(self, case, amount=30_000, by=None, **given):
        parts = [{"kind": "repair", "description": "重做防水层", "amount": amount}]
        return services.propose(
            by or self.alice, case, summary="重做防水层并致歉", parts=parts, now=self.now, **given
        )

    def _to_agreed(self, case):
        proposal = case.proposals.get(status="offered")
        services.record_owner_decision(self.alice, proposal, agreed=True, signed_name="陈建国", now=self.now)

    def _to_implementing(self, case):
        services.add_action(
            self.alice, case, department=self.engineering, description="重做防水层", now=self.now
        )

    def _to_completed(self, case):
        for action in case.actions.filter(status="open"):
            services.finish_action(self.hong, action, result="已完成", now=self.now)
        services.complete(self.alice, case, result="防水层已重做", now=self.now)

    def _to_visiting(self, case):
        services.plan_return_visits(self.machine, case, now=self.now)

    def _to_closed(self, case):
        services.close(self.bob, case, because="业主已书面确认满意", now=self.now)


TABLES = [
    desk.Case,
    desk.CaseHistory,
    desk.CaseMessage,
    desk.CaseMerge,
    desk.Endorsement,
    desk.HandOver,
    desk.Promise,
    desk.Signature,
    desk.SlipRating,
    desk.Weighing,
    desk.CaseLink,
    desk.Investigation,
    desk.TransferSlip,
    desk.Proposal,
    desk.ProposalPart,
    desk.Action,
    desk.ReturnVisit,
    desk.Deadline,
    desk.DeadlineWarning,
    desk.Directive,
    OutboxEvent,
    AuditEntry,
]


def everything() -> dict:
    """All rows of the desk, of the outbox and of the audit, for comparing before with after."""
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


@contextmanager
def nothing_changes():
    """What happens inside leaves every row as it was."""
    before = everything()
    yield
    assert everything() == before


def facts(name: str) -> list[dict]:
    """The payloads of the facts of this name, oldest first."""
    return [row.payload for row in OutboxEvent.objects.filter(name=name).order_by("pk")]
