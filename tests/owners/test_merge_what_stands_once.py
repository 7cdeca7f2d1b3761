"""What may stand only once for an owner does not break a merge: the kept one's stays, the other's waits behind."""

from datetime import timedelta

import pytest

from owners.duplicates import moving, services
from owners.models import Owner, OwnerProject
from owners.privacy import services as holds
from owners.privacy.models import LegalHold
from service_desk.directives import services as directives
from service_desk.directives.models import Directive

from .everything_tied import but_counters, every_row
from .staging import add_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(alice, riverside, now):
    return add_owner(alice, riverside, now, name="陳建國", phone="13700000002")


def issue(alice, owner, project, now, purpose="care"):
    return directives.issue(
        alice, owner=owner, project=project, purpose=purpose, plan="call", instruction="致电问候", reason="满意度低",
        due_at=now + timedelta(days=3), now=now,
    )  # fmt: skip


def test_of_two_open_directives_of_one_purpose_one_stays_behind_and_comes_back(
    alice, bob, chen, twin, riverside, now
):
    ours, theirs = (issue(alice, owner, riverside, now) for owner in (chen, twin))
    other = issue(alice, twin, riverside, now, purpose="apology")
    closed = issue(alice, twin, riverside, now, purpose="gift")
    directives.withdraw(bob, closed, because="不再需要", now=now)
    issue(alice, chen, riverside, now, purpose="gift")
    before = every_row()
    merge = services.merge(bob, chen, twin, now=now)
    whose = dict(Directive.objects.values_list("pk", "owner"))
    assert (whose[ours.pk], whose[theirs.pk]) == (chen.pk, twin.pk)
    assert whose[other.pk] == whose[closed.pk] == chen.pk  # a closed one is in nobody's way
    services.undo(bob, merge, now=now)
    assert but_counters(every_row(), chen.pk) == but_counters(before, chen.pk)


def test_a_legal_hold_follows_to_whoever_has_none(pia, bob, chen, twin, now):
    holds.set_hold(pia, twin, because="仲裁进行中", now=now)
    services.merge(bob, chen, twin, now=now)
    assert LegalHold.objects.get().owner == chen


def test_a_project_both_belong_to_is_one_tie(bob, chen, twin, riverside, now):
    services.merge(bob, chen, twin, now=now)
    assert OwnerProject.objects.filter(owner=chen, project=riverside).count() == 1


def test_an_undoing_that_left_rows_behind_is_noticed(monkeypatch, bob, chen, twin, now):
    """The negative control of the comparison over every row."""
    before = every_row()
    merge = services.merge(bob, twin, chen, now=now)
    monkeypatch.setattr(moving, "move_back", lambda *args: 0)
    services.undo(bob, merge, now=now)
    assert but_counters(every_row(), twin.pk) != but_counters(before, twin.pk)


def test_an_undoing_that_forgot_a_column_is_noticed(monkeypatch, bob, chen, twin, now):
    """The same for the card itself."""
    before = every_row()
    merge = services.merge(bob, twin, chen, now=now)
    services.undo(bob, merge, now=now)
    Owner.objects.filter(pk=chen.pk).update(phone_last4="0000")
    assert but_counters(every_row(), twin.pk) != but_counters(before, twin.pk)
