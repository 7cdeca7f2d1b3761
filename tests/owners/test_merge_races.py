"""Two people merge the same two cards at once, one each way: one wins, and nobody is lost."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from crm.errors import DoorstepError, IllegalMove
from owners.contracts.models import ShowroomVisit
from owners.duplicates import merging, services
from owners.models import Merge, Owner
from tests.waiting import until

from .staging import add_owner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def twin(alice, riverside, now):
    return add_owner(alice, riverside, now, name="陳建國", phone="13700000002")


class Competitor(threading.Thread):
    """Somebody else's act in a connection of his own."""

    def __init__(self, act):
        super().__init__(daemon=True)
        self.act, self.outcome = act, None

    def run(self):
        try:
            self.outcome = self.act()
        except DoorstepError as refusal:
            self.outcome = refusal
        finally:
            connection.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def while_locked(monkeypatch, act) -> list:
    """The first merge holds both cards when somebody else begins `act`."""
    real, others = merging.locked, []

    def injected(*args):
        held = real(*args)
        if not others:
            others.append(Competitor(act))
            others[0].start()
            until(somebody_waits, "the other waits for our lock")
        return held

    monkeypatch.setattr(merging, "locked", injected)
    return others


def test_of_two_merges_that_cross_one_wins(monkeypatch, bob, chen, twin, now):
    others = while_locked(monkeypatch, lambda: services.merge(bob, chen, twin, now=now))
    services.merge(bob, twin, chen, now=now)
    others[0].join(20)
    assert isinstance(others[0].outcome, IllegalMove)
    assert Merge.objects.count() == 1
    assert set(Owner.objects.filter(merged_into=None)) == {twin}


def test_what_is_written_in_the_moment_of_the_merge_is_not_lost(monkeypatch, bob, chen, twin, riverside, now):
    def visit():
        return ShowroomVisit.objects.create(owner=chen, project=riverside, on=now.date(), created_at=now)

    others = while_locked(monkeypatch, visit)
    merge = services.merge(bob, twin, chen, now=now)
    others[0].join(20)
    late = others[0].outcome
    assert (
        not isinstance(late, Exception) and late.owner_id == chen.pk
    )  # it waited and landed on the signpost
    services.gather_late(now=merge.at + timedelta(minutes=3), limit=10)
    late.refresh_from_db()
    assert late.owner_id == twin.pk


class Deadlock(OperationalError):
    """As the driver reports it."""

    def __init__(self):
        super().__init__("deadlock detected")
        self.__cause__ = type("Cause", (Exception,), {"sqlstate": "40P01"})()


def test_a_merge_that_met_a_deadlock_is_tried_again(monkeypatch, bob, chen, twin, now):
    real, tries = merging.locked, []

    def unlucky(*args):
        tries.append(1)
        if len(tries) < 3:
            raise Deadlock
        return real(*args)

    monkeypatch.setattr(merging, "locked", unlucky)
    assert services.merge(bob, twin, chen, now=now).kept == twin
    assert len(tries) == 3


def test_after_three_deadlocks_it_is_given_up_and_nothing_has_changed(monkeypatch, bob, chen, twin, now):
    def unlucky(*args):
        raise Deadlock

    monkeypatch.setattr(merging, "locked", unlucky)
    with pytest.raises(OperationalError):
        services.merge(bob, twin, chen, now=now)
    assert not Merge.objects.exists() and Owner.objects.filter(merged_into=None).count() == 2
