"""Lists taken as files: what stands in them, who may have them, how long they are kept."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from crm import clock
from crm.audit.models import AuditEntry
from crm.errors import NotAllowed, NotFound, Refused
from crm.exports import selectors, services
from crm.exports.models import ExportPart, ExportRun
from crm.jobs import services as jobs
from crm.jobs.refusals import csv_lines, harmless
from crm.jobs.work import work_off
from crm.privacy import services as privacy
from owners.days import day_of
from owners.deeds import services as deeds
from owners.handovers import services as handovers
from owners.homes import services as homes
from owners.models import TitleDeed
from owners.people import services as people
from tests.owners.staging import add_home, buy
from tests.people import NOW

pytestmark = pytest.mark.django_db


def made(actor, kind="owners", form="csv-bare", now=None, **parameters) -> ExportRun:
    job = services.start(actor, kind, parameters, form=form, now=now or clock.now())
    work_off(job.pk, clock=clock.now)
    return selectors.run_of(job)


def content(actor, run) -> bytes:
    return b"".join(services.fetch(actor, run, now=clock.now()))


def table(actor, **more) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(actor, made(actor, **more)).decode("utf-8-sig"))))


def test_the_owners_of_ones_scope_in_ones_language_with_masked_numbers(bob, chen, dai, home_1201):
    head, *rows = table(bob)
    assert head[:2] == ["编号", "姓名"]
    assert [row[0] for row in rows] == [chen.number]
    assert "138****5678" in rows[0]
    assert chen.phone not in "".join(rows[0])


def test_the_filters_of_the_list_are_in_force(bob, chen, riverside):
    assert len(table(bob, q="5678")) == 2
    assert len(table(bob, q="nobody")) == 1
    assert len(table(bob, project="RIVERSIDE")) == 2


LISTS = ["owners", "homes", "purchases", "ownerships", "cases", "deeds", "handovers", "findings"]


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("form", ["xlsx", "csv", "csv-bare"])
def test_every_list_comes_in_every_form(kind, form, bob, chen, home_1201):
    run = made(bob, kind=kind, form=form)
    assert (run.job.status, run.is_there, run.percent) == ("done", True, 100)
    assert len(content(bob, run)) == run.size
    assert run.title


def test_a_spreadsheet_has_real_days_and_numbers(bob, chen, home_1201):
    run = made(bob, kind="ownerships", form="xlsx")
    rows = CalamineWorkbook.from_object(io.BytesIO(content(bob, run))).get_sheet_by_index(0).to_python()
    assert rows[1][1] == home_1201.number
    assert rows[1][5] == 100
    assert rows[1][6].year > 2000


def test_the_mark_that_lets_excel_read_chinese_can_be_left_out(bob, chen):
    assert content(bob, made(bob, form="csv")).startswith(b"\xef\xbb\xbf")
    assert not content(bob, made(bob, form="csv-bare")).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "@SUM(1)", "+1+cmd", "＝1+1"])
def test_what_begins_like_a_formula_is_made_harmless(name, bob, riverside):
    people.add_owner(bob, project=riverside, kind="person", name=name, now=NOW)
    assert table(bob)[1][1] == "'" + name
    run = made(bob, form="xlsx")
    assert b"<f>" not in content(bob, run)
    rows = CalamineWorkbook.from_object(io.BytesIO(content(bob, run))).get_sheet_by_index(0).to_python()
    assert rows[1][1] == name


@pytest.mark.parametrize("between", [";", "\t", "\n", "; "])
@pytest.mark.parametrize("formula", ["=1+1", "@SUM(1)", "+cmd", "-2+3+cmd|' /C calc'!A0", "＝1+1"])
def test_nor_is_what_a_spreadsheet_of_another_country_takes_for_a_cell(bob, between, formula):
    lines = csv_lines([{"name": f"王{between}{formula}{between}x", "reason": "-"}])
    text = "".join(lines)
    for cut in (",", ";", "\t"):
        cells = [cell.strip(' "') for line in text.splitlines() for cell in line.split(cut)]
        assert [cell for cell in cells if cell.startswith(formula[0])] == [], cut


@pytest.mark.parametrize("words", ["- 漏水\n- 停电", "3;-2", "13812345678;+86 138 1234 5678", "a = b; c"])
def test_lists_and_numbers_are_left_as_they_were_written(words):
    assert harmless("见：\n" + words) == "见：\n" + words


def test_nobody_but_who_asked_fetches_a_file(bob, ada, chen):
    run = made(bob)
    with pytest.raises(NotFound):
        services.fetch(ada, run, now=clock.now())


def test_an_agent_takes_no_list_away(alice, chen):
    with pytest.raises(NotAllowed):
        services.start(alice, "owners", {}, now=NOW)
    assert not ExportRun.objects.exists()


def test_who_may_not_see_a_list_does_not_get_it_as_a_file_either(ada, chen):
    with pytest.raises(NotAllowed):
        services.start(ada, "owners", {}, now=NOW)
    assert not ExportRun.objects.exists()


@pytest.mark.parametrize("wrong", [{"kind": "secrets"}, {"kind": "owners", "form": "exe"}])
def test_what_is_not_known_is_refused_and_no_job_begins(wrong, bob):
    with pytest.raises(Refused):
        services.start(bob, wrong["kind"], {}, form=wrong.get("form", "xlsx"), now=NOW)
    assert not ExportRun.objects.exists()


def test_a_project_out_of_scope_is_not_found(bob, harbour):
    with pytest.raises(NotFound):
        services.start(bob, "owners", {"project": "HARBOUR"}, now=NOW)


def test_asking_and_fetching_are_written_down_without_words(bob, chen):
    content(bob, made(bob, q="陈"))
    verbs = list(AuditEntry.objects.filter(verb__startswith="exports").values_list("verb", flat=True))
    assert sorted(verbs) == ["exports.fetch", "exports.start"]
    assert "陈" not in str(list(AuditEntry.objects.values("after", "subject_label")))


def test_after_a_week_the_file_is_gone_and_the_row_says_so(bob, chen):
    run = made(bob)
    later = run.ready_at + timedelta(days=7, seconds=1)
    with pytest.raises(NotFound):
        services.fetch(bob, run, now=later)
    assert services.forget(now=later) == 1
    run.refresh_from_db()
    assert (run.is_there, run.parameters, ExportPart.objects.count()) == (False, None, 0)
    assert services.forget(now=later) == 0


def test_an_erasure_takes_every_file_with_it(bob, chen):
    run = made(bob)
    services.forget_all(now=clock.now())
    with pytest.raises(NotFound):
        content(bob, ExportRun.objects.get(pk=run.pk))
    assert not ExportPart.objects.exists()


def test_a_file_thrown_away_before_it_is_written_stays_away(bob, chen):
    job = services.start(bob, "owners", {}, form="csv", now=clock.now())
    services.forget_all(now=clock.now())
    work_off(job.pk, clock=clock.now)
    run = selectors.run_of(job)
    assert (run.is_there, run.job.status, ExportPart.objects.count()) == (False, "done", 0)


def test_whoever_is_erased_while_a_file_is_written_is_not_kept_in_it(bob, chen, monkeypatch):
    real = services.files.keep

    def kept_while_somebody_is_erased(run, pieces):
        found = real(run, pieces)
        ExportRun.objects.filter(pk=run.pk).update(forgotten_at=clock.now(), parameters=None)
        return found

    monkeypatch.setattr(services.files, "keep", kept_while_somebody_is_erased)
    run = made(bob)
    assert (run.is_there, run.ready_at, ExportPart.objects.count()) == (False, None, 0)


def test_control_before_its_time_nothing_is_forgotten(bob, chen):
    run = made(bob)
    assert services.forget(now=run.ready_at + timedelta(days=6)) == 0
    assert content(bob, run)


def test_a_file_that_is_not_wanted_any_more_is_not_written(bob, chen):
    job = services.start(bob, "owners", {}, now=clock.now())
    jobs.cancel(bob, job, now=clock.now())
    work_off(job.pk, clock=clock.now)
    run = selectors.run_of(job)
    assert (run.job.status, run.is_there) == ("cancelled", False)


def test_the_words_searched_for_lie_sealed(bob, chen):
    from django.db import connection

    made(bob, q="陈建国")
    with connection.cursor() as cursor:
        cursor.execute("SELECT parameters::text FROM exports_exportrun")
        assert "建国" not in cursor.fetchone()[0]


def test_the_pages_from_the_button_to_the_file(signed_in, bob, chen):
    client = signed_in(bob)
    assert "/exports/start/" in client.get("/owners/").content.decode()
    sent = {"kind": "owners", "parameters": '{"q": "5678"}', "form": "csv"}
    where = client.post("/exports/start/", sent).headers["Location"]
    assert 'hx-trigger="every 1s"' in client.get(where).content.decode()
    work_off(clock=clock.now)
    page = client.get(where + "progress/").content.decode()
    assert "100 %" in page
    answer = client.get(where + "file/")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert chen.number.encode() in b"".join(answer.streaming_content)
    assert "业主" in client.get("/exports/").content.decode()
    client.post(where + "discard/")
    assert client.get(where + "file/").status_code == 404


@pytest.mark.parametrize("filters", ["[", "[]", '"x"'])
def test_filters_that_cannot_be_read_are_refused(filters, signed_in, bob):
    answer = signed_in(bob).post("/exports/start/", {"kind": "owners", "parameters": filters})
    assert answer.status_code == 422
    assert not ExportRun.objects.exists()


def test_the_api_does_the_same(api, bob, chen, dan):
    client = api(bob)
    asked = client.post("exports", {"kind": "owners", "form": "csv-bare", "parameters": {"q": "5678"}})
    assert asked.status_code == 202
    work_off(clock=clock.now)
    number = asked.json()["id"]
    assert client.get(f"exports/{number}").json()["is_there"] is True
    assert client.get("exports").json()["results"][0]["rows"] == 1
    answer = client.get(f"exports/{number}/file")
    assert chen.number.encode() in b"".join(answer.streaming_content)
    assert client.delete(f"exports/{number}").status_code == 204
    assert client.get(f"exports/{number}/file").status_code == 404
    assert client.post("exports", {"kind": "nothing"}).status_code == 422


def test_a_long_list_takes_as_many_statements_as_a_short_one_a_thousand_rows(bob, riverside, chen):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            made(bob)
        return len(seen)

    asked()  # whatever is read once a process has been read
    one = asked()
    for number in range(20):
        people.add_owner(bob, project=riverside, kind="person", name=f"Owner {number}", now=NOW)
    assert asked() == one


class TestHandoversAndDeeds:
    @pytest.fixture
    def home(self, alice, chen, riverside):
        home = add_home(alice, riverside, NOW)
        buy(alice, chen, home, NOW)
        return home

    @pytest.fixture
    def refused(self, alice, chen, home):
        """Chen would not take the keys: a window does not close."""
        held = handovers.plan_handover(alice, home, chen, at=NOW, now=NOW)
        said = {"place": "卧室", "remark": "窗户关不上", "seriousness": "serious"}
        handovers.add_finding(alice, held, **said, now=NOW)
        held.refresh_from_db()
        words = {"version": held.version, "because": "先修窗户", "on": day_of(NOW)}
        return handovers.refuse(alice, held, **words, now=NOW)

    def test_how_appointments_ended_and_what_waits_to_be_fixed(self, bob, refused, home):
        head, row = table(bob, kind="handovers", status="refused")
        assert (row[1], row[8], row[9]) == (home.number, "先修窗户", "1") and len(head) == len(row)
        head, row = table(bob, kind="findings")
        assert row[1:4] == [home.number, "卧室", "窗户关不上"] and len(head) == len(row)
        assert len(table(bob, kind="handovers", status="planned")) == 1

    def test_a_deed_stands_with_the_day_of_each_milestone(self, bob, alice, chen, home):
        homes.hand_over(alice, home, on=date(2025, 11, 1), now=NOW)
        deeds.reach(alice, TitleDeed.objects.get(), milestone="documents", on=date(2025, 11, 3), now=NOW)
        head, row = table(bob, kind="deeds")
        assert row[2] == chen.number and len(head) == len(row)
        assert row[6] == "2025-11-03" and row[7] == ""

    @pytest.mark.parametrize("kind", ["deeds", "handovers", "findings"])
    def test_who_does_not_see_the_list_gets_no_file_of_it(self, mei, kind, refused):
        with pytest.raises(NotAllowed):
            services.start(mei, kind, {}, now=NOW)
        assert not ExportRun.objects.exists()

    @pytest.mark.parametrize("page", ["handovers", "deeds", "findings"])
    def test_the_button_stands_on_the_page(self, signed_in, bob, page):
        answer = signed_in(bob).get(reverse(f"owners:{page}")).content.decode()
        assert f'name="kind" value="{page}"' in answer


def test_the_log_of_who_saw_what_is_taken_as_a_file_by_whoever_may_read_it(alice, bob, pia, chen, signed_in):
    privacy.reveal(alice, chen, "phone", because="给业主回电", now=NOW)
    head, row = table(pia, kind="reveals")
    assert len(head) == len(row) and row[2] == chen.number and row[4] == "给业主回电"
    assert chen.phone not in "".join(row) and row[3] != "phone"
    assert len(table(pia, kind="reveals", label="O-2000-000001")) == 1
    with pytest.raises(NotAllowed):
        services.start(bob, "reveals", {}, now=NOW)
    page = signed_in(pia).get("/settings/reveals/?actor=alice").content.decode()
    assert 'name="kind" value="reveals"' in page and "alice" in page
