"""A list that does not fit on the disk: it fails with a sentence, and no half of a file is left anywhere."""

import resource
from datetime import timedelta

import pytest
from django.db import OperationalError

from crm import clock
from crm.errors import NotFound
from crm.exports import files, selectors, services
from crm.exports.kinds import Export
from crm.exports.models import ExportPart
from crm.jobs.work import MAX_ATTEMPTS, work_off

pytestmark = pytest.mark.django_db
ROWS = 40_000


def many(actor, parameters, *, now) -> Export:
    return Export(["编号", "内容"], ([number, f"第 {number} 行 {number * 7919}"] for number in range(ROWS)))


@pytest.fixture(autouse=True)
def list_of_many(settings, tmp_path):
    settings.EXPORT_KINDS = {"many": "tests.exports.test_full_disk.many"}
    settings.VAR = tmp_path


@pytest.fixture
def no_room(request):
    """No file of this process grows beyond a few pages: what a full disk says, said by the system itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def tried_until_given_up(job):
    now = clock.now()
    for attempt in range(MAX_ATTEMPTS):
        work_off(job.pk, clock=lambda: now + timedelta(hours=attempt))  # noqa: B023
    job.refresh_from_db()


def nothing_is_left(bob, job, tmp_path):
    run = selectors.run_of(job)
    assert (job.status, run.is_there, run.ready_at) == ("failed", False, None)
    assert not ExportPart.objects.exists()
    assert list((tmp_path / "exports").iterdir()) == []
    with pytest.raises(NotFound):
        services.fetch(bob, run, now=clock.now())


def test_a_spreadsheet_that_fills_the_disk(bob, no_room, tmp_path, signed_in):
    job = services.start(bob, "many", {}, form="xlsx", now=clock.now())
    tried_until_given_up(job)
    nothing_is_left(bob, job, tmp_path)
    assert "rror" in job.last_error
    page = signed_in(bob).get(f"/exports/{selectors.run_of(job).public_id}/").content.decode()
    assert "/file/" not in page and f"/jobs/{job.public_id}/" in page


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_database_that_fills_the_disk(bob, monkeypatch, tmp_path, form):
    real, kept = ExportPart.objects.create, []

    def fills_up(**given):
        if given["position"] > 0 or form == "xlsx":
            raise OperationalError('could not extend file "base/1/2": No space left on device')
        kept.append(real(**given))
        return kept[-1]

    monkeypatch.setattr(files.ExportPart.objects, "create", fills_up)
    job = services.start(bob, "many", {}, form=form, now=clock.now())
    tried_until_given_up(job)
    nothing_is_left(bob, job, tmp_path)
    assert "No space left" in job.last_error


def test_control_with_room_the_same_list_is_there(bob, tmp_path):
    job = services.start(bob, "many", {}, form="csv", now=clock.now())
    work_off(job.pk, clock=clock.now)
    run = selectors.run_of(job)
    assert run.is_there and run.rows_written == ROWS and run.part_count > 1
