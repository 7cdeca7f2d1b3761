"""What is seen of a job while it runs."""

import pytest

from crm.jobs import services
from crm.jobs.work import run_next, work_off
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind(settings, monkeypatch):
    settings.JOB_KINDS = {"test": "tests.jobs.kind.run_chunk"}
    monkeypatch.setattr("crm.jobs.wake.ring", lambda *a: True)


@pytest.fixture
def job(alice):
    chunks = [{"rows": [1], "then": "refuse"}, {"rows": [2]}]
    return services.start("test", alice, title="Owners of Riverside", parameters={}, chunks=chunks, now=NOW)


def test_the_page_asks_for_its_progress_while_the_job_is_open_and_then_rests(signed_in, alice, job):
    client, path = signed_in(alice), f"/jobs/{job.public_id}/"
    assert "hx-get" in client.get(path).content.decode()
    run_next(job.pk, clock=lambda: NOW)
    part = client.get(f"{path}progress/").content.decode()
    assert "50 %" in part
    assert "<html" not in part
    work_off(job.pk, clock=lambda: NOW)
    assert "hx-get" not in client.get(f"{path}progress/").content.decode()


def test_the_list_shows_ones_own_jobs_and_the_administrator_all(signed_in, alice, bob, ada, job):
    assert "Owners of Riverside" in signed_in(alice).get("/jobs/").content.decode()
    assert "Owners of Riverside" not in signed_in(bob).get("/jobs/").content.decode()
    assert "Owners of Riverside" in signed_in(ada).get("/jobs/").content.decode()


@pytest.mark.parametrize("path", ["", "progress/", "refused.csv"])
def test_somebody_elses_job_is_not_found(signed_in, bob, job, path):
    assert signed_in(bob).get(f"/jobs/{job.public_id}/{path}").status_code == 404


def test_somebody_elses_job_cannot_be_stopped(signed_in, bob, job):
    assert signed_in(bob).post(f"/jobs/{job.public_id}/cancel/").status_code == 404
    job.refresh_from_db()
    assert job.cancel_asked_at is None


def test_stop_is_a_button(signed_in, alice, job):
    signed_in(alice).post(f"/jobs/{job.public_id}/cancel/")
    job.refresh_from_db()
    assert job.status == "cancelled"


def test_refused_rows_come_as_a_file_without_formulas(signed_in, alice, job):
    work_off(job.pk, clock=lambda: NOW)
    response = signed_in(alice).get(f"/jobs/{job.public_id}/refused.csv")
    assert response["Cache-Control"] == "no-store"
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == ["name,phone,reason", "'=1+1,+86 138,no home"]


def test_whoever_looks_after_the_house_does_not_read_what_was_refused(signed_in, ada, alice, job):
    work_off(job.pk, clock=lambda: NOW)
    client, path = signed_in(ada), f"/jobs/{job.public_id}/"
    assert "refused.csv" not in client.get(path).content.decode()
    assert client.get(f"{path}refused.csv").status_code == 404
    assert "refused.csv" in signed_in(alice).get(path).content.decode()


def test_the_api_shows_a_job_and_stops_it(api, alice, bob, job):
    shown = api(alice).get(f"jobs/{job.public_id}").json()
    assert (shown["status"], shown["percent"], shown["chunk_count"]) == ("queued", 0, 2)
    assert api(bob).get(f"jobs/{job.public_id}").status_code == 404
    assert api(alice).post(f"jobs/{job.public_id}/cancellation").json()["status"] == "cancelled"
    assert api(alice).post(f"jobs/{job.public_id}/cancellation").status_code == 409
    assert api(alice).post(f"jobs/{job.public_id}/retry").status_code == 409
    assert len(api(alice).get("jobs").json()["results"]) == 1
