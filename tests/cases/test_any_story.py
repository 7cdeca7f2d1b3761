"""Whatever people do in whatever order: refused or done, what must always hold holds after every step."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Min
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.errors import DoorstepError
from service_desk.cases import guide, services
from service_desk.cases.models import Case
from service_desk.cases.papers import papers_of
from service_desk.cases.states import MOVES, CaseStatus, SlipStatus, VisitStatus
from service_desk.clocks import services as clocks
from service_desk.clocks.models import Deadline
from service_desk.clocks.services import fire_due


def newest(rows, **standing):
    """The latest paper of this standing, or a refusal as if nobody had found one."""
    row = rows.filter(**standing).order_by("-id").first()
    if row is None:
        raise DoorstepError
    return row


# What anybody may try at any time; each gets the story, the case and the moment.
TRIES = {
    "assign": lambda s, c, now: services.assign(s.bob, c, to=s.alice, because="轮值", now=now),
    "find it true": lambda s, c, now: services.investigate(
        s.alice, c, substantiated=True, department=s.engineering, findings="属实", fault_share=50, now=now
    ),
    "find it untrue": lambda s, c, now: services.investigate(
        s.alice, c, substantiated=False, findings="不属实", now=now
    ),
    "explain": lambda s, c, now: services.explain(s.alice, c, explanation="说明", now=now),
    "transfer": lambda s, c, now: services.transfer(s.alice, c, request="请看", now=now),
    "answer": lambda s, c, now: services.answer_slip(
        s.hong, newest(c.slips, status="sent"), solution="修", now=now
    ),
    "propose little": lambda s, c, now: s.propose(c, amount=100),
    "propose much": lambda s, c, now: s.propose(c, amount=100_000),
    "approve": lambda s, c, now: services.decide_approval(
        s.bob, newest(c.proposals, status="awaiting_approval"), approved=True, now=now
    ),
    "disapprove": lambda s, c, now: services.decide_approval(
        s.bob, newest(c.proposals, status="awaiting_approval"), approved=False, because="贵", now=now
    ),
    "agree": lambda s, c, now: services.record_owner_decision(
        s.alice, newest(c.proposals, status="offered"), agreed=True, signed_name="陈", now=now
    ),
    "refuse": lambda s, c, now: services.record_owner_decision(
        s.alice, newest(c.proposals, status="offered"), agreed=False, words="不行", now=now
    ),
    "set an action": lambda s, c, now: services.add_action(
        s.alice, c, department=s.engineering, description="修", now=now
    ),
    "finish an action": lambda s, c, now: services.finish_action(
        s.hong, newest(c.actions, status="open"), result="好了", now=now
    ),
    "complete": lambda s, c, now: services.complete(s.alice, c, result="好了", now=now),
    "plan visits": lambda s, c, now: services.plan_return_visits(s.machine, c, now=now),
    "reach": lambda s, c, now: services.record_return_visit(
        s.cai, newest(c.visits, status="planned"), outcome="reached", now=now
    ),
    "miss": lambda s, c, now: services.record_return_visit(
        s.cai, newest(c.visits, status="planned"), outcome="no_answer", now=now
    ),
    "decide to close": lambda s, c, now: services.close(s.machine, c, because="满意", now=now),
    "close by hand": lambda s, c, now: services.close(s.bob, c, because="满意", now=now),
    "start again": lambda s, c, now: services.reopen(s.machine, c, because="不满意", now=now),
    "reply": lambda s, c, now: services.reply(s.alice, c, body="您好", now=now),
    "note": lambda s, c, now: services.note(s.alice, c, body="记", now=now),
    "let time pass": lambda s, c, now: fire_due(now=now, limit=100),
}
# The way through, with anything thrown in between, so that random tries get somewhere.
WAY = ["assign", "find it true", "transfer", "answer", "propose little", "agree", "set an action"]
WAY += ["finish an action", "complete", "plan visits", "reach", "decide to close", "reach", "decide to close"]
noise = st.lists(st.sampled_from(sorted(TRIES)), max_size=2)
stories = st.lists(noise, min_size=len(WAY), max_size=len(WAY)).map(
    lambda between: [step for around, main in zip(between, WAY, strict=True) for step in (*around, main)]
)


def holds_always(story, case: Case) -> None:
    running = Deadline.objects.running().filter(case=case)
    assert case.due_at == running.aggregate(first=Min("due_at"))["first"]
    kinds = sorted(running.values_list("kind", flat=True))
    assert kinds.count("department_reply") == case.slips.filter(status=SlipStatus.SENT).count()
    assert kinds.count("return_visit") == case.visits.filter(status=VisitStatus.PLANNED).count()
    if case.status == CaseStatus.CLOSED:
        assert kinds == []
    if case.status == CaseStatus.TRANSFERRED:
        assert case.slips.filter(status=SlipStatus.SENT).exists()
    if case.status == CaseStatus.PROPOSED:
        assert case.proposals.filter(status__in=["awaiting_approval", "offered"]).exists()
    _history_agrees(case)
    _guide_agrees(story, case)


def _history_agrees(case: Case) -> None:
    rows = [row for row in case.history.order_by("id") if row.verb != "clock_warned"]
    assert case.version == len(rows)
    for before, row in pairwise(rows):
        assert row.from_status == before.to_status
        assert row.to_status == row.from_status or row.to_status in MOVES[row.from_status]
    assert rows[-1].to_status == case.status


def _guide_agrees(story, case: Case) -> None:
    papers = papers_of(case)
    following = guide.next_action(case, story.bob, papers)
    states = [step.state for step in guide.seven_steps(case, papers)]
    closed = case.status == CaseStatus.CLOSED
    assert (following is None) == closed
    assert states.count("current") == (0 if closed else 1)
    if following:
        assert states[following.step - 1] == "current"
        assert following.whose


def live(story, subject: str, ends: list, examples: int) -> None:
    """Live through many stories; `ends` gathers where each stood at its end."""

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(stories)
    def one(steps):
        with transaction.atomic():
            case = story.register(subject=subject)
            for number, step in enumerate(steps):
                _try(story, case, step, story.now + timedelta(hours=6 * number))
            ends.append(story.fresh(case).status)
            transaction.set_rollback(True)

    one()


def _try(story, case: Case, step: str, now) -> None:
    before = story.fresh(case).version
    try:
        with transaction.atomic():
            TRIES[step](story, story.fresh(case), now)
    except DoorstepError:
        assert story.fresh(case).version == before
    holds_always(story, story.fresh(case))


@pytest.mark.parametrize("subject", ["engineering_quality", "property_service"])
def test_what_must_always_hold_holds_whatever_people_do(story, subject):
    ends = []
    live(story, subject, ends, examples=10)
    assert "closed" in ends


def test_a_clock_that_is_forgotten_is_noticed(story, monkeypatch):
    """The negative control: the same stories, with closing no longer stopping the clocks."""
    monkeypatch.setattr(clocks, "cancel", lambda *args, **kwargs: 0)
    with pytest.raises(Exception) as found:
        live(story, "property_service", [], examples=10)
    assert all(isinstance(error, AssertionError | IntegrityError) for error in _each(found.value))


def _each(error):
    """The failures that hypothesis found, one or several at once."""
    return error.exceptions if isinstance(error, ExceptionGroup) else [error]
