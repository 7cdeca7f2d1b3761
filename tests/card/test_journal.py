"""Notes, calls and tasks: who writes, who reads, what may still be changed, and that nothing is lost."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from crm.audit.models import AuditEntry
from crm.errors import IllegalMove, NotAllowed, NotFound, Refused, Stale
from crm.messages.models import OutgoingMessage
from owners.journal import access, selectors, services
from owners.models import JournalEntry, JournalWording

from .staging import call, everything, note, task

pytestmark = pytest.mark.django_db


def test_a_note_stands_on_the_card_and_in_the_audit(alice, chen, now):
    row = note(alice, chen, now)
    assert list(selectors.journal_of(alice, chen)) == [row]
    entry = AuditEntry.objects.filter(verb="journal.write").get()
    assert (entry.actor, entry.after) == (alice, {"kind": "note", "owner": chen.number})
    assert row.text not in str(entry.after) + entry.subject_label


def test_a_call_with_a_next_step_sets_a_task_in_the_same_moment(alice, bob, chen, now):
    due = now + timedelta(hours=3)
    row = call(alice, chen, now, next_step="寄保修说明", due_at=due, assignee=bob)
    step = row.followed_by.get()
    assert (step.kind, step.text, step.assignee, step.due_at) == ("task", "寄保修说明", bob, due)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"direction": "sideways"}, "direction"),
        ({"outcome": "shouted"}, "outcome"),
        ({"minutes": 601}, "minutes"),
        ({"minutes": -1}, "minutes"),
        ({"next_step": "回电"}, "due_at"),
        ({"audience": "the world"}, "audience"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused_and_changes_nothing(alice, chen, now, said, field):
    before = everything()
    with pytest.raises(Refused) as refusal:
        call(alice, chen, now, **said)
    assert field in refusal.value.fields and everything() == before


def test_a_call_of_the_future_has_not_been_made(alice, chen, now):
    with pytest.raises(Refused) as refusal:
        call(alice, chen, now, at=now + timedelta(minutes=1))
    assert "at" in refusal.value.fields


def test_a_note_without_words_and_a_task_without_a_day_are_refused(alice, chen, now):
    before = everything()
    with pytest.raises(Refused):
        note(alice, chen, now, text="  ")
    with pytest.raises(Refused):
        services.set_task(alice, chen, text="回电", due_at=None, now=now)
    with pytest.raises(Refused):
        task(alice, chen, now, due_in=-1)
    assert everything() == before


def test_a_task_goes_only_to_somebody_who_may_open_the_card(alice, dan, chen, now):
    before = everything()
    with pytest.raises(Refused) as refusal:
        task(alice, chen, now, assignee=dan)
    assert "assignee" in refusal.value.fields and everything() == before


def test_a_task_is_done_and_taken_up_again(alice, bob, chen, now):
    row = task(alice, chen, now)
    done = services.finish(bob, row, now=now)
    assert (done.done_at, done.done_by) == (now, bob)
    with pytest.raises(IllegalMove):
        services.finish(alice, row, now=now)
    again = services.take_up_again(alice, row, now=now)
    assert again.done_at is None and again.is_open_task
    with pytest.raises(IllegalMove):
        services.take_up_again(alice, row, now=now)


def test_a_note_is_no_task(alice, chen, now):
    row = note(alice, chen, now)
    before = everything()
    for verb in (services.finish, services.take_up_again):
        with pytest.raises(IllegalMove):
            verb(alice, row, now=now)
    with pytest.raises(IllegalMove):
        services.reschedule(alice, row, due_at=now + timedelta(days=1), version=1, now=now)
    assert everything() == before


def test_a_wording_is_corrected_within_minutes_and_the_earlier_one_is_kept(alice, chen, now):
    row = note(alice, chen, now, text="周五来")
    later = now + timedelta(minutes=10)
    changed = services.reword(alice, row, text="周四来", version=1, now=later)
    assert (changed.text, changed.edited_at, changed.version) == ("周四来", later, 2)
    kept = JournalWording.objects.get()
    assert (kept.text, kept.version, kept.replaced_by) == ("周五来", 1, alice)


def test_after_a_quarter_of_an_hour_a_wording_stands(alice, chen, now):
    row = note(alice, chen, now)
    before = everything()
    with pytest.raises(IllegalMove):
        services.reword(alice, row, text="别的", version=1, now=now + timedelta(minutes=16))
    assert everything() == before


def test_nobody_rewrites_what_another_wrote(alice, bob, chen, now):
    row = note(alice, chen, now)
    with pytest.raises(IllegalMove):
        services.reword(bob, row, text="别的", version=1, now=now)


def test_two_who_correct_at_once_do_not_overwrite_each_other(alice, chen, now):
    row = note(alice, chen, now)
    services.reword(alice, row, text="一", version=1, now=now)
    before = everything()
    with pytest.raises(Stale) as refusal:
        services.reword(alice, row, text="二", version=1, now=now)
    assert refusal.value.extra == {"yours": 1, "current": 2} and everything() == before


def test_what_is_removed_is_seen_no_more_and_can_be_brought_back(alice, chen, now):
    row = note(alice, chen, now)
    services.remove(alice, row, now=now)
    assert not selectors.journal_of(alice, chen).exists()
    services.bring_back(alice, row, now=now)
    assert selectors.journal_of(alice, chen).get() == row


def test_only_a_supervisor_removes_what_another_wrote(alice, bob, sam, chen, now):
    row = note(alice, chen, now)
    before = everything()
    with pytest.raises(NotAllowed):
        services.remove(sam, row, now=now)
    assert everything() == before
    services.remove(bob, row, supervises=True, now=now)
    assert JournalEntry.objects.get().removed_by == bob


def test_a_removed_entry_is_not_worked_on(alice, chen, now):
    row = task(alice, chen, now)
    services.remove(alice, row, now=now)
    before = everything()
    for verb in (services.finish, services.remove):
        with pytest.raises(IllegalMove):
            verb(alice, row, now=now)
    assert everything() == before


def test_a_task_is_put_off_and_reminds_anew(alice, bob, chen, now):
    row = task(alice, chen, now)
    services.remind(now=now + timedelta(days=2))
    later = now + timedelta(days=5)
    moved = services.reschedule(alice, row, due_at=later, assignee=bob, version=1, now=now)
    assert (moved.due_at, moved.assignee, moved.reminded_at) == (later, bob, None)


AUDIENCES = {
    "everyone": {"alice", "bob", "mei", "eve"},
    "serving": {"alice", "bob"},
    "supervisors": {"alice", "bob"},
}


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("who", ["alice", "bob", "mei", "eve", "dan", "hong", "ada"])
def test_an_entry_is_read_by_whom_it_was_meant_for(request, alice, chen, now, audience, who):
    row = note(alice, chen, now, audience=audience)  # whoever wrote it reads it
    user = request.getfixturevalue(who)
    sees = JournalEntry.objects.visible_to(user).filter(pk=row.pk).exists()
    assert sees == (who in AUDIENCES[audience])


def test_a_colleague_does_not_read_what_is_for_supervisors(alice, cai, chen, now):
    row = note(alice, chen, now, audience="supervisors")
    with pytest.raises(NotFound):
        access.entry_for(cai, row.public_id)
    assert access.entry_for(cai, note(alice, chen, now).public_id)


def test_whoever_must_do_a_task_reads_it_whomever_it_is_for(alice, bob, mei, chen, now):
    row = task(bob, chen, now, audience="supervisors", assignee=mei)
    assert access.entry_for(mei, row.public_id) == row


def test_my_tasks_are_today_overdue_later_and_done(alice, bob, chen, now):
    today = services.set_task(alice, chen, text="今天", due_at=now + timedelta(hours=2), now=now)
    late = services.set_task(alice, chen, text="晚了", due_at=now + timedelta(minutes=1), now=now)
    later = task(alice, chen, now, due_in=4)
    done = services.finish(alice, task(alice, chen, now), now=now)
    task(alice, chen, now, assignee=bob)
    at = now + timedelta(minutes=30)
    lists = {view: list(selectors.tasks_of(alice, view, now=at)) for view in ("overdue", "later", "done")}
    assert lists == {"overdue": [late], "later": [later], "done": [done]}
    assert set(selectors.tasks_of(alice, "today", now=at)) == {today, late}


def test_a_task_that_comes_due_reminds_once_and_names_nobody(alice, chen, now):
    alice.email = "alice@example.com"
    alice.save(update_fields=["email"])
    task(alice, chen, now, text="回电给陈建国")
    assert services.remind(now=now) == 0
    due = now + timedelta(days=1)
    assert [services.remind(now=due), services.remind(now=due)] == [1, 0]
    message = OutgoingMessage.objects.get()
    assert chen.number in message.subject
    assert "陈建国" not in message.subject + message.body and "回电" not in message.subject + message.body


def test_a_task_that_is_done_or_removed_reminds_nobody(alice, chen, now):
    services.finish(alice, task(alice, chen, now), now=now)
    services.remove(alice, task(alice, chen, now), now=now)
    assert services.remind(now=now + timedelta(days=9)) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "memo"},
        {"kind": "call"},
        {"kind": "task"},
        {"kind": "note", "minutes": 3},
        {"kind": "note", "text": ""},
        {"kind": "note", "removed_at": True},
        {"kind": "note", "due_at": True},
    ],
)
def test_the_database_refuses_an_entry_that_makes_no_sense(alice, chen, now, wrong):
    said = {"text": "x", "owner": chen, "author": alice, "at": now, "written_at": now}
    said |= {name: now if value is True else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEntry.objects.create(**said)


def test_the_database_takes_one_that_does(alice, chen, now):
    JournalEntry.objects.create(kind="note", text="x", owner=chen, author=alice, at=now, written_at=now)
