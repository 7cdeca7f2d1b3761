"""What a clock must not do: shout while it stands still, speak to who may no longer hear it, lose an hour in spring,
tell a level twice because its rule was changed under it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from crm import clock as the_clock
from crm.accounts import services as accounts
from crm.accounts.models import User
from crm.calendars.arithmetic import elapsed_working_time
from crm.calendars.selectors import standard_calendar
from crm.errors import Refused
from service_desk.cases import selectors as cases
from service_desk.cases.models import Case
from service_desk.clocks import escalating, pausing, policies, retiming, rules, selectors, services, stuck
from service_desk.clocks.models import Deadline, DeadlineWarning, StuckCase
from tests.clocks.test_policies import NAMES

HELSINKI = ZoneInfo("Europe/Helsinki")


def overdue(user, now):
    return [row["number"] for row in cases.queue(user, "overdue", {}, now=now)]


def test_a_clock_that_stands_still_is_overdue_nowhere_until_it_goes_on(story):
    case = story.drive("assigned")
    clock = Deadline.objects.get(case=case, kind="answer")
    pausing.pause(story.alice, clock, reason="expert", words="等检测报告", now=story.now)
    later = clock.due_at + timedelta(days=1)
    assert selectors.board(story.bob, later).overdue == 0
    assert overdue(story.bob, later) == [] and story.fresh(case).due_at is None
    pausing.resume(story.alice, clock, now=later)
    clock.refresh_from_db()
    assert story.fresh(case).due_at == clock.due_at > later
    after = clock.due_at + timedelta(minutes=1)
    assert selectors.board(story.bob, after).overdue == 1 and overdue(story.bob, after) == [case.number]


def test_a_step_of_the_case_does_not_bring_the_day_of_a_paused_clock_back(story):
    case = story.drive("assigned")
    clock = Deadline.objects.get(case=case, kind="answer")
    pausing.pause(story.alice, clock, reason="expert", words="等检测报告", now=story.now)
    story._to_investigating(story.fresh(case))
    assert story.fresh(case).due_at is None


def test_whoever_lost_the_project_no_longer_reads_what_he_was_told(story, system):
    case = story.drive("assigned")
    clock = Deadline.objects.get(case=case, kind="answer")
    escalating.tell(story.machine, clock, level=100, now=clock.due_at)
    assert [row.deadline for row in selectors.told_to(story.bob)] == [clock]
    for grant in story.bob.grants.all():
        accounts.revoke(system, grant, now=story.now)
    assert selectors.told_to(User.objects.get(pk=story.bob.pk)) == []


@pytest.mark.parametrize(
    "start", [datetime(2026, 3, 26, 15, tzinfo=HELSINKI), datetime(2026, 10, 22, 15, tzinfo=HELSINKI)]
)
def test_five_working_days_over_the_change_of_the_clocks_in_helsinki_lose_and_gain_no_hour(start):
    calendar = standard_calendar("Europe/Helsinki")
    plain = start - timedelta(days=14)
    for measure, amount in (("working_days", 5), ("working_hours", 20)):
        here, before = (rules.times(calendar, at, amount, measure) for at in (start, plain))
        for moment, twin in zip(
            (here.warn_at, here.due_at, here.late_at),
            (before.warn_at, before.due_at, before.late_at),
            strict=True,
        ):
            assert moment.astimezone(HELSINKI).time() == twin.astimezone(HELSINKI).time()
        assert elapsed_working_time(calendar, start, here.due_at) == elapsed_working_time(
            calendar, plain, before.due_at
        )


@pytest.mark.parametrize("amount", [1, 2, 3])
def test_a_promise_of_a_minute_has_its_three_moments_in_order(amount):
    calendar = standard_calendar("Asia/Shanghai")
    found = rules.times(
        calendar, datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai")), amount, "working_minutes"
    )
    assert found.warn_at <= found.due_at <= found.late_at


@pytest.mark.parametrize("amount", [0, -1, 2_001])
def test_no_rule_promises_nothing_or_less_or_for_ever(story, amount):
    draft = policies.begin_draft(story.bob, now=story.now)
    count = draft.rules.count()
    with pytest.raises(Refused):
        policies.set_rule(
            story.bob,
            draft,
            clock="answer",
            measure="working_hours",
            amount=amount,
            names=NAMES,
            now=story.now,
        )
    assert draft.rules.count() == count


def test_a_rule_changed_between_two_sweeps_tells_no_level_twice_and_skips_none(story):
    case = story.drive("assigned")
    clock = Deadline.objects.get(case=case, kind="answer")
    half = clock.warn_at
    assert services.fire_due(now=half) == 1
    draft = policies.begin_draft(story.bob, now=half)
    rule = {"clock": "answer", "measure": "working_hours", "amount": 1, "names": NAMES}
    policies.set_rule(story.bob, draft, now=half, **rule)
    policies.take_effect(story.bob, draft, because="从快", on_open=True, now=half)
    while retiming.retime_due(now=half):
        pass
    for _sweep in range(3):
        services.fire_due(now=half)
    told = DeadlineWarning.objects.filter(deadline=clock).order_by("level").values_list("level", flat=True)
    assert list(told) == [50, 100, 150]


def test_a_day_to_look_again_is_a_day_where_the_project_stands(story, signed_in, monkeypatch):
    story.drive("assigned")
    stuck.find_due(now=story.later(days=8))
    row = StuckCase.objects.get()
    early = datetime(2026, 3, 11, 7, tzinfo=ZoneInfo("Asia/Shanghai"))  # in Greenwich it is the tenth
    with pytest.raises(Refused):
        stuck.acknowledge(story.bob, row, note="看过了", next_on=early.date(), now=early)
    stuck.acknowledge(story.bob, row, note="看过了", next_on=early.date() + timedelta(days=1), now=early)
    monkeypatch.setattr(the_clock, "now", lambda: early + timedelta(days=1))
    assert str(row.public_id) in signed_in(story.bob).get(reverse("desk:clocks")).content.decode()


def test_the_board_takes_as_many_queries_for_one_row_as_for_many(story, signed_in, monkeypatch):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, later = signed_in(story.bob), story.later(days=30)
    monkeypatch.setattr(the_clock, "now", lambda: later)
    counts = []
    for more in (1, 12):
        for _each in range(more):
            story.drive("transferred")
        stuck.find_due(now=later + timedelta(minutes=10 * more))
        client.get(reverse("desk:clocks"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("desk:clocks"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert Case.objects.count() == 13
