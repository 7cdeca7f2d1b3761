"""What stands around the case: handing over, promises, directives, difficult complaints, crises, group complaints."""

from datetime import timedelta

from service_desk.crisis import services as crises
from service_desk.crisis import states as crisis_states
from service_desk.crisis.states import CrisisStatus, StatementStatus
from service_desk.directives import services as directives
from service_desk.directives import states as directive_states
from service_desk.directives.states import DirectiveStatus
from service_desk.escalated import services as escalated
from service_desk.escalated.states import DIFFICULT_MOVES, PLAN_MOVES, DifficultStatus, PlanStatus
from service_desk.groups import detecting
from service_desk.groups import services as groups
from service_desk.groups import states as group_states
from service_desk.groups.models import GroupProposal
from service_desk.groups.states import ProposalStatus as GroupStatus
from service_desk.handingover import services as handing
from service_desk.handingover.states import HAND_OVER_MOVES, HandOverStatus
from service_desk.promises import services as promises
from service_desk.promises.states import PROMISE_MOVES, PromiseStatus
from tests.procedure.pairs.machines import Machine, fresh


def _then(place, acts: dict) -> dict:
    """For each status: the thing as it begins, and what brings it there."""

    def staged(act):
        def placed(w):
            row = place(w)
            if act is not None:
                act(w, row)
            return fresh(row)

        return placed

    return {status: (staged(act),) for status, act in acts.items()}


def _to(name, path, **body):
    return lambda w, row: w.send(name, path.format(row.public_id), body)


def _asked(w):
    return handing.propose(w.alice, w.drive("assigned"), to=w.bob, because="我休假", now=w.now)


HAND_OVER = Machine(
    moves=HAND_OVER_MOVES,
    stages=_then(
        _asked,
        {
            HandOverStatus.PROPOSED: None,
            HandOverStatus.ACCEPTED: lambda w, row: handing.accept(w.bob, row, now=w.now),
            HandOverStatus.REFUSED: lambda w, row: handing.refuse(w.bob, row, because="忙", now=w.now),
            HandOverStatus.WITHDRAWN: lambda w, row: handing.withdraw(w.alice, row, now=w.now),
        },
    ),
    deeds={
        HandOverStatus.PROPOSED: (),
        HandOverStatus.ACCEPTED: (_to("bob", "hand-overs/{}/acceptance"),),
        HandOverStatus.REFUSED: (_to("bob", "hand-overs/{}/refusal", because="忙"),),
        HandOverStatus.WITHDRAWN: (_to("alice", "hand-overs/{}/withdrawal"),),
    },
)


def _settled(status):
    return lambda w, row: promises.settle(w.alice, row, status=status, because="原因", now=w.now)


def _settle(status):
    return (_to("alice", "promises/{}/settlement", status=status, because="原因"),)


PROMISE = Machine(
    moves=PROMISE_MOVES,
    stages=_then(
        lambda w: promises.make(w.alice, w.drive("assigned"), text="周四前回电", now=w.now),
        {PromiseStatus.OPEN: None}
        | {status: _settled(status) for status in PromiseStatus if status != PromiseStatus.OPEN},
    ),
    deeds={PromiseStatus.OPEN: ()}
    | {status: _settle(status) for status in PromiseStatus if status != PromiseStatus.OPEN},
)


def _issued(w):
    return directives.issue(
        w.machine,
        owner=w.chen,
        project=w.project,
        purpose="recover_case",
        plan="personal_visit",
        instruction="主管登门拜访",
        reason="业主不满意",
        due_at=w.later(days=5),
        now=w.now,
    )


def _ordered(name, path, **body):
    return (lambda w, row: w.send(name, f"directives/{row.number}/{path}", body),)


DIRECTIVE = Machine(
    moves=directive_states.MOVES,
    stages=_then(
        _issued,
        {
            DirectiveStatus.ISSUED: None,
            DirectiveStatus.ACCEPTED: lambda w, row: directives.accept(w.alice, row, now=w.now),
            DirectiveStatus.FULFILLED: lambda w, row: directives.fulfil(
                w.alice, row, result="已拜访", now=w.now
            ),
            DirectiveStatus.WITHDRAWN: lambda w, row: directives.withdraw(
                w.bob, row, because="不需要了", now=w.now
            ),
        },
    ),
    deeds={
        DirectiveStatus.ISSUED: (),
        DirectiveStatus.ACCEPTED: _ordered("alice", "acceptance"),
        DirectiveStatus.FULFILLED: _ordered("alice", "fulfilment", result="已拜访"),
        DirectiveStatus.WITHDRAWN: _ordered("bob", "withdrawal", because="不需要了"),
    },
)


def _marked(w):
    row = escalated.mark(w.alice, w.drive("answered"), reason="trust", senior=w.bob, now=w.now)
    handing.accept(w.bob, row.hand_over, now=w.now)
    return fresh(row)


ENDED = {"outcome": "agreed", "result": "已和解", "lesson": "早点上门"}
DIFFICULT = Machine(
    moves=DIFFICULT_MOVES,
    stages=_then(
        _marked,
        {
            DifficultStatus.OPEN: None,
            DifficultStatus.ENDED: lambda w, row: escalated.end(w.bob, row, **ENDED, now=w.now),
            DifficultStatus.WITHDRAWN: lambda w, row: escalated.unmark(w.bob, row, because="误标", now=w.now),
        },
    ),
    deeds={
        DifficultStatus.OPEN: (),
        DifficultStatus.ENDED: (_to("bob", "difficult/{}/ending", **ENDED),),
        DifficultStatus.WITHDRAWN: (_to("bob", "difficult/{}/withdrawal", because="误标"),),
    },
)
PLAN = {
    "wants": "要退房",
    "position": "漏水是我们的责任，退房没有依据",
    "not_negotiable": "不退房",
    "options": [{"words": "重做防水层", "parts": [{"kind": "repair", "amount": 100_000}]}],
}
MUCH, LITTLE = 30_000_000, 300_000


def _plan(limit, then=None):
    """A plan with this limit, which is in force at once where it is little, and what came after."""

    def placed(w):
        row = _marked(w)
        plan = escalated.draw_plan(w.bob, row, **PLAN, limit=limit, speaker=w.bob, now=w.now)
        if then is not None:
            then(w, plan)
        return fresh(plan)

    return placed


def _decided(approved):
    return lambda w, plan: escalated.decide_plan(
        w.eve, plan, approved=approved, because="可以" if approved else "太多", now=w.now
    )


def _another(limit):
    def drawn(w, plan):
        escalated.draw_plan(w.bob, plan.difficult, **PLAN, limit=limit, speaker=w.bob, now=w.now)

    return drawn


def _draw_another(limit):
    def send(w, plan):
        said = {**PLAN, "limit": limit, "speaker": "bob"}
        return w.send("bob", f"difficult/{plan.difficult.public_id}/plans", said)

    return send


ANOTHER_WAITS, ANOTHER_HOLDS = _draw_another(MUCH), _draw_another(LITTLE)
RESPONSE_PLAN = Machine(
    moves=PLAN_MOVES,
    stages={
        PlanStatus.DRAWN: (_plan(MUCH),),
        PlanStatus.IN_FORCE: (_plan(LITTLE), _plan(MUCH, _decided(True))),
        PlanStatus.RETURNED: (_plan(MUCH, _decided(False)),),
        PlanStatus.REPLACED: (_plan(LITTLE, _another(LITTLE)),),
    },
    deeds={
        PlanStatus.DRAWN: (),
        PlanStatus.IN_FORCE: (_to("eve", "difficult-plans/{}/decision", approved=True, because="可以"),),
        PlanStatus.RETURNED: (_to("eve", "difficult-plans/{}/decision", approved=False, because="太多"),),
        PlanStatus.REPLACED: (ANOTHER_WAITS, ANOTHER_HOLDS),
    },
    beside=(ANOTHER_WAITS, ANOTHER_HOLDS),
)
TEXTS = {"zh-hans": "我们已派专家到场，周五公布检测结果。", "en": "Experts are on site; findings on Friday."}


def _crisis(w):
    return crises.open_crisis(
        w.bob,
        project=w.project,
        title="记者来电",
        trigger="media",
        facts="三户漏水",
        spokesperson=w.sam,
        now=w.now,
    )


CRISIS = Machine(
    moves=crisis_states.MOVES,
    stages=_then(
        _crisis,
        {
            CrisisStatus.OPEN: None,
            CrisisStatus.CLOSED: lambda w, row: crises.close(w.bob, row, lessons="早说", now=w.now),
        },
    ),
    deeds={
        CrisisStatus.OPEN: (),
        CrisisStatus.CLOSED: (
            lambda w, row: w.send("bob", f"crises/{row.number}/closure", {"lessons": "早说"}),
        ),
    },
)


def _draft(w):
    return crises.draft_statement(w.bob, _crisis(w), texts=TEXTS, now=w.now)


def _approved(w, row):
    return crises.approve_statement(w.eve, row, now=w.now)


def _published(w, row):
    return crises.publish_statement(w.sam, _approved(w, row), now=w.now)


def _replaced(w, row):
    newer = crises.draft_statement(w.bob, row.crisis, texts=TEXTS, now=w.now)
    _published(w, row)
    _published(w, newer)


def _issue_a_newer_one(w, row):
    newer = crises.draft_statement(w.bob, row.crisis, texts=TEXTS, now=w.now)
    return w.send("sam", f"crisis-statements/{_approved(w, newer).public_id}/issue")


STATEMENT = Machine(
    moves=crisis_states.STATEMENT_MOVES,
    stages=_then(
        _draft,
        {
            StatementStatus.DRAFT: None,
            StatementStatus.APPROVED: _approved,
            StatementStatus.PUBLISHED: _published,
            StatementStatus.REPLACED: _replaced,
            StatementStatus.DROPPED: lambda w, row: crises.drop_statement(
                w.bob, row, because="过时", now=w.now
            ),
        },
    ),
    deeds={
        StatementStatus.DRAFT: (),
        StatementStatus.APPROVED: (_to("eve", "crisis-statements/{}/approval"),),
        StatementStatus.PUBLISHED: (_to("sam", "crisis-statements/{}/issue"),),
        StatementStatus.REPLACED: (_issue_a_newer_one,),
        StatementStatus.DROPPED: (_to("bob", "crisis-statements/{}/dropping", because="过时"),),
    },
    beside=(_issue_a_newer_one,),
)


def _found(w):
    for number in range(1, 4):
        detecting.look_around(w.machine, w.house.report(number), now=w.now)
    return GroupProposal.objects.latest("id")


def _numbers(row):
    return [member.case.number for member in row.members.select_related("case")]


def _accept_group(w, row):
    return w.send("bob", f"group-proposals/{row.public_id}/acceptance", {"numbers": _numbers(row)})


def _put_off(w, row):
    until = w.now + timedelta(days=2)
    return w.send("bob", f"group-proposals/{row.public_id}/postponement", {"until": until.isoformat()})


GROUP = Machine(
    moves=group_states.MOVES,
    stages=_then(
        _found,
        {
            GroupStatus.WAITING: None,
            GroupStatus.LATER: lambda w, row: groups.put_off(
                w.bob, row, until=w.now + timedelta(days=1), now=w.now
            ),
            GroupStatus.ACCEPTED: lambda w, row: _accept_group(w, row),
            GroupStatus.REJECTED: lambda w, row: groups.reject(w.bob, row, because="不是一件事", now=w.now),
        },
    ),
    deeds={
        GroupStatus.WAITING: (),
        GroupStatus.LATER: (_put_off,),
        GroupStatus.ACCEPTED: (_accept_group,),
        GroupStatus.REJECTED: (_to("bob", "group-proposals/{}/rejection", because="不是一件事"),),
    },
    elsewhere={
        (GroupStatus.LATER, GroupStatus.WAITING): "time, or one more home: the detector asks again by itself"
    },
)
