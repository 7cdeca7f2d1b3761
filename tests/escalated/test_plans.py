"""A senior handler takes over, prepares a plan, and no offer goes beyond it."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from crm.errors import IllegalMove, NotAllowed, Refused, Stale
from service_desk.cases import services as cases
from service_desk.cases.models import CaseHistory
from service_desk.escalated import selectors, services
from service_desk.escalated.models import DifficultCase, ResponsePlan
from service_desk.handingover import services as handing
from service_desk.linking import services as linking
from service_desk.weighing import services as weighing
from tests.escalated.conftest import nothing_changes


def test_a_marked_case_stays_where_it_is_until_the_senior_has_taken_it_over(room, story):
    row = room.mark(story.drive("answered"))
    assert (row.case.assignee, selectors.is_taken(row)) == (story.alice, False)
    with nothing_changes(), pytest.raises(IllegalMove):
        room.plan(row)
    handing.accept(story.bob, row.hand_over, now=story.now)
    row = room.fresh(row)
    assert (row.case.assignee, selectors.is_taken(row)) == (story.bob, True)


def test_who_takes_it_over_himself_need_not_be_asked(room, story):
    row = room.mark(story.drive("answered"), by=story.bob)
    assert selectors.is_taken(room.fresh(row))
    assert row.hand_over.status == "accepted"


def test_a_refused_hand_over_is_asked_again(room, story):
    row = room.mark(story.drive("answered"))
    with nothing_changes(), pytest.raises(Refused):
        services.ask_senior(story.alice, row, senior=story.bob, now=story.now)
    handing.refuse(story.bob, row.hand_over, because="休假", now=story.now)
    again = services.ask_senior(story.alice, row, senior=story.bob, now=story.now)
    assert again.hand_over_id != row.hand_over_id
    handing.accept(story.bob, again.hand_over, now=story.now)
    assert selectors.is_taken(room.fresh(again))


def test_what_cannot_be_marked_changes_nothing(room, story):
    case = story.drive("answered")
    wrongs = (
        {"reason": "mood"},
        {"reason": "other", "words": " "},
        {"senior": story.alice},
        {"senior": None},
    )
    for wrong in wrongs:
        with nothing_changes(), pytest.raises(Refused):
            room.mark(case, **wrong)
    with nothing_changes(), pytest.raises(Stale):
        room.mark(case, version=case.version + 1)
    room.mark(case)
    with nothing_changes(), pytest.raises(Refused):
        room.mark(case)
    with pytest.raises(IllegalMove):
        room.mark(story.drive("closed"))


def test_the_facts_of_a_case_are_kept_with_its_mark(room, story):
    case = story.drive("answered", demand_amount=900_000)
    said = {"relation": "none", "again": "no", "word": "none", "reasonable": "no"}
    weighing.weigh(story.alice, case, **said, fault=80, loss=100_000, now=story.now)
    assert selectors.proposed_by_facts(case) == ("demand",)
    assert room.mark(case, reason="demand").facts == ["demand"]
    assert selectors.proposed_by_facts(story.drive("answered")) == ()


def test_within_the_seniors_own_limit_the_plan_is_in_force_at_once(room, story):
    plan = room.plan(room.taken())
    assert (plan.status, plan.decided_by, plan.signer_limit) == ("in_force", story.bob, 2_000_000)
    assert [(o.place, o.amount, o.parts.count()) for o in plan.options.order_by("place")] == [
        ("1", 100_000, 1),
        ("2", 300_000, 1),
    ]
    assert CaseHistory.objects.filter(case=plan.difficult.case, verb="plan_allowed").count() == 1


def test_above_it_a_level_allows_it_whose_limit_covers_it_and_nobody_his_own(room, story):
    row = room.taken()
    plan = room.plan(row, limit=5_000_000)
    assert plan.status == "drawn"
    for actor in (story.bob, story.alice):
        with nothing_changes(), pytest.raises(NotAllowed):
            services.decide_plan(actor, plan, approved=True, now=story.now)
    with nothing_changes(), pytest.raises(Refused):
        services.decide_plan(room.eve, plan, approved=False, because="", now=story.now)
    plan = services.decide_plan(room.eve, plan, approved=True, because="可以", now=story.now)
    assert (plan.status, plan.signer_limit) == ("in_force", 100_000_000)
    with nothing_changes(), pytest.raises(IllegalMove):
        services.decide_plan(room.eve, plan, approved=True, now=story.now)


def test_while_the_case_rests_its_plan_is_not_decided_and_afterwards_it_is(room, story):
    plan = room.plan(room.taken(), limit=5_000_000)
    case = plan.difficult.case
    linking.merge(story.alice, case, into=story.other(), because="同一件事", now=story.now)
    for approved in (True, False):
        with nothing_changes(), pytest.raises(IllegalMove):
            services.decide_plan(room.eve, plan, approved=approved, because="可以", now=story.now)
    linking.undo_merge(story.bob, case, because="是两件事", now=story.now)
    assert services.decide_plan(room.eve, plan, approved=True, now=story.now).status == "in_force"


def test_a_plan_beyond_every_limit_is_allowed_by_nobody_and_the_database_agrees(room, story):
    plan = room.plan(room.taken(), limit=200_000_000)
    with nothing_changes(), pytest.raises(NotAllowed):
        services.decide_plan(room.eve, plan, approved=True, now=story.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResponsePlan.objects.filter(pk=plan.pk).update(
            status="in_force", decided_by=room.eve, decided_at=story.now, signer_limit=100_000_000
        )


def test_a_later_plan_replaces_the_one_in_force_only_once_it_is_allowed(room, story):
    row = room.taken()
    first, second = room.plan(row), room.plan(row, limit=5_000_000)
    assert (room.fresh(first).status, second.number) == ("in_force", 2)
    services.decide_plan(room.eve, second, approved=False, because="太多", now=story.now)
    assert room.fresh(first).status == "in_force"
    third = room.plan(row, limit=5_000_000)
    services.decide_plan(room.eve, third, approved=True, now=story.now)
    assert [room.fresh(plan).status for plan in (first, second, third)] == [
        "replaced",
        "returned",
        "in_force",
    ]


def test_a_plan_that_does_not_hold_together_changes_nothing(room, story, cai):
    row = room.taken()
    dear, cheap = room.OPTIONS[1], room.OPTIONS[0]
    wrongs = (
        {"wants": " "},
        {"options": ()},
        {"options": (dear, cheap)},
        {"options": ({"words": "道歉", "parts": []},)},
        {"options": ({"words": "", "parts": cheap["parts"]},)},
        {"options": ({"words": "x", "parts": [{"kind": "castle", "amount": 1}]},)},
        {"limit": 299_999},
        {"speaker": cai},
    )
    for wrong in wrongs:
        with nothing_changes(), pytest.raises(Refused):
            room.plan(row, **wrong)
    with nothing_changes(), pytest.raises(NotAllowed):
        room.plan(row, by=story.alice)


def test_nothing_is_offered_before_the_plan_and_nothing_beyond_it(room, story):
    row = room.taken()
    with nothing_changes(), pytest.raises(Refused) as refused:
        story.propose(row.case, by=story.bob)
    assert refused.value.code == "no_plan"
    room.plan(row)
    with nothing_changes(), pytest.raises(Refused) as refused:
        story.propose(row.case, amount=300_001, by=story.bob)
    assert refused.value.code == "above_plan"
    assert "3,001" in str(refused.value.message) or "3,000.01" in str(refused.value.message)
    assert story.propose(row.case, amount=300_000, by=story.bob).status == "offered"


def test_a_proposal_that_waited_is_not_signed_beyond_the_plan(room, story):
    case = story.drive("answered")
    proposal = story.propose(case, amount=1_000_000)
    row = room.mark(case, by=story.bob)
    room.plan(room.fresh(row))
    with nothing_changes(), pytest.raises(Refused):
        cases.decide_approval(room.eve, proposal, approved=True, now=story.now)


def test_the_result_and_the_lesson_are_kept_and_the_case_is_free_again(room, story):
    row = room.taken()
    with nothing_changes(), pytest.raises(Refused):
        services.end(story.bob, row, outcome="agreed", result="同意", lesson="", now=story.now)
    with nothing_changes(), pytest.raises(NotAllowed):
        services.end(story.alice, row, outcome="agreed", result="同意", lesson="早谈", now=story.now)
    row = services.end(
        story.bob, row, outcome="calmed", result="同意维修", lesson="早一点上门", now=story.now
    )
    assert (row.status, row.lesson) == ("ended", "早一点上门")
    assert story.propose(row.case, amount=30_000, by=story.bob).status == "offered"
    assert room.mark(row.case, by=story.bob).pk != row.pk
    with pytest.raises(IllegalMove):
        services.end(story.bob, row, outcome="agreed", result="x", lesson="y", now=story.now)


def test_a_mark_taken_back_takes_the_question_with_it(room, story, cai):
    row = room.mark(story.drive("answered"))
    for actor, because in ((story.alice, ""), (cai, "不是")):
        with nothing_changes(), pytest.raises((Refused, NotAllowed)):
            services.unmark(actor, row, because=because, now=story.now)
    services.unmark(story.alice, row, because="标错了案件", now=story.now)
    row.hand_over.refresh_from_db()
    assert (row.hand_over.status, room.fresh(row).status) == ("withdrawn", "withdrawn")


@pytest.mark.parametrize(("way", "to"), [("withdrawn", "open"), ("withdrawn", "ended"), ("ended", "open")])
def test_what_has_ended_moves_no_more_by_sql_either(room, story, way, to):
    row = room.mark(story.drive("answered"))
    if way == "ended":
        services.end(story.bob, row, outcome="agreed", result="同意", lesson="早谈", now=story.now)
    else:
        services.unmark(story.alice, row, because="标错了", now=story.now)
    with pytest.raises(DatabaseError), transaction.atomic():
        DifficultCase.objects.filter(pk=row.pk).update(status=to, outcome="agreed", ended_at=None)
    assert room.fresh(row).status == way


@pytest.mark.parametrize("to", ["drawn", "in_force", "returned"])
def test_a_replaced_plan_comes_back_by_no_sql(room, story, to):
    row = room.taken()
    first = room.plan(row)
    room.plan(row)
    with pytest.raises(DatabaseError), transaction.atomic():
        ResponsePlan.objects.filter(pk=first.pk).update(status=to)
    assert room.fresh(first).status == "replaced"
