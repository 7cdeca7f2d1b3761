from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import Q

from service_desk.cases import services as cases
from service_desk.cases.models import Case, TransferSlip
from service_desk.clocks.models import Deadline
from service_desk.figures import catalogue, counting, paper
from service_desk.figures.scope import scope_of

ROOT = Path(__file__).resolve().parents[2]


def scope(user, now, **parameters):
    return scope_of(user, {"period": "1", **parameters}, now=now)


def counted(user, now, key, **parameters):
    return counting.counted(catalogue.called(key), scope(user, now, **parameters))[0]


@pytest.fixture
def busy(story):
    """A month at the desk: three closed, one refused once, one open, one praised."""
    for _each in range(3):
        story.drive("closed")
    twice = story.drive("proposed")
    offered = twice.proposals.get(status="offered")
    cases.record_owner_decision(story.alice, offered, agreed=False, words="不够", now=story.now)
    cases.answer_slip(
        story.hong, TransferSlip.objects.get(case=twice, status="sent"), solution="再做一次", now=story.now
    )
    story.drive("visiting")
    story.register(kind="praise")
    return story


def test_each_figure_counts_exactly_the_rows_it_lists(busy, eve):
    later = busy.later(days=20)
    for figure in catalogue.figures():
        asked = scope(eve, later)
        for one in counting.counted(figure, asked):
            listed = {
                side: counting.rows_behind(figure, asked, side, currency=one.currency).count()
                for side in counting.SIDES
            }
            assert listed["denominator"] == one.now.denominator, figure.key
            if figure.unit == catalogue.PERCENT:
                assert listed["numerator"] == one.now.numerator, figure.key
                assert listed["missed"] == one.now.denominator - one.now.numerator, figure.key


def test_answered_and_handled_in_time(busy, eve):
    late = Deadline.objects.filter(kind="answer", met_at__isnull=False).first()
    Deadline.objects.filter(pk=late.pk).update(met_at=late.due_at + timedelta(seconds=1))
    one = counted(eve, busy.later(days=20), "answered_in_time")
    assert (one.now.numerator, one.now.denominator) == (4, 5)
    handled = counted(eve, busy.later(days=20), "handled_in_time")
    assert handled.now.denominator == 3
    assert handled.now.numerator == (2 if late.case.closed_at else 3)


def test_a_promise_that_ran_out_and_is_not_kept_yet_counts_as_broken(story, eve):
    story.register()
    assert counted(eve, story.later(days=2), "answered_in_time").now.denominator == 0
    one = counted(eve, story.later(days=20), "answered_in_time")
    assert (one.now.numerator, one.now.denominator) == (0, 1)


def test_the_closing_rate_stands_beside_what_came_back(busy, eve):
    one = counted(eve, busy.later(days=20), "closing_rate")
    assert (one.now.numerator, one.now.denominator) == (3, 6)
    assert catalogue.called("closing_rate").beside == ("repeat_30", "repeat_90")
    for key in ("repeat_30", "repeat_90"):
        assert catalogue.called(key).beside == ("closing_rate",)


def test_a_repeat_is_the_same_owner_and_class_of_subject_within_the_days(story, eve):
    again, other, late = story.drive("closed"), story.drive("closed"), story.drive("closed")
    shift = {again: 10, other: 10, late: 40}
    Case.objects.update(received_at=story.now)
    for row, days in shift.items():
        subject = "sales_service" if row == other else "engineering_quality.walls"
        follow = story.register(received_at=story.now)
        owner = None if row != again else story.chen
        Case.objects.filter(pk=follow.pk).update(
            received_at=story.later(days=days), subject=subject, owner=owner
        )
    far = story.later(days=45)
    one = counted(eve, far, "repeat_30", period="3")
    # all three were Chen's, so the one follow-up of the same class comes after each of them
    assert (one.now.numerator, one.now.denominator) == (3, 3)
    Case.objects.filter(received_at=story.later(days=10)).update(subject="sales_service")
    assert counted(eve, far, "repeat_30", period="3").now.numerator == 0


def test_first_time_right_leaves_out_who_was_refused_once(busy, eve):
    Case.objects.filter(status="closed").order_by("pk")[:1]
    worst = Case.objects.filter(status="closed").first()
    Case.objects.filter(pk=worst.pk).update(round=2)
    one = counted(eve, busy.later(days=20), "first_time_right")
    assert (one.now.numerator, one.now.denominator) == (2, 3)


def test_departments_are_judged_by_their_first_answers(busy, eve):
    one = counted(eve, busy.later(days=20), "first_answer_accepted")
    assert (one.now.numerator, one.now.denominator) == (4, 5)
    in_time = counted(eve, busy.later(days=20), "department_in_time")
    assert in_time.now.denominator == 6


def test_compensation_is_summed_in_its_own_currency(busy, eve):
    one = counted(eve, busy.later(days=20), "compensation")
    assert (one.currency, one.now.numerator, one.now.denominator) == ("CNY", 4 * 30_000, 4)


def test_return_visits_reach_the_owner_or_do_not(story, eve):
    for outcome in ("reached", "refused"):
        visit = story.drive("visiting").visits.order_by("sequence").first()
        cases.record_return_visit(story.cai, visit, outcome=outcome, now=story.now)
    one = counted(eve, story.later(days=20), "visit_reach")
    assert (one.now.numerator, one.now.denominator) == (1, 2)


def test_filters_narrow_by_project_city_and_department(busy, eve, harbour):
    later = busy.later(days=20)
    assert counted(eve, later, "closing_rate", project=busy.project.code).now.denominator == 6
    assert counted(eve, later, "closing_rate", project=harbour.code).now.denominator == 0
    assert counted(eve, later, "closing_rate", city=busy.project.city.code).now.denominator == 6
    engineering = counted(eve, later, "closing_rate", department=busy.engineering.code)
    assert engineering.now.denominator == Case.objects.filter(Q(responsible=busy.engineering)).count()


def test_who_has_no_say_there_counts_nothing(busy, dan):
    assert counted(dan, busy.later(days=20), "closing_rate").now.denominator == 0


def test_what_lies_outside_the_period_is_not_counted(busy, eve):
    assert counted(eve, busy.later(days=70), "closing_rate").now.denominator == 0
    before = counted(eve, busy.later(days=70), "closing_rate", period="3")
    assert before.now.denominator == 6


def test_the_period_before_stands_beside_this_one(busy, eve):
    one = counted(eve, busy.later(days=35), "closing_rate")
    assert (one.now.denominator, one.before.denominator) == (0, 6)
    assert one.change is None


def test_a_small_base_is_said(busy, eve):
    assert counted(eve, busy.later(days=20), "closing_rate").is_small
    point = counting.Point(10, 20)
    assert not counting.Counted(catalogue.called("closing_rate"), point, point, []).is_small


def test_the_load_names_who_has_how_much_in_hand(busy, eve):
    (row,) = counting.loads(scope(eve, busy.later(days=20)))
    behind = counting.in_hand(scope(eve, busy.later(days=20)), "alice")
    assert (row.person_id, row.open) == (busy.alice.pk, behind.count())


def test_each_figure_takes_one_statement(busy, eve, django_assert_num_queries):
    asked = scope(eve, busy.later(days=20))
    for figure in catalogue.figures():
        with django_assert_num_queries(1):
            counting.counted(figure, asked)


def test_every_figure_is_written_down_whole():
    for figure in catalogue.figures():
        for part in (
            "label",
            "question",
            "population",
            "date_basis",
            "numerator",
            "denominator",
            "exclusions",
        ):
            assert str(getattr(figure, part)).strip(), f"{figure.key} has no {part}"
        assert all(catalogue.called(key) for key in figure.beside)


def test_the_page_of_the_documentation_is_the_catalogue():
    """To write it anew: `(ROOT / "docs/figures.md").write_text(paper.page())`."""
    assert (ROOT / "docs" / "figures.md").read_text() == paper.page()
