"""The chain's lock is the last thing a commit takes: whoever holds it waits for nobody."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from crm.audit import chain
from crm.audit.services import record
from crm.audit.verify import verify
from crm.organisation.models import City, Region
from tests.audit.test_chain import in_parallel, replaced
from tests.people import NOW
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

ONE_STEP = chain.ADD_LINK.replace("audit_add_link", "audit_take_turn").replace("NEW.entry_id", "NEW.id")


@pytest.fixture(autouse=True)
def own_anchors(settings, tmp_path):
    settings.VAR = tmp_path


def somebody_waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction keeps what it saw first
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone() is not None


def cross():
    """One commit must check a foreign key whose row the other holds, while both have entries for the chain."""
    region = Region.objects.create(code="east", name="East")
    held = threading.Event()

    def work(number):
        if number == 0:
            with transaction.atomic():
                locked = Region.objects.select_for_update().get(pk=region.pk)
                held.set()
                until(somebody_waits_for_a_lock, "the other commit waits for the row")
                record(None, "test.hold", locked, now=NOW)
        else:
            held.wait()
            with transaction.atomic():
                record(None, "test.point", region, now=NOW)
                City.objects.create(code="hz", name="Hangzhou", region=region)

    return in_parallel(2, work)


def test_a_commit_that_waits_for_a_row_does_not_hold_the_chain():
    assert cross() == []
    assert verify().links == 2
    assert verify().sound


def test_control_with_one_step_two_commits_wait_for_each_other():
    with replaced_turn():
        failed = cross()
    assert [type(error) for error in failed] == [OperationalError]
    assert "deadlock" in str(failed[0])


class replaced_turn(replaced):
    """The chain written by the first trigger already, in the midst of the foreign-key checks."""

    def __init__(self):
        super().__init__(ONE_STEP)

    def __exit__(self, *_):
        self._define(chain.TAKE_TURN)
