"""A corrective action: its check is set beforehand, counts the same homes both times, and says when it cannot tell."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm.accounts.models import User
from crm.errors import IllegalMove, Refused
from crm.messages.models import OutgoingMessage
from owners.models import Home
from service_desk.causes.models import Cause
from service_desk.prevention import selectors, services
from service_desk.prevention.models import CorrectiveAction

from .conftest import LEAK

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(bob, hong, riverside, now):
    cause = Cause.objects.get(code="engineering_quality.waterproofing")
    due = now.date() + timedelta(days=10)
    return services.set_action(
        bob,
        project=riverside,
        cause=cause,
        what="闭水试验改为两次",
        responsible=hong,
        due_on=due,
        window_days=60,
        now=now,
    )


def test_when_it_is_checked_is_known_before_anybody_looks(action, bob, now):
    done = services.finish_action(bob, action, result="已执行", done_on=now.date(), now=now)
    assert done.check_on == now.date() + timedelta(days=60)


@pytest.mark.parametrize("days", [29, 731])
def test_a_stretch_that_says_nothing_is_refused(bob, hong, riverside, now, days):
    cause = Cause.objects.get(code=LEAK)
    with pytest.raises(Refused):
        services.set_action(
            bob,
            project=riverside,
            cause=cause,
            what="x",
            responsible=hong,
            due_on=now.date(),
            window_days=days,
            now=now,
        )
    assert not CorrectiveAction.objects.exists()


def test_before_its_day_nothing_is_checked_and_on_it_once(action, bob, now):
    services.finish_action(bob, action, result="已执行", done_on=now.date(), now=now)
    assert services.turn(now=now + timedelta(days=59)) == 0
    assert services.turn(now=now + timedelta(days=60)) == 1
    assert services.turn(now=now + timedelta(days=61)) == 0
    action.refresh_from_db()
    assert (action.status, action.effect) == ("checked", "too_little")


def test_only_homes_that_were_there_all_the_time_count(action, story, line, bob, now):
    """Twelve before and two after in an old home; five in one handed over meanwhile are left out."""
    Home.objects.filter(unit="1201").update(status="handed_over", handover_on=date(2020, 1, 1))
    Home.objects.filter(unit="1001").update(status="handed_over", handover_on=now.date())
    done = now + timedelta(days=5)
    for day in range(12):
        story.register(
            home=line["1201"], owner=None, subject=LEAK, received_at=now - timedelta(days=day), now=now
        )
    for day in (6, 7):
        at = now + timedelta(days=day)
        story.register(home=line["1201"], owner=None, subject=LEAK, received_at=at, now=at)
    for _each in range(5):
        at = now + timedelta(days=8)
        story.register(home=line["1001"], owner=None, subject=LEAK, received_at=at, now=at)
    services.finish_action(bob, action, result="已执行", done_on=done.date(), now=done)
    services.turn(now=done + timedelta(days=60))
    action.refresh_from_db()
    assert (action.homes, action.cases_before, action.cases_after) == (1, 12, 2)
    assert action.effect == "helped"


def test_whoever_sees_to_it_is_reminded_once(action, hong, now):
    User.objects.filter(pk=hong.pk).update(email="hong@example.com")
    assert services.turn(now=now + timedelta(days=9)) == 0
    assert services.turn(now=now + timedelta(days=10)) == 1
    assert services.turn(now=now + timedelta(days=11)) == 0
    assert OutgoingMessage.objects.filter(subject_ref=f"corrective:{action.public_id}").count() == 1


def test_given_up_it_says_why_and_is_not_done_afterwards(action, bob, now):
    with pytest.raises(Refused):
        services.drop_action(bob, action, because=" ", now=now)
    services.drop_action(bob, action, because="供应商更换", now=now)
    with pytest.raises(IllegalMove):
        services.finish_action(bob, action, result="x", done_on=now.date(), now=now)


def test_supervisors_set_it_by_page_and_api(bob, alice, riverside, hong, api, signed_in, now, monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    said = {
        "project": "RIVERSIDE",
        "cause": LEAK,
        "what": "换涂料",
        "responsible": "hong",
        "due_on": "2026-04-01",
    }
    assert api(alice).post("corrective-actions", said).status_code == 403
    assert api(bob).post("corrective-actions", said).status_code == 201
    page = signed_in(bob).post("/desk/prevention/", said | {"window_days": "90"})
    assert page.status_code == 302
    assert len(selectors.actions(bob)) == 2
    row = selectors.actions(bob)[0]
    form = {"result": "已执行", "done_on": "2026-03-02"}
    assert signed_in(bob).post(f"/desk/prevention/actions/{row.public_id}/done/", form).status_code == 302
    assert "换涂料" in signed_in(alice).get("/desk/prevention/").content.decode()


def test_a_change_was_not_made_before_it_was_set(action, bob, now):
    with pytest.raises(Refused):
        services.finish_action(
            bob, action, result="早就做了", done_on=now.date() - timedelta(days=1), now=now
        )
    action.refresh_from_db()
    assert action.status == "planned" and action.done_on is None


def test_days_are_counted_where_the_project_stands(action, bob, riverside, now, story):
    """At half past midnight in Hangzhou the day is over there, and not yet in Greenwich or in Helsinki."""
    services.finish_action(bob, action, result="已执行", done_on=now.date(), now=now)
    midnight = datetime(2026, 5, 1, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert services.turn(now=midnight) == 1, "sixty days after the second of March"
    riverside.timezone = "Europe/Helsinki"
    riverside.save(update_fields=["timezone"])
    CorrectiveAction.objects.all().delete()
    other = set_again(bob, riverside, now)
    services.finish_action(bob, other, result="已执行", done_on=now.date(), now=now)
    assert services.turn(now=midnight) == 0
    assert services.turn(now=midnight + timedelta(hours=6)) == 1


def set_again(bob, riverside, now):
    return services.set_action(
        bob,
        project=riverside,
        cause=Cause.objects.get(code=LEAK),
        what="x",
        responsible=bob,
        due_on=now.date(),
        window_days=60,
        now=now,
    )
