"""The way from a file to an import: its columns, how it is written, mappings that are kept."""

import io
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from crm import clock
from crm.errors import IllegalMove, NotFound, Refused
from crm.imports import services as imports
from crm.imports.guide import selectors, services
from crm.imports.guide.composing import Chosen
from crm.imports.guide.models import DraftPart, ImportDraft, SavedMapping
from crm.imports.models import ImportRun
from crm.jobs.work import work_off
from owners.contracts.models import Purchase
from owners.people.models import Owner
from tests.people import NOW

pytestmark = pytest.mark.django_db
OWNERS = "客户名称,联系方式,称谓,证件,登记\n王小明,138 0000 0001,先生,A123456789,民國115年3月2日\n李四,无,太太,,115/3/3\n"


def uploaded(actor, project, text=OWNERS, kind="owners", name="list.csv", **more) -> ImportDraft:
    content = text if isinstance(text, bytes) else text.encode()
    return services.upload(
        actor, kind=kind, file=io.BytesIO(content), file_name=name, project=project, now=NOW, **more
    )


def fields_of(draft) -> dict[str, str]:
    return {line.heading: line.field for line in selectors.columns_of(draft) if line.field}


def test_columns_are_known_by_their_headings_and_by_what_stands_in_them(bob, riverside):
    found = fields_of(uploaded(bob, riverside))
    assert found["客户名称"] == "name"
    assert "phone" not in found.values()  # half of what stands there is none
    found = fields_of(uploaded(bob, riverside, "谁,何处\n王小明,13800000001\n陈建国,13900000002\n"))
    assert found == {"谁": "name", "何处": "phone"}


def test_a_column_whose_heading_misleads_is_not_believed(bob, riverside):
    text = "姓名,电话登记日期\n王小明,2026-01-02\n李四,2026-01-03\n"
    assert fields_of(uploaded(bob, riverside, text)) == {"姓名": "name", "电话登记日期": "known_since"}


def test_whether_day_or_month_comes_first_is_seen_in_the_whole_column(bob, riverside):
    draft = uploaded(bob, riverside, "姓名,生日\n王小明,03/04/1980\n李四,25/12/1981\n")
    assert draft.mapping["fields"]["birth_date"]["order"] == "dmy"
    assert not any(reading.wrong for reading in selectors.readings_of(draft))


def test_the_unit_stands_in_the_heading(bob, riverside):
    text = "房号,总价（万元）,签约日期,建筑面积(坪)\n3-2-1201,128.5,2026-03-01,30\n"
    draft = uploaded(bob, riverside, text, kind="purchases")
    reading = selectors.readings_of(draft)[0]
    assert reading.values["amount"] == 1_285_000_00
    assert str(reading.values["area"]) == "99.17"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_is_found_and_shown(encoding, bob, riverside):
    draft = uploaded(bob, riverside, (OWNERS * 3).encode(encoding))
    assert draft.columns[0] == "客户名称"
    assert draft.encoding == draft.encoding_found == encoding


def test_another_encoding_can_be_tried_and_what_it_does_not_fit_is_refused(bob, riverside):
    draft = uploaded(bob, riverside, OWNERS.encode("gb18030"))
    with pytest.raises(Refused, match="not written"):
        services.reread(bob, draft, encoding="utf-8", now=NOW)
    again = services.reread(bob, draft, encoding="gb18030", now=NOW)
    assert again.columns[0] == "客户名称"


def test_a_heading_of_two_rows_is_seen(bob, riverside):
    text = "姓名,电话,面积\nname,phone,area\n王小明,13800000001,90\n李四,13900000002,80\n"
    draft = uploaded(bob, riverside, text)
    assert draft.header_rows == 2
    assert [row[0] for row in services.sample_of(draft).rows] == [3, 4]


@pytest.mark.parametrize(
    "above",
    ["2026年客户登记表,,,\n", "2026年客户登记表\n", "客户登记表,,,\n基本资料,,其他,\n"],
    ids=["a title", "a title alone in its line", "a title and groups"],
)
def test_a_title_over_the_table_names_no_column(above, bob, riverside):
    people = "".join(f"王小明,1380000000{at},1985-03-02,3-2-{at}01\n" for at in range(1, 5))
    draft = uploaded(bob, riverside, above + "客户姓名,手机号码,出生日期,房号\n" + people)
    assert draft.columns == ["客户姓名", "手机号码", "出生日期", "房号"]
    assert services.sample_of(draft).rows[0][1][1] == "13800000001"
    assert {line.field for line in selectors.columns_of(draft)} == {"name", "phone", "birth_date", "home"}


def test_rows_that_are_half_empty_are_no_title(bob, riverside):
    text = "姓名,电话,出生日期,房号\n王小明,13800000001,,\n李四,13900000002,1985-03-02,3-2-101\n"
    draft = uploaded(bob, riverside, text)
    assert (draft.header_rows, draft.columns) == (1, ["姓名", "电话", "出生日期", "房号"])


def test_what_was_chosen_on_the_page_becomes_the_mapping(bob, riverside):
    draft = uploaded(bob, riverside)
    said = {
        0: Chosen("name"),
        1: Chosen("phone"),
        2: Chosen("gender", values={"先生": "male", "太太": "female"}),
        3: Chosen("identity", {"kind": "tw"}),
        4: Chosen("known_since"),
    }
    draft = services.assign(bob, draft, said, now=NOW)
    first, second = selectors.readings_of(draft)
    assert first.values["gender"] == "male"
    assert (first.values["phone"], str(first.values["known_since"])) == ("13800000001", "2026-03-02")
    assert second.values["gender"] == "female"
    assert list(second.wrong) == ["phone"]


def test_a_value_that_means_none_of_the_choices_is_marked(bob, riverside):
    draft = uploaded(bob, riverside, "姓名,性别\n王小明,男\n李四,不详\n")
    assert "none of the choices" in selectors.readings_of(draft)[1].wrong["gender"]


def test_a_column_may_be_kept_beside_as_it_stands(bob, riverside):
    draft = services.assign(bob, uploaded(bob, riverside), {0: Chosen("name"), 4: Chosen("@fact")}, now=NOW)
    assert draft.mapping["facts"] == {"登记": "登记"}


def test_what_is_needed_and_missing_is_said_and_nothing_goes_on(bob, riverside):
    draft = services.assign(bob, uploaded(bob, riverside), {1: Chosen("phone")}, now=NOW)
    assert selectors.still_needed(draft) == ["name"]
    with pytest.raises(Refused, match="needed"):
        services.take_on(bob, draft, now=NOW)
    assert not ImportRun.objects.exists()


def test_a_draft_becomes_an_import_once_and_is_empty_then(bob, riverside):
    draft = uploaded(bob, riverside)
    run = services.take_on(bob, draft, now=NOW)
    assert (run.row_count, run.project) == (2, riverside)
    assert not DraftPart.objects.exists()
    with pytest.raises(IllegalMove):
        services.take_on(bob, draft, now=NOW)


def test_a_mapping_is_kept_and_found_again_for_the_next_file(bob, riverside):
    draft = services.assign(
        bob, uploaded(bob, riverside), {0: Chosen("name"), 1: Chosen("occupation")}, now=NOW
    )
    services.keep_mapping(bob, draft, name="销售部", now=NOW)
    again = uploaded(bob, riverside)
    assert again.mapping_name == "销售部"
    assert fields_of(again) == {"客户名称": "name", "联系方式": "occupation"}


def test_a_mapping_is_shared_or_nobody_elses(bob, ada, riverside):
    draft = uploaded(bob, riverside)
    own = services.keep_mapping(bob, draft, name="mine", now=NOW)
    services.keep_mapping(bob, draft, name="ours", shared=True, now=NOW)
    assert [row.name for row in selectors.mappings_for(ada)] == ["ours"]
    with pytest.raises(NotFound):
        services.drop_mapping(ada, SavedMapping.objects.get(name="ours"), now=NOW)
    services.drop_mapping(bob, own, now=NOW)
    assert [row.name for row in selectors.mappings_for(bob)] == ["ours"]


def test_refused_rows_come_back_with_the_mapping_of_their_first_try(bob, riverside):
    draft = services.assign(bob, uploaded(bob, riverside), {0: Chosen("name"), 1: Chosen("phone")}, now=NOW)
    run = services.take_on(bob, draft, now=NOW)
    imports.start(bob, run, dry=False, now=NOW)
    work_off(clock=clock.now)
    from crm.imports import refused

    run.refresh_from_db()
    corrected = refused.as_csv(run).decode("utf-8-sig").replace("无", "13900000002")
    again = uploaded(bob, riverside, corrected)
    assert fields_of(again) == {"客户名称": "name", "联系方式": "phone"}
    second = services.take_on(bob, again, now=NOW)
    imports.start(bob, second, dry=False, now=NOW)
    work_off(clock=clock.now)
    assert sorted(Owner.objects.values_list("name", flat=True)) == ["李四", "王小明"]


def test_a_file_that_nobody_goes_on_with_is_thrown_away(bob, riverside):
    uploaded(bob, riverside)
    assert services.forget(now=NOW + services.KEPT / 2) == 0
    assert services.forget(now=NOW + services.KEPT * 2) == 1
    assert not ImportDraft.objects.exists()


def test_the_file_lies_sealed(bob, riverside):
    from django.db import connection

    uploaded(bob, riverside)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sample, content FROM imports_importdraft, imports_draftpart")
        assert all("小明".encode() not in bytes(column) for column in cursor.fetchone())


SHEET = [["姓名", "手机"], ["王小明", 13800000001], ["李四", "13900000002/13900000003"]]


def spreadsheet() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(SHEET):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def post(client, content: bytes, name="list.csv", **more):
    file = SimpleUploadedFile(name, content)
    sent = {"file": file, "kind": "owners", "project": "RIVERSIDE"} | more
    return client.post("/imports/", sent).headers["Location"]


def test_a_spreadsheet_goes_the_whole_way_in_the_browser(signed_in, bob, riverside):
    client = signed_in(bob)
    where = post(client, spreadsheet(), "list.xlsx")
    page = client.get(where).content.decode()
    assert "王小明" in page
    assert "13900000002/13900000003" in page
    assert "imp-wrong" in page
    run = client.post(where + "take/").headers["Location"]
    client.post(run + "trial/")
    work_off(clock=clock.now)
    assert not Owner.objects.exists()
    client.post(run + "execution/")
    work_off(clock=clock.now)
    assert Owner.objects.get().phone == "13800000001"
    assert "13900000002/13900000003" in client.get(run + "refused.csv").content.decode("utf-8-sig")


def test_the_table_answers_every_change_with_the_rows_as_they_read_now(signed_in, bob, riverside):
    client = signed_in(bob)
    where = post(client, OWNERS.encode())
    sent = {
        "field-0": "name",
        "field-1": "phone",
        "field-2": "gender",
        "from-2": ["先生", "太太"],
        "to-2": ["male", "female"],
    }
    answer = client.post(where + "columns/", sent, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert "女" in page
    assert client.post(where + "columns/", sent).headers["Location"] == where


def test_the_page_reads_the_file_another_way(signed_in, bob, riverside):
    client = signed_in(bob)
    where = post(client, OWNERS.encode("big5hkscs", "replace"))
    sent = {"encoding": "utf-8", "header_rows": "1", "project": "RIVERSIDE"}
    refused = client.post(where + "reading/", sent, headers={"HX-Request": "true"}).content.decode()
    assert "utf-8" in refused
    assert client.post(where + "reading/", sent | {"encoding": "big5hkscs"}).status_code == 302
    assert (
        client.post(where + "reading/", sent | {"encoding": "big5hkscs", "header_rows": "9"}).status_code
        == 422
    )


def test_nobody_opens_the_draft_of_somebody_else(signed_in, bob, ada, riverside):
    where = post(signed_in(bob), OWNERS.encode())
    for way in ("", "columns/", "reading/", "mapping/", "keep/", "take/", "discard/"):
        client = signed_in(ada)
        answer = client.post(where + way) if way else client.get(where)
        assert answer.status_code == 404, way
    assert ImportDraft.objects.count() == 1
    assert not ImportRun.objects.exists()


def test_a_mapping_is_kept_begun_with_and_forgotten_on_the_page(signed_in, bob, riverside):
    client = signed_in(bob)
    where = post(client, OWNERS.encode())
    assert client.post(where + "keep/", {"name": "  "}).status_code == 422
    client.post(where + "keep/", {"name": "销售部", "shared": "on"})
    row = SavedMapping.objects.get()
    assert "销售部" in client.get(where).content.decode()
    assert client.post(where + "mapping/", {"mapping": str(row.public_id)}).status_code == 302
    assert client.post(where + "mapping/", {"mapping": "homes"}).status_code == 422
    client.post(f"/imports/mappings/{row.public_id}/drop/")
    assert not SavedMapping.objects.exists()


def test_an_import_is_undone_on_the_page_once_it_was_looked_at(signed_in, bob, riverside):
    client = signed_in(bob)
    run = client.post(post(client, spreadsheet(), "list.xlsx") + "take/").headers["Location"]
    assert "undo/" not in client.get(run).content.decode()
    client.post(run + "execution/")
    work_off(clock=clock.now)
    assert "undo/" in client.get(run).content.decode()
    assert client.get(run + "undo/").status_code == 200
    assert Owner.objects.exists()
    client.post(run + "undo/")
    work_off(clock=clock.now)
    assert not Owner.objects.exists()
    assert "undo/" not in client.get(run).content.decode()


REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "purchases_tw" / "a_lvr_land_a.csv"


@pytest.mark.skipif(not REAL.is_file(), reason="the register of Taiwanese sales is not on this machine")
@pytest.mark.parametrize("encoding", ["utf-8-sig", "big5hkscs"])
def test_the_register_of_taiwanese_sales_goes_through_in_both_encodings(encoding, bob, riverside):
    text = REAL.read_text(encoding="utf-8-sig")
    draft = uploaded(bob, riverside, text.encode(encoding, "replace"), kind="purchases", name=REAL.name)
    assert (draft.encoding, draft.header_rows, draft.mapping_name) == (encoding, 2, "registered-sales-taiwan")
    run = services.take_on(bob, draft, now=clock.now())
    imports.start(bob, run, dry=False, now=clock.now())
    work_off(clock=clock.now)
    assert Purchase.objects.filter(project=riverside).count() > 100


def test_the_api_leads_the_same_way(api, bob, ada, riverside):
    client = api(bob)
    body = {
        "file": SimpleUploadedFile("list.csv", OWNERS.encode("gb18030")),
        "kind": "owners",
        "project": "RIVERSIDE",
    }
    made = client.client.post("/api/v1/import-drafts", body, headers=client.headers)
    assert made.status_code == 201, made.content
    draft = made.json()
    assert (draft["encoding"], draft["columns"][0]["field"]) == ("gb18030", "name")
    where = f"import-drafts/{draft['id']}"
    assert client.put(where + "/reading", {"encoding": "utf-8"}).status_code == 422
    columns = [{"column": 0, "field": "name"}, {"column": 1, "field": "phone"}]
    columns.append({"column": 2, "field": "gender", "values": {"先生": "male", "太太": "female"}})
    read = client.put(where + "/columns", {"columns": columns}).json()
    assert read["rows"][0]["values"]["gender"] == "male"
    assert list(read["rows"][1]["wrong"]) == ["phone"]
    kept = client.post(where + "/mapping", {"name": "销售部", "shared": True})
    assert kept.status_code == 201
    assert "销售部" in [row["name"] for row in api(ada).get("import-mappings").json()]
    assert api(ada).get(where).status_code == 404
    assert client.put(where + "/mapping", {"mapping": kept.json()["id"]}).status_code == 200
    run = client.post(where + "/import").json()["imported_as"]
    assert client.get(f"imports/{run}").json()["rows"] == 2
    assert client.post(where + "/import").status_code == 409
    assert client.delete(f"import-mappings/{kept.json()['id']}").status_code == 204
