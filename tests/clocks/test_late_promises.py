"""A promise whose day has passed: who gave it hears of it, then his supervisor, each once; the queue and the board
show it to both."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from crm import clock as the_clock
from crm.accounts.models import User
from crm.messages.models import OutgoingMessage
from service_desk.cases import selectors as cases
from service_desk.cases.models import Case
from service_desk.promises import services
from service_desk.promises.models import Promise
from service_desk.promises.reminding import tell_overdue

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def promise(story):
    for person in (story.alice, story.bob):
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@house.example")
    due = story.now.date() + timedelta(days=1)  # Tuesday
    return services.make(story.alice, story.drive("assigned"), text="周二前回电", due_on=due, now=story.now)


def written_to() -> list[str]:
    rows = OutgoingMessage.objects.filter(subject_ref__startswith="promise:").order_by("pk")
    return [row.recipient.partition("@")[0] for row in rows]


def local(day, hour=9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=SHANGHAI)


def test_until_the_day_is_over_where_it_was_promised_nobody_is_told(promise):
    assert tell_overdue(now=local(3, 23)) == 0
    assert tell_overdue(now=local(4, 0)) == 1, "in Hangzhou it is Wednesday, in Greenwich it is not"
    assert written_to() == ["alice"]


def test_two_working_days_later_the_supervisor_hears_of_it_and_each_only_once(promise):
    for now in (local(4), local(4, 10), local(5), local(6), local(6, 10), local(9)):
        tell_overdue(now=now)
    assert written_to() == ["alice", "bob"]


def test_what_was_settled_in_between_reaches_no_supervisor(promise, story):
    tell_overdue(now=local(4))
    services.settle(story.alice, promise, status="kept", now=local(5))
    assert tell_overdue(now=local(9)) == 0
    assert written_to() == ["alice"]


def test_whoever_has_the_case_now_hears_of_it_too(promise, story):
    Case.objects.update(assignee=story.bob)
    tell_overdue(now=local(4))
    assert written_to() == ["alice", "bob"]


def test_where_who_promised_has_left_the_supervisor_hears_of_it_at_once(promise):
    User.objects.filter(username="alice").update(is_active=False)
    tell_overdue(now=local(4))
    assert written_to() == ["bob"]


def test_a_death_between_the_rows_and_the_messages_leaves_all_to_be_done_again(promise, monkeypatch):
    def die(**_said):
        raise RuntimeError("dead")

    monkeypatch.setattr("service_desk.promises.reminding.messages.send", die)
    with pytest.raises(RuntimeError):
        tell_overdue(now=local(4))
    monkeypatch.undo()
    assert Promise.objects.get().told_at is None
    assert tell_overdue(now=local(4)) == 1
    assert written_to() == ["alice"]


def numbers(user, now):
    return [row["number"] for row in cases.queue(user, "promises", {}, now=now)]


def test_the_queue_shows_it_to_who_gave_it_and_to_who_supervises_and_to_no_other(
    promise, story, dan, riverside
):
    from crm.accounts.models import Role
    from tests import factories

    other, number = factories.a_user(Role.AGENT, project=riverside), promise.case.number
    assert numbers(story.alice, local(3)) == []
    assert numbers(story.alice, local(4)) == numbers(story.bob, local(4)) == [number]
    assert numbers(other, local(4)) == numbers(dan, local(4)) == []
    services.settle(story.alice, promise, status="kept", now=local(4))
    assert numbers(story.alice, local(4)) == []


def test_the_board_counts_it_in_scope(promise, story, signed_in, dan, monkeypatch):
    monkeypatch.setattr(the_clock, "now", lambda: local(4))
    address = f"{reverse('desk:promise_register')}?view=overdue"
    assert address in signed_in(story.bob).get(reverse("desk:clocks")).content.decode()
    assert address not in signed_in(dan).get(reverse("desk:clocks")).content.decode()
