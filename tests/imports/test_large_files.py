"""Long files: read as they are needed, cut into parts, killed in between, and two of them side by side."""

import io
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from crm import clock, copying
from crm.imports import services, taking, undoing
from crm.imports.mapping import mapping_named
from crm.imports.models import ImportedRow, ImportPart
from crm.imports.tables import scan
from crm.jobs.work import LEASE, run_next, work_off
from owners.homes.models import Home
from owners.people.bulk import _Quicker, add_owners
from owners.people.models import Owner
from tests.people import NOW

OWNERS = "external_ref,name,phone\n" + "".join(f"{n},Owner {n},1380000{n:04}\n" for n in range(450))


class Killed(BaseException):
    """Stands for kill -9 of the worker: nothing below catches it."""


class Tracked(io.BytesIO):
    """Knows how much of it was ever read since it was opened or set back to its beginning."""

    def seek(self, *where):
        self.taken = 0
        return super().seek(*where)

    def read(self, size=-1):
        block = super().read(size)
        self.taken += len(block)
        return block

    read1 = read


def started(actor, project, text=OWNERS, kind="owners"):
    run = services.prepare(
        actor, kind=kind, mapping=mapping_named(kind), content=io.BytesIO(text.encode()), file_name="list.csv",
        project=project, now=NOW,
    )  # fmt: skip
    return services.start(actor, run, dry=False, now=clock.now())


def later():
    return clock.now() + LEASE + timedelta(seconds=1)


def test_a_file_is_read_as_far_as_its_rows_are_asked_for():
    file = Tracked(("a,b\n" + "1,2\n" * 500_000).encode())
    rows = iter(scan(file, "list.csv").rows)
    assert next(rows).cells == ("1", "2")
    assert file.taken < 100_000
    assert sum(1 for _ in rows) == 499_999


def test_the_first_parts_are_small_and_the_later_ones_large():
    sizes = [services._size(position) for position in (0, 9, 10, 19, 20, 500)]
    assert sizes == [200, 200, 1_000, 1_000, 5_000, 5_000]


def test_what_was_seen_is_known_again_however_much_it_is():
    seen = services._Seen()
    for number in range(20_000):
        seen.add(f"row {number}")
    assert all(f"row {number}" in seen for number in range(0, 20_000, 7))
    assert not any(f"other {number}" in seen for number in range(20_000))


@pytest.mark.django_db
def test_a_file_may_have_two_million_rows_and_no_more(bob, riverside, monkeypatch):
    assert services.MOST_ROWS == 2_000_000
    monkeypatch.setattr(services, "MOST_ROWS", 449)
    with pytest.raises(services.Refused, match=""):
        started(bob, riverside)
    assert not ImportPart.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Owner, ImportedRow])
def test_a_part_whose_worker_was_killed_is_taken_again_and_makes_nothing_twice(
    model, bob, riverside, monkeypatch
):
    run, write = started(bob, riverside), copying._copy

    def killed_after_writing(table, columns, rows):
        write(table, columns, rows)
        if table in (model._meta.db_table, "staging"):
            raise Killed

    monkeypatch.setattr(copying, "_copy", killed_after_writing)
    with pytest.raises(Killed):
        run_next(run.job_id, clock=clock.now)
    monkeypatch.undo()
    assert not Owner.objects.exists()
    work_off(run.job_id, clock=later)
    run.job.refresh_from_db()
    assert (run.job.status, run.job.rows_done) == ("done", 450)
    assert Owner.objects.count() == ImportedRow.objects.count() == 450


@pytest.mark.django_db
def test_an_undoing_killed_in_the_midst_is_taken_up_again(bob, riverside, monkeypatch):
    run = started(bob, riverside)
    work_off(run.job_id, clock=clock.now)
    run.job.refresh_from_db()
    run = undoing.undo(bob, run, now=clock.now())
    remove = undoing._Made.remove

    def killed_after_removing(*args):
        remove(*args)
        raise Killed

    monkeypatch.setattr(undoing._Made, "remove", killed_after_removing)
    with pytest.raises(Killed):
        run_next(run.undo_job_id, clock=clock.now)
    monkeypatch.undo()
    assert Owner.objects.count() == 450
    work_off(run.undo_job_id, clock=later)
    assert not Owner.objects.exists()
    assert not ImportedRow.objects.exists()


@pytest.mark.django_db
def test_control_a_part_that_forgets_its_transaction_makes_homes_before_it_remembers_them(
    bob, riverside, monkeypatch
):
    run = started(bob, riverside, "building,unit\n1,101\n", "homes")
    part = run.parts.get()

    def killed(*_):
        raise Killed

    monkeypatch.setattr(taking, "_remember", killed)
    with pytest.raises(Killed):
        taking.take_part.__wrapped__(bob, part, dry=False, now=NOW)
    assert Home.objects.count() == 1
    assert not ImportedRow.objects.exists()


def told(number, **said):
    return [{"kind": "person", "name": "Ada", "phone": f"1390000{number:04}", "source": "import", **said}]


@pytest.mark.django_db(transaction=True)
def test_of_two_files_with_the_same_telephone_at_once_one_is_refused(system):
    outcomes = []

    def other():
        outcomes.extend(add_owners(system, told(1, external_ref="b"), now=NOW))
        connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        add_owners(system, told(1, external_ref="a"), now=NOW)
        thread.start()
        thread.join(1)
        assert not outcomes, "it waits for the first to end"
    thread.join(20)
    assert [outcome.code for outcome in outcomes] == ["duplicate_owner"]
    assert Owner.objects.get().external_ref == "a"


@pytest.mark.django_db
def test_control_who_is_never_found_is_not_looked_for_endlessly(system, monkeypatch):
    add_owners(system, told(1, external_ref="a"), now=NOW)
    monkeypatch.setattr("owners.people.bulk._held", lambda rows: {})
    with pytest.raises(_Quicker):
        add_owners(system, told(1, external_ref="b"), now=NOW)
    assert Owner.objects.count() == 1
