import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from crm.calendars.services import load_holidays
from service_desk.clocks import selectors, services
from service_desk.clocks.models import Deadline


def test_one_clock_of_a_kind_runs_on_a_case(story):
    case = story.register()
    with pytest.raises(IntegrityError), transaction.atomic():
        services.start(case, "answer", now=story.now)
    services.meet(case, "answer", now=story.now)
    assert services.start(case, "answer", now=story.now).is_running


def test_meeting_stops_the_clock_and_its_warnings(story):
    case = story.register()
    assert services.meet(case, "answer", now=story.now) == 1
    row = Deadline.objects.get(case=case)
    assert (row.met_at, row.fires_at, row.is_running) == (story.now, None, False)
    assert services.meet(case, "answer", now=story.now) == 0


def test_cancelling_stops_only_what_runs_and_only_the_kinds_named(story):
    case = story.drive("transferred")
    assert services.cancel(case, kinds=["department_reply"], now=story.now) == 1
    assert [row.kind for row in Deadline.objects.running()] == ["answer"]
    assert services.cancel(case, now=story.now) == 1


def test_the_earliest_running_clock_counts(story):
    case = story.drive("transferred")
    first, second = Deadline.objects.running().order_by("due_at")
    assert services.earliest_due(case) == first.due_at
    services.meet(case, first.kind, slip=first.slip, now=story.now)
    assert services.earliest_due(case) == second.due_at


def test_the_rule_is_named_with_calendar_and_version_in_the_readers_language(story):
    load_holidays(story.machine, "CN", first=2026, last=2026, now=story.now)
    case = story.register()
    row = selectors.deadline_by_id(Deadline.objects.get(case=case).pk)
    with translation.override("en"):
        assert row.rule.startswith(
            "answer within 5 working days of receipt; rule “the usual answer”, version 1"
        )
        assert row.rule.endswith("version 1")


def test_a_holiday_of_the_projects_country_moves_the_day(story):
    plain = story.register(received_at=story.now).due_at
    load_holidays(story.machine, "CN", first=2026, last=2026, now=story.now)
    # the Tomb-Sweeping holiday lies in between
    before = story.now.replace(month=4, day=3)
    held = story.register(received_at=before, now=before)
    assert plain.astimezone(story.now.tzinfo).day == 9
    assert held.due_at.astimezone(story.now.tzinfo).date().isoformat() == "2026-04-13"


def test_a_stopped_clock_never_fires_whoever_writes(story):
    row = Deadline.objects.get(case=story.register())
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.filter(pk=row.pk).update(met_at=story.now)


def test_whether_promises_were_kept_in_time(story):
    case = story.drive("answered")
    assert selectors.kept_in_time(case) == {"department_reply": True}
    Deadline.objects.filter(kind="department_reply").update(met_at=story.later(days=30))
    assert selectors.kept_in_time(case) == {"department_reply": False}


def test_clocks_are_seen_in_scope_only(story, dan):
    story.register()
    assert len(selectors.running_clocks(story.alice)) == 1
    assert selectors.running_clocks(dan) == []
    assert selectors.running_clocks(story.alice, until=story.now) == []
