"""The case and its papers: slips, proposals, actions, return visits."""

from service_desk.cases import services, states
from service_desk.cases.models import Case
from service_desk.cases.states import ActionStatus, CaseStatus, ProposalStatus, SlipStatus, VisitStatus
from service_desk.linking import services as linking
from tests.procedure.pairs.machines import Machine


def _driven(status):
    return lambda w: w.drive(status)


def _merged_from(status):
    def merged(w):
        case = w.drive(status)
        linking.merge(w.alice, case, into=w.other(), because="同一件事", now=w.now)
        return w.fresh(case)

    return merged


def _unsubstantiated(w):
    case = w.drive("assigned")
    services.investigate(w.alice, case, substantiated=False, findings="没有渗漏", now=w.now)
    return w.fresh(case)


def _waiting_for_a_signature(w):
    case = w.drive("answered")
    w.propose(case, amount=100_000)
    return w.fresh(case)


def _with_its_actions_done(w):
    case = w.drive("implementing")
    for action in case.actions.filter(status="open"):
        services.finish_action(w.hong, action, result="已完成", now=w.now)
    return w.fresh(case)


def _sent(name, path, **body):
    return lambda w, case: w.send(name, f"cases/{case.number}/{path}", body)


def _about(paper, name, path, **body):
    """To the newest paper of the case, whatever its status; None where it has none."""

    def send(w, case):
        row = getattr(case, paper).order_by("-id").first()
        if row is None:
            return None
        return w.send(name, path.format(getattr(row, "number", "")), body)

    return send


DECISION, APPROVAL = "proposals/{}/owner-decision", "proposals/{}/approval"
PARTS = [{"kind": "apology"}]
UNDO = _sent("bob", "merge-undoing", because="不是一件事")
TO_CASE = {
    CaseStatus.REGISTERED: (),
    CaseStatus.ASSIGNED: (_sent("bob", "assignment", to="bob", because="我来"),),
    CaseStatus.INVESTIGATING: (
        _sent(
            "alice", "investigation", substantiated=True, department="ENG", findings="属实", fault_share=80
        ),
        _sent("alice", "investigation", substantiated=False, findings="不属实"),
        _sent("bob", "reopening", because="业主不满意"),
    ),
    CaseStatus.EXPLAINED: (_sent("alice", "explanation", explanation="检测结果一切正常。"),),
    CaseStatus.TRANSFERRED: (
        _sent("alice", "transfer-slips", request="请给方案"),
        _about("proposals", "alice", DECISION, agreed=False, words="不够"),
        _sent("alice", "refusal", words="都不够"),
    ),
    CaseStatus.ANSWERED: (
        _about("slips", "hong", "transfer-slips/{}/answer", solution="维修"),
        _about("proposals", "bob", APPROVAL, approved=False, because="太贵"),
    ),
    CaseStatus.PROPOSED: (_sent("alice", "proposals", summary="维修并致歉", parts=PARTS),),
    CaseStatus.AGREED: (_about("proposals", "alice", DECISION, agreed=True, signed_name="陈建国"),),
    CaseStatus.IMPLEMENTING: (_sent("alice", "actions", department="ENG", description="维修"),),
    CaseStatus.COMPLETED: (_sent("alice", "completion", result="已处理"),),
    CaseStatus.VISITING: (_sent("bob", "return-visits"),),
    CaseStatus.CLOSED: (_sent("bob", "closure", because="业主满意"),),
    CaseStatus.MERGED: (
        lambda w, case: w.send(
            "alice", f"cases/{case.number}/merge", {"into": w.other().number, "because": "同一件事"}
        ),
    ),
}
CASE = Machine(
    moves=states.MOVES,
    stages={status: (_driven(status),) for status in CaseStatus}
    | {
        CaseStatus.ASSIGNED: (_driven("assigned"), lambda w: w.drive("assigned", kind="inquiry")),
        CaseStatus.INVESTIGATING: (_driven("investigating"), _unsubstantiated),
        CaseStatus.PROPOSED: (_driven("proposed"), _waiting_for_a_signature),
        CaseStatus.IMPLEMENTING: (_driven("implementing"), _with_its_actions_done),
        CaseStatus.MERGED: tuple(_merged_from(status) for status in sorted(states.OPEN)),
    },
    deeds={
        status: (*TO_CASE[status], UNDO) if status in states.OPEN else TO_CASE[status] for status in TO_CASE
    },
    beside=(UNDO,),
)


def _slip(status):
    return lambda w: w.drive(status).slips.get()


SLIP = Machine(
    moves=states.SLIP_MOVES,
    stages={SlipStatus.SENT: (_slip("transferred"),), SlipStatus.ANSWERED: (_slip("answered"),)},
    deeds={
        SlipStatus.SENT: (),
        SlipStatus.ANSWERED: (
            lambda w, row: w.send("hong", f"transfer-slips/{row.number}/answer", {"solution": "维修"}),
        ),
    },
)


def _action(status):
    def placed(w):
        row = w.drive("implementing").actions.get()
        if status == ActionStatus.DONE:
            services.finish_action(w.hong, row, result="已完成", now=w.now)
        return row

    return placed


ACTION = Machine(
    moves=states.ACTION_MOVES,
    stages={status: (_action(status),) for status in ActionStatus},
    deeds={
        ActionStatus.OPEN: (),
        ActionStatus.DONE: (
            lambda w, row: w.send("hong", f"actions/{row.public_id}/completion", {"result": "已完成"}),
        ),
    },
)


def _proposal(amount, *, beside=False, then=None):
    """A proposal of this sum, with another one offered beside it, and what was said to it."""

    def placed(w):
        case = w.drive("answered")
        row = w.propose(case, amount=amount)
        if beside:
            w.propose(case, amount=100)
        if then is not None:
            then(w, row)
        return row

    return placed


def _said(agreed):
    return lambda w, row: services.record_owner_decision(
        w.alice, row, agreed=agreed, words="好" if agreed else "不够", signed_name="陈建国", now=w.now
    )


def _disapproved(w, row):
    services.decide_approval(w.bob, row, approved=False, because="太贵", now=w.now)


def _other_agreed(w, row):
    _said(True)(w, row.case.proposals.exclude(pk=row.pk).get())


def _to_proposal(name, path, **body):
    return lambda w, row: w.send(name, path.format(row.number), body)


def _agree_to_another(w, row):
    other = row.case.proposals.exclude(pk=row.pk).first()
    said = {"agreed": True, "signed_name": "陈建国"}
    return other and w.send("alice", DECISION.format(other.number), said)


REFUSE_ALL = lambda w, row: w.send("alice", f"cases/{row.case.number}/refusal", {"words": "都不够"})  # noqa: E731
PROPOSAL = Machine(
    moves=states.PROPOSAL_MOVES,
    stages={
        ProposalStatus.AWAITING_APPROVAL: (_proposal(100_000), _proposal(100_000, beside=True)),
        ProposalStatus.DISAPPROVED: (_proposal(100_000, beside=True, then=_disapproved),),
        ProposalStatus.OFFERED: (_proposal(200), _proposal(200, beside=True)),
        ProposalStatus.AGREED: (_proposal(200, then=_said(True)),),
        ProposalStatus.REFUSED: (_proposal(200, beside=True, then=_said(False)),),
        ProposalStatus.WITHDRAWN: (_proposal(200, beside=True, then=_other_agreed),),
    },
    deeds={
        ProposalStatus.AWAITING_APPROVAL: (),
        ProposalStatus.DISAPPROVED: (_to_proposal("bob", APPROVAL, approved=False, because="太贵"),),
        ProposalStatus.OFFERED: (_to_proposal("bob", APPROVAL, approved=True),),
        ProposalStatus.AGREED: (_to_proposal("alice", DECISION, agreed=True, signed_name="陈建国"),),
        ProposalStatus.REFUSED: (
            _to_proposal("alice", DECISION, agreed=False, words="不够"),
            REFUSE_ALL,
        ),
        ProposalStatus.WITHDRAWN: (_agree_to_another,),
    },
    beside=(REFUSE_ALL, _agree_to_another),
)


def _visit(**outcome):
    def placed(w):
        row = w.drive("visiting").visits.order_by("id").first()
        for _time in range(outcome.get("times", 0)):
            row = services.record_return_visit(w.cai, row, outcome=outcome["outcome"], now=w.now)
        return row

    return placed


def _answered_visit(w):
    row = w.drive("visiting").visits.order_by("id").first()
    services.close(w.machine, row.case, because="满意", now=w.now)
    return row


def _cancelled_visit(w):
    row = w.drive("visiting").visits.order_by("-id").first()
    services.close(w.bob, row.case, because="业主已书面确认满意", now=w.now)
    return row


def _to_visit(outcome, times=1):
    def send(w, row):
        for _time in range(times):
            answer = w.send("cai", f"return-visits/{row.number}/outcome", {"outcome": outcome})
        return answer

    return send


def _close_the_case(w, row):
    number = Case.objects.get(pk=row.case_id).number
    return w.send("bob", f"cases/{number}/closure", {"because": "业主已书面确认满意"})


VISIT = Machine(
    moves=states.VISIT_MOVES,
    stages={
        VisitStatus.PLANNED: (_visit(),),
        VisitStatus.DONE: (_visit(outcome="reached", times=1),),
        VisitStatus.ANSWERED: (_answered_visit,),
        VisitStatus.UNREACHED: (_visit(outcome="no_answer", times=3),),
        VisitStatus.REFUSED: (_visit(outcome="refused", times=1),),
        VisitStatus.CANCELLED: (_cancelled_visit,),
    },
    deeds={
        VisitStatus.PLANNED: (),
        VisitStatus.DONE: (_to_visit("reached"),),
        VisitStatus.ANSWERED: (),
        VisitStatus.UNREACHED: (_to_visit("no_answer", times=3),),
        VisitStatus.REFUSED: (_to_visit("refused"),),
        VisitStatus.CANCELLED: (_close_the_case,),
    },
    beside=(_close_the_case,),
    elsewhere={
        (VisitStatus.PLANNED, VisitStatus.ANSWERED): "the owner himself, by the questionnaire he is sent"
    },
)
