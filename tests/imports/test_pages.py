"""Importing in the browser and over the API, from the file to the refused rows."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm import clock, imports
from crm.accounts import services as accounts
from crm.accounts.models import Grant, Role
from crm.imports.models import ImportRun
from crm.imports.slots import external_facts
from crm.imports.wording import FIELDS
from crm.jobs.work import work_off
from owners.homes.models import Home
from service_desk.cases.models import Case
from tests.people import NOW, machine

pytestmark = pytest.mark.django_db
OURS = Path(imports.__file__).parent / "mappings"
HOMES = "楼栋,单元,楼层,室号,面积\n3,2,12,1201,89.5\n3,2,12,1202,很大\n"


def upload(client, text=HOMES, kind="homes", project="RIVERSIDE", name="homes.csv", **more):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post("/imports/", {"file": file, "kind": kind, "project": project, **more})


def brought(client, *given, **more) -> str:
    """Uploaded, its columns taken as they were guessed, and gone on with: the address of the import."""
    draft = upload(client, *given, **more).headers["Location"]
    return client.post(draft + "take/").headers["Location"]


def words(answer) -> str:
    return answer.content.decode()


def test_a_file_is_looked_at_before_anything_is_taken(signed_in, bob, riverside):
    client = signed_in(bob)
    draft = upload(client).headers["Location"]
    where = client.post(draft + "take/").headers["Location"]
    assert where == f"/imports/{ImportRun.objects.get().public_id}/"
    for page in (words(client.get(where)), words(client.get(draft, follow=True))):
        assert "89.5" in page
        assert "很大" in page
        assert "UTF-8" in page
    assert not Home.objects.exists()


def test_the_fields_are_named_in_the_readers_language(signed_in, bob, riverside):
    client = signed_in(bob)
    page = words(client.get(brought(client)))
    for label in ("楼栋", "单元", "楼层", "面积"):
        assert f'<th scope="col">{label}</th>' in page


def test_every_field_of_our_own_mappings_has_its_word():
    names = {name for path in OURS.glob("*.json") for name in json.loads(path.read_text())["fields"]}
    assert names - set(FIELDS) == set()


def test_a_refused_form_says_that_the_file_is_gone(signed_in, bob, riverside):
    answer = upload(signed_in(bob), kind="")
    assert answer.status_code == 422
    assert "重新选择文件" in words(answer)


def test_a_trial_tells_and_keeps_nothing_then_the_import_takes_the_good_rows(signed_in, bob, riverside):
    client = signed_in(bob)
    where = brought(client)
    client.post(where + "trial/")
    work_off(clock=clock.now)
    assert "/refused.csv" in words(client.get(where))
    assert not Home.objects.exists()
    client.post(where + "execution/")
    work_off(clock=clock.now)
    assert Home.objects.count() == 1
    page = words(client.get(where))
    assert "execution/" not in page
    assert "<strong>面积</strong>" in page


def test_the_refused_rows_are_downloaded_as_csv_and_as_xlsx(signed_in, bob, riverside):
    client = signed_in(bob)
    where = brought(client)
    client.post(where + "execution/")
    work_off(clock=clock.now)
    csv = client.get(where + "refused.csv")
    assert "很大" in csv.content.decode("utf-8-sig")
    assert "no-store" in csv.headers["Cache-Control"]
    assert client.get(where + "refused.xlsx").content.startswith(b"PK")
    assert client.get(where + "refused.exe").status_code == 404


def test_the_bar_moves_by_itself_while_the_job_is_open(signed_in, bob, riverside):
    client = signed_in(bob)
    where = brought(client)
    client.post(where + "trial/")
    assert 'hx-trigger="every 1s"' in words(client.get(where + "progress/"))
    work_off(clock=clock.now)
    assert 'hx-trigger="every 1s"' not in words(client.get(where + "progress/"))


@pytest.mark.parametrize(
    "change",
    [
        {"text": b""},
        {"text": "x", "name": "x.xlsx"},
        {"project": "HARBOUR"},
        {"kind": "owners", "mapping": "homes"},
        {"encoding": "big5hkscs", "text": HOMES.encode() + b"\xff\xff"},
    ],
)
def test_what_cannot_be_read_is_said_in_the_form_and_nothing_is_kept(
    change, signed_in, bob, riverside, harbour
):
    answer = upload(signed_in(bob), **change)
    assert answer.status_code == 422
    assert "ds-wrong" in words(answer)
    assert not ImportRun.objects.exists()


def test_a_mapping_file_of_ones_own_is_taken_along(signed_in, bob, riverside):
    own = b'{"kind": "homes", "source": "own", "fields": {"building": {"column": "B"}, "unit": {"column": "U"}}}'
    client = signed_in(bob)
    answer = upload(client, "B,U\n1,101\n", mapping_file=SimpleUploadedFile("mine.json", own))
    where = client.post(answer.headers["Location"] + "take/").headers["Location"]
    client.post(where + "execution/")
    work_off(clock=clock.now)
    assert (ImportRun.objects.get().mapping_name, Home.objects.count()) == ("mine", 1)


def test_a_broken_mapping_file_is_said_in_the_form(signed_in, bob, riverside):
    answer = upload(signed_in(bob), mapping_file=SimpleUploadedFile("mine.json", b"{"))
    assert answer.status_code == 422


def test_nobody_opens_the_import_of_somebody_else(signed_in, bob, ada, riverside):
    where = brought(signed_in(bob))
    assert signed_in(ada).get(where).status_code == 404
    assert signed_in(ada).post(where + "execution/").status_code == 404
    assert not Home.objects.exists()


def test_whoever_imports_elsewhere_now_opens_no_import_of_the_place_he_left(
    signed_in, bob, riverside, harbour
):
    client = signed_in(bob)
    kept = brought(client)
    draft = upload(client).headers["Location"]
    before = list(Grant.objects.filter(user=bob))
    accounts.grant(machine(), bob, role=Role.SUPERVISOR, city=harbour.city, now=NOW)
    for row in before:
        accounts.revoke(machine(), row, now=NOW)
    for where in (kept, kept + "refused.csv", draft):
        assert client.get(where).status_code == 404, where
    page = client.get("/imports/").content.decode()
    assert kept not in page and draft not in page


def test_who_may_not_import_sees_no_page(signed_in, alice):
    assert signed_in(alice).get("/imports/").status_code == 403


def test_running_twice_is_refused(signed_in, bob, riverside):
    client = signed_in(bob)
    where = brought(client)
    client.post(where + "execution/")
    assert client.post(where + "execution/").status_code == 409


def test_the_list_of_imports_costs_the_same_queries_for_one_and_for_ten(
    signed_in, bob, riverside, django_assert_num_queries
):
    client = signed_in(bob)
    upload(client)
    brought(client)
    with CaptureQueriesContext(connection) as one:
        client.get("/imports/")
    alone = len(one)
    for number in range(9):
        upload(client, name=f"{number}.csv")
        brought(client, name=f"{number}.csv")
    with django_assert_num_queries(alone):
        client.get("/imports/")


def test_the_api_goes_the_same_way(api, bob, riverside):
    client = api(bob)
    assert {"homes", "owners"} <= {row["name"] for row in client.get("import-mappings").json()}
    file = SimpleUploadedFile("homes.csv", HOMES.encode())
    body = {"file": file, "kind": "homes", "project": "RIVERSIDE"}
    made = client.client.post("/api/v1/imports", body, headers=client.headers)
    assert made.status_code == 201, made.content
    run = made.json()
    assert (run["rows"], run["mapping"], run["result"]) == (2, "homes", None)
    assert client.post(f"imports/{run['id']}/trial").status_code == 202
    work_off(clock=clock.now)
    assert client.get(f"imports/{run['id']}").json()["trial"] == {"made": 1, "known": 0, "refused": 1}
    assert client.post(f"imports/{run['id']}/execution").status_code == 202
    work_off(clock=clock.now)
    assert client.get(f"imports/{run['id']}").json()["result"] == {"made": 1, "known": 0, "refused": 1}
    (refused,) = client.get(f"imports/{run['id']}/refused-rows").json()
    assert refused["row"] == 3
    assert len(client.get("imports").json()) == 1


def test_the_api_says_what_is_wrong_with_a_file(api, bob, riverside):
    client = api(bob)
    body = {"file": SimpleUploadedFile("x.csv", b"colour\nred\n"), "kind": "homes", "project": "RIVERSIDE"}
    answer = client.client.post("/api/v1/imports", body, headers=client.headers)
    assert answer.status_code == 422
    assert "colour" in answer.json()["fields"]["mapping"]


def test_an_imported_case_shows_what_its_source_said(signed_in, bob, riverside, rf):
    client = signed_in(bob)
    text = (
        "case_enquiry_id,open_dt,closed_dt,ontime,case_status,case_title,subject,reason,type,location\n"
        "1,2022-01-21 13:47:00,,OVERDUE,Open,Noise,S,Noise Disturbance,T,L\n"
    )
    where = brought(client, text, kind="cases", name="c.csv")
    client.post(where + "execution/")
    work_off(clock=clock.now)
    assert "OVERDUE" in external_facts(rf.get("/"), case=Case.objects.get())
    assert external_facts(rf.get("/"), case=None) is None
