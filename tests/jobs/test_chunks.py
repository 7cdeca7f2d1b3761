"""What a job promises: each chunk once, whoever dies, and the row says how far it is."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from crm.audit.models import AuditEntry
from crm.errors import IllegalMove, Refused
from crm.events.models import Alarm
from crm.jobs import services, work
from crm.jobs.models import Job, JobChunk
from crm.jobs.moves import move
from crm.jobs.selectors import refused_rows
from crm.jobs.states import CHUNK_MOVES, JOB_MOVES, ChunkStatus, JobStatus
from crm.jobs.work import LEASE, MAX_ATTEMPTS, run_next, work_off
from tests.jobs.kind import Killed, rows
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind(settings, monkeypatch):
    settings.JOB_KINDS = {"test": "tests.jobs.kind.run_chunk"}
    monkeypatch.setattr("crm.jobs.wake.ring", lambda *a: True)


def start(actor, *behaviours, each=2, now=NOW):
    chunks = [
        {"rows": [f"{nth}.{row}" for row in range(each)], "then": then} for nth, then in enumerate(behaviours)
    ]
    return services.start("test", actor, title="A test", parameters={}, chunks=chunks, now=now)


def at(moment=NOW):
    return lambda: moment


def test_a_job_without_chunks_is_done_at_once(alice):
    job = start(alice)
    assert (job.status, job.percent, job.finished_at) == ("done", 100, NOW)


def test_all_chunks_are_done_once_and_counted(alice):
    job = start(alice, "", "", "refuse")
    assert work_off(job.pk, clock=at()) == 3
    job.refresh_from_db()
    assert (job.status, job.percent, job.rows_done, job.rows_refused) == ("done", 100, 6, 1)
    assert rows() == ["0.0", "0.1", "1.0", "1.1", "2.0", "2.1"]


def test_the_bar_moves_with_each_chunk(alice):
    job = start(alice, "", "", "", "")
    run_next(job.pk, clock=at())
    job.refresh_from_db()
    assert (job.status, job.percent, job.started_at) == ("running", 25, NOW)


def test_a_failed_chunk_leaves_nothing_and_is_tried_later(alice):
    job = start(alice, "fail")
    run_next(job.pk, clock=at())
    chunk = JobChunk.objects.get()
    assert (rows(), chunk.status, chunk.retry_at) == ([], "waiting", NOW + timedelta(seconds=1))
    assert "13812345678" not in chunk.last_error
    assert not run_next(job.pk, clock=at())


def test_after_the_last_attempt_the_job_failed_and_says_why(alice):
    job = start(alice, "fail", "")
    for minute in range(10):
        work_off(job.pk, clock=at(NOW + timedelta(minutes=minute)))
    job.refresh_from_db()
    assert (job.status, job.chunks_dead, job.chunks_done) == ("failed", 1, 1)
    assert "ValueError" in job.last_error
    assert Alarm.objects.filter(kind="job_failed", subject=job.public_id, cleared_at=None).exists()


def test_a_failed_job_is_taken_up_again_when_asked(alice):
    job = start(alice, "fail", "")
    for minute in range(10):
        work_off(job.pk, clock=at(NOW + timedelta(minutes=minute)))
    JobChunk.objects.filter(position=0).update(parameters={"rows": ["mended"]})
    services.retry(alice, job, now=NOW)
    work_off(job.pk, clock=at())
    job.refresh_from_db()
    assert (job.status, rows()) == ("done", ["1.0", "1.1", "mended"])


def die(job, clock):
    with pytest.raises(Killed):
        run_next(job.pk, clock=clock)


def mend(*positions):
    for chunk in JobChunk.objects.filter(position__in=positions):
        JobChunk.objects.filter(pk=chunk.pk).update(parameters={**chunk.parameters, "then": ""})


def test_a_killed_chunk_is_taken_again_after_its_lease_and_takes_effect_once(alice):
    job = start(alice, "die")
    die(job, at())
    mend(0)
    assert not run_next(job.pk, clock=at(NOW + LEASE - timedelta(seconds=1)))
    assert run_next(job.pk, clock=at(NOW + LEASE))
    assert rows() == ["0.0", "0.1"]


def test_control_without_one_transaction_a_killed_chunk_takes_effect_twice(alice, monkeypatch):
    from tests.jobs import kind

    monkeypatch.setattr(work, "_run", lambda chunk_id, *_: kind.run_chunk(_work_of(chunk_id), now=NOW))
    job = start(alice, "die")
    with pytest.raises(Killed):
        run_next(job.pk, clock=at())
    monkeypatch.undo()
    mend(0)
    work.run_next(job.pk, clock=at(NOW + LEASE))
    assert rows() == ["0.0", "0.0", "0.1", "0.1"]


def _work_of(chunk_id):
    return work._work(JobChunk.objects.select_related("job__actor").get(pk=chunk_id))


def test_a_chunk_that_kills_its_workers_goes_dead(alice):
    job = start(alice, "die")
    now = NOW
    for _ in range(MAX_ATTEMPTS):
        die(job, at(now))
        now += LEASE
    assert run_next(job.pk, clock=at(now))
    job.refresh_from_db()
    assert (job.status, job.chunks_dead) == ("failed", 1)


def test_cancelling_takes_no_further_chunk(alice):
    job = start(alice, "", "", "")
    run_next(job.pk, clock=at())
    services.cancel(alice, job, now=NOW)
    assert work_off(job.pk, clock=at()) == 0
    job.refresh_from_db()
    assert (job.status, rows()) == ("cancelled", ["0.0", "0.1"])
    with pytest.raises(IllegalMove):
        services.cancel(alice, job, now=NOW)


def test_cancelling_lets_the_chunk_under_way_finish(alice):
    job = start(alice, "", "")
    chunk_id, token = work._lease(job.pk, NOW)
    assert services.cancel(alice, job, now=NOW).status == "running"
    work._run(chunk_id, token, at())
    job.refresh_from_db()
    assert (job.status, rows()) == ("cancelled", ["0.0", "0.1"])


def test_the_sweep_finds_a_job_whose_wake_up_was_lost(alice, monkeypatch):
    woken = []
    monkeypatch.setattr("crm.jobs.wake.ring", lambda job_id, times: woken.append(job_id))
    job = start(alice, "", "")
    assert services.sweep(now=NOW + timedelta(seconds=29)) == 0
    assert services.sweep(now=NOW + timedelta(seconds=30)) == 1
    assert services.sweep(now=NOW + timedelta(seconds=31)) == 0
    work_off(job.pk, clock=at())
    assert services.sweep(now=NOW + timedelta(hours=1)) == 0
    assert woken == [job.pk]


def test_a_kind_nobody_registered_is_refused_and_nothing_is_written(alice):
    with pytest.raises(Refused):
        services.start("nothing", alice, title="", parameters={}, chunks=[{}], now=NOW)
    assert not Job.objects.exists()
    assert not AuditEntry.objects.filter(verb="jobs.start").exists()


def test_refused_rows_are_kept_encrypted_and_given_back(alice):
    job = start(alice, "refuse")
    work_off(job.pk, clock=at())
    with connection.cursor() as cursor:
        cursor.execute("SELECT refused FROM jobs_jobchunk")
        assert b"138" not in bytes(cursor.fetchone()[0])
    assert list(refused_rows(job)) == [{"name": "=1+1", "phone": "+86 138", "reason": "no home"}]


def test_refused_rows_are_forgotten_after_a_while_and_their_number_stays(alice):
    job = start(alice, "refuse")
    work_off(job.pk, clock=at())
    assert services.forget(now=NOW + services.REFUSED_KEPT) == 0
    assert services.forget(now=NOW + services.REFUSED_KEPT + timedelta(seconds=1)) == 1
    job.refresh_from_db()
    assert (job.rows_refused, list(refused_rows(job))) == (1, [])


def pairs(status, moves):
    return [(a, b, b in moves[a]) for a in status for b in status if a != b]


@pytest.mark.parametrize(("before", "after", "legal"), pairs(JobStatus, JOB_MOVES))
def test_every_move_of_a_job_by_code_and_by_sql(alice, before, after, legal):
    job = start(alice, "")
    set_status(job, before)
    refused_by_code(job, after, legal, finished_at=None if after in ("queued", "running") else NOW)
    refused_by_sql(
        "jobs_job",
        job,
        before,
        after,
        legal,
        "finished_at = " + ("NULL" if after in ("queued", "running") else "now()"),
    )


@pytest.mark.parametrize(("before", "after", "legal"), pairs(ChunkStatus, CHUNK_MOVES))
def test_every_move_of_a_chunk_by_code_and_by_sql(alice, before, after, legal):
    chunk = start(alice, "").chunks.get()
    set_status(chunk, before)
    lease = {"lease_token": chunk.job.public_id, "lease_until": NOW}
    lease = lease if after == "running" else dict.fromkeys(lease)
    refused_by_code(chunk, after, legal, **lease)
    value = "gen_random_uuid(), lease_until = now()" if after == "running" else "NULL, lease_until = NULL"
    refused_by_sql("jobs_jobchunk", chunk, before, after, legal, f"lease_token = {value}")


def set_status(row, status):
    """Put the row there past the trigger, which is what is being asked."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        extra = (
            ", finished_at = now()" if isinstance(row, Job) and status not in ("queued", "running") else ""
        )
        if status == "running" and isinstance(row, JobChunk):
            extra = ", lease_token = gen_random_uuid(), lease_until = now()"
        cursor.execute(f"UPDATE {row._meta.db_table} SET status = %s{extra} WHERE id = %s", [status, row.pk])  # noqa: S608
        cursor.execute("SET session_replication_role = DEFAULT")
    row.refresh_from_db()


def refused_by_code(row, after, legal, **columns):
    before = row.status
    try:
        with transaction.atomic():
            move(row, after, **columns)
            assert legal
            raise InterruptedError
    except IllegalMove:
        assert not legal
    except InterruptedError:
        pass
    row.refresh_from_db()
    assert row.status == before


def refused_by_sql(table, row, before, after, legal, also):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET status = %s, {also} WHERE id = %s", [after, row.pk])  # noqa: S608
        assert legal, f"{before} -> {after}"
    except DatabaseError as error:
        assert not legal, error
        assert "illegal move" in str(error)
