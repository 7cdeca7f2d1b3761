import pytest

from crm.errors import IllegalMove, NotAllowed, Refused
from service_desk.cases import services
from service_desk.clocks.models import Deadline
from tests.cases.story import facts, nothing_changes

ENGINEERING, SERVICE = "engineering_quality.waterproofing", "property_service"


def visit(story, row, outcome="reached", by=None, **given):
    return services.record_return_visit(by or story.cai, row, outcome=outcome, now=story.now, **given)


def test_engineering_quality_is_visited_twice_and_service_once(story):
    twice = story.drive("visiting", subject=ENGINEERING)
    once = story.drive("visiting", subject=SERVICE)
    assert (twice.visits.count(), once.visits.count()) == (2, 1)


def test_the_first_visit_is_due_within_five_working_days_and_the_next_five_later(story):
    case = story.drive("visiting", subject=ENGINEERING)
    days = Deadline.objects.filter(case=case, kind="return_visit").order_by("due_at")
    assert [row.working_days for row in days] == [5, 10]
    assert case.due_at == days[0].due_at == case.visits.get(sequence=1).due_at


def test_planning_twice_gives_the_same_visits(story):
    case = story.drive("completed")
    first = services.plan_return_visits(story.machine, case, now=story.now)
    with nothing_changes():
        again = services.plan_return_visits(story.machine, case, now=story.now)
    assert [row.pk for row in again] == [row.pk for row in first]


def test_an_inquiry_needs_no_visit(story):
    case = story.drive("assigned", kind="inquiry")
    services.complete(story.alice, case, result="已答复", now=story.now)
    assert services.plan_return_visits(story.machine, case, now=story.now) == []
    assert story.fresh(case).status == "completed"


def test_a_visit_that_reached_the_owner_meets_its_clock(story):
    case = story.drive("visiting", subject=SERVICE)
    row = visit(story, case.visits.get(), words="很满意")
    assert (row.status, row.outcome, row.officer) == ("done", "reached", story.cai)
    assert Deadline.objects.get(visit=row).met_at == story.now
    assert facts("ReturnVisitRecorded")[0]["outcome"] == "reached"


def test_whoever_handled_the_case_does_not_make_its_visit(story):
    case = story.drive("visiting")
    with nothing_changes(), pytest.raises(NotAllowed) as refusal:
        visit(story, case.visits.earliest("sequence"), by=story.alice)
    assert refusal.value.code == "not_independent"


def test_whoever_found_out_and_proposed_does_not_make_its_visit_after_the_case_has_passed_on(story):
    case = story.drive("visiting")
    story.hand_over(case, story.bob)
    with nothing_changes(), pytest.raises(NotAllowed) as refusal:
        visit(story, case.visits.earliest("sequence"), by=story.alice)
    assert refusal.value.code == "not_independent"
    assert visit(story, case.visits.earliest("sequence"), by=story.cai).status == "done"


def test_nobody_answering_leads_to_another_try_with_a_clock_of_its_own(story):
    case = story.drive("visiting", subject=SERVICE)
    row = visit(story, case.visits.get(), "no_answer")
    clock = Deadline.objects.running().get(visit=row)
    assert (row.status, row.attempts) == ("planned", 1)
    assert (clock.working_days, clock.due_at) == (2, row.due_at)
    assert story.fresh(case).due_at == row.due_at


def test_after_three_tries_the_owner_counts_as_not_reached(story):
    case = story.drive("visiting", subject=SERVICE)
    for outcome in ("no_answer", "not_now", "no_answer"):
        row = visit(story, case.visits.get(), outcome)
    assert (row.status, row.attempts) == ("unreached", 3)
    assert not Deadline.objects.running().filter(case=case).exists()


def test_an_owner_who_does_not_wish_it_is_not_called_again(story):
    case = story.drive("visiting", subject=SERVICE)
    row = visit(story, case.visits.get(), "refused")
    assert row.status == "refused"
    with nothing_changes(), pytest.raises(IllegalMove):
        visit(story, row)


def test_an_unknown_outcome_is_refused(story):
    case = story.drive("visiting")
    with nothing_changes(), pytest.raises(Refused):
        visit(story, case.visits.earliest("sequence"), "maybe")


def test_a_late_fact_plans_nothing_on_a_case_that_started_again(story):
    case = story.drive("completed")
    services.reopen(story.machine, case, because="不满意", now=story.now)
    with nothing_changes(), pytest.raises(IllegalMove):
        services.plan_return_visits(story.machine, case, now=story.now)


def test_an_answer_by_link_stands_for_the_visit_whose_link_it_was(story):
    case = story.drive("visiting")
    first, second = case.visits.order_by("sequence")
    services.close(story.machine, case, because="满意", visit=second, now=story.now)
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.status, second.status) == ("planned", "answered")
    services.close(story.machine, case, because="满意", now=story.now)
    first.refresh_from_db()
    assert (first.status, story.fresh(case).status) == ("answered", "closed")
