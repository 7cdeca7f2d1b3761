import pytest

from crm.accounts.models import User
from crm.events import relay
from crm.messages.models import OutgoingMessage
from service_desk.clocks import escalating, policies, services
from service_desk.clocks.models import Deadline, DeadlineTold
from tests.cases.story import nothing_changes
from tests.clocks.test_policies import effect


@pytest.fixture
def clock(story, eve):
    for person in (story.alice, story.bob, story.hong, story.cai, eve):
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@example.com")
    return Deadline.objects.get(case=story.drive("assigned"))


def told(level):
    rows = DeadlineTold.objects.filter(level=level).order_by("person__username")
    return [row.person.username for row in rows]


def time_passes(now):
    services.fire_due(now=now)
    relay.drain(now=now)


def test_half_the_time_is_told_to_the_agent_then_one_level_up_then_two(story, clock):
    time_passes(clock.warn_at)
    assert (told(50), told(100)) == (["alice"], [])
    time_passes(clock.due_at)
    assert (told(100), told(150)) == (["bob"], [])
    time_passes(clock.late_at)
    assert told(150) == ["eve"]
    assert [row.recipient.split("@")[0] for row in OutgoingMessage.objects.order_by("id")] == [
        "alice",
        "bob",
        "eve",
    ]


def test_a_departments_clock_warns_its_handlers_and_a_visits_the_callback_officers(story, clock):
    slip = story.drive("transferred").slips.get()
    time_passes(Deadline.objects.get(slip=slip).warn_at)
    assert "hong" in told(50)
    visit = Deadline.objects.filter(case=story.drive("visiting"), kind="return_visit").first()
    time_passes(visit.warn_at)
    assert "cai" in told(50)


def test_a_level_is_told_once_however_often_its_fact_is_delivered(story, clock):
    escalating.tell(story.machine, clock, level=100, now=clock.due_at)
    with nothing_changes():
        assert escalating.tell(story.machine, clock, level=100, now=clock.due_at) == []
    assert OutgoingMessage.objects.count() == 1


def test_where_a_level_has_nobody_the_next_one_up_is_told(story, clock):
    User.objects.filter(pk=story.bob.pk).update(is_active=False)
    escalating.tell(story.machine, clock, level=100, now=clock.due_at)
    assert told(100) == ["eve"]


def test_where_there_is_nobody_at_all_the_list_says_so(story, clock):
    User.objects.exclude(is_system=True).update(is_active=False)
    (row,) = escalating.tell(story.machine, clock, level=150, now=clock.late_at)
    assert row.person is None


def test_a_promise_kept_meanwhile_is_told_to_nobody(story, clock):
    services.meet(clock.case, "answer", now=clock.warn_at)
    clock.refresh_from_db()
    assert escalating.tell(story.machine, clock, level=100, now=clock.due_at) == []


def test_who_is_told_is_data(story, clock, bob):
    draft = policies.begin_draft(bob, now=story.now)
    levels = {"50": ["supervisor"], "100": ["executive"], "150": ["executive"]}
    policies.set_numbers(
        bob, draft, no_move_days=7, most_moves=20, most_rejections=3, escalation=levels, now=story.now
    )
    effect(draft, bob, story.now)
    time_passes(clock.warn_at)
    assert told(50) == ["bob"]


def test_the_message_names_the_case_and_nobody(story, clock):
    time_passes(clock.warn_at)
    letter = OutgoingMessage.objects.get()
    assert clock.case.number in letter.subject
    assert "50" in letter.subject
    assert "陈" not in letter.subject + letter.body
