"""A run from file to rooms: made, tried, taken, repeated, refused, killed in between."""

import csv
import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from crm import clock
from crm.accounts.services import system_user
from crm.errors import IllegalMove, NotAllowed, Refused
from crm.imports import refused, services
from crm.imports.mapping import mapping_named
from crm.imports.models import ImportedRow, ImportRun
from crm.imports.selectors import preview, refused_rows, totals
from crm.jobs.refusals import harmless
from crm.jobs.work import work_off
from owners.contracts.models import Ownership, Purchase
from owners.homes.models import Home
from owners.people.models import Owner
from service_desk.cases.models import Case
from tests.people import NOW

pytestmark = pytest.mark.django_db
OWNERS = "姓名,手机,房号,备注\n王小明,013800000001,3-2-1201,=1+1\n李雷,abc,,\n,13700000003,,\n韩梅梅,13600000004,9-9-9,\n"


def run_of(kind, text, actor, project, mapping=None, name="list.csv"):
    return services.prepare(
        actor, kind=kind, mapping=mapping_named(mapping or kind), content=text.encode(), file_name=name,
        project=project, now=NOW,
    )  # fmt: skip


def take(run, actor, dry=False):
    list(services.run_now(actor, run, dry=dry, clock=lambda: NOW))
    return totals(run, dry=dry)


def test_owners_come_in_with_the_homes_they_own_and_the_others_say_why_not(bob, riverside, home_1201):
    run = run_of("owners", OWNERS, bob, riverside)
    counts = take(run, bob)
    assert (counts.made, counts.refused) == (1, 3)
    owner = Owner.objects.get()
    assert (owner.name, owner.phone, owner.source) == ("王小明", "13800000001", "import")
    assert Ownership.objects.get(owner=owner).home == home_1201
    reasons = {row["row"]: row["reasons"] for row in refused_rows(run, dry=False)}
    assert list(reasons[3]) == ["phone"]
    assert reasons[4] == {"name": "This is needed and empty."}
    assert reasons[5] == {"row": "There is no home 9-9-9 in this project."}


def test_the_same_file_again_changes_nothing(bob, riverside, home_1201):
    take(run_of("owners", OWNERS, bob, riverside), bob)
    counts = take(run_of("owners", OWNERS, bob, riverside), bob)
    assert (counts.made, counts.known, counts.refused) == (0, 1, 3)
    assert Owner.objects.count() == 1


def test_a_dry_run_leaves_nothing_but_its_counts_and_refused_rows(bob, riverside, home_1201):
    run = run_of("owners", OWNERS, bob, riverside)
    counts = take(run, bob, dry=True)
    assert (counts.made, counts.refused) == (1, 3)
    assert not Owner.objects.exists()
    assert not ImportedRow.objects.exists()
    assert len(refused_rows(run, dry=True)) == 3
    assert take(run, bob).made == 1


def test_a_part_taken_twice_is_taken_once(bob, riverside, home_1201):
    run = run_of("owners", OWNERS, bob, riverside)
    take(run, bob)
    counts = take(run, bob)
    assert (counts.made, counts.known, Owner.objects.count()) == (1, 0, 1)


def test_what_is_taken_leaves_no_copy_of_the_file_behind(bob, riverside, home_1201):
    run = run_of("owners", OWNERS, bob, riverside)
    assert preview(run)[0].values["name"] == "王小明"
    take(run, bob)
    assert preview(run) == []
    assert not run.parts.filter(rows__isnull=False).exists()


def test_the_refused_rows_come_back_as_csv_with_the_reason_beside_each(bob, riverside):
    run = run_of("owners", OWNERS, bob, riverside)
    take(run, bob)
    text = refused.as_csv(run).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == ["姓名", "手机", "房号", "备注", "row", "reason"]
    assert [line[4] for line in lines[1:]] == ["2", "3", "4", "5"]
    assert all(line[5] for line in lines[1:])


def test_a_formula_in_a_refused_row_is_disarmed_and_phones_are_not_touched(bob, riverside):
    run = run_of("owners", OWNERS, bob, riverside)
    take(run, bob)
    assert "'=1+1" in refused.as_csv(run).decode("utf-8-sig")
    assert harmless("+358401234567") == "+358401234567"
    assert harmless("＝1+1") == "'＝1+1"
    assert harmless("@SUM(A1)") == "'@SUM(A1)"


def test_the_refused_rows_come_back_as_xlsx_and_can_be_brought_in_again(bob, riverside, home_1201):
    run = run_of("owners", OWNERS, bob, riverside)
    take(run, bob)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(refused.as_xlsx(run))).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "李雷"
    corrected = "\n".join(",".join(map(str, row)).replace("abc", "13500000002") for row in rows[:2])
    assert take(run_of("owners", corrected, bob, riverside), bob).made == 1


def test_a_row_with_too_many_cells_comes_back_whole(bob, riverside):
    run = run_of("owners", "name,phone\nAda,1,2,3\n", bob, riverside)
    take(run, bob)
    assert refused.lines(run)[1][:2] == ["Ada", "1 | 2 | 3"]


def test_homes_come_in_and_are_known_again_by_their_number(bob, riverside):
    text = "楼栋,单元,楼层,室号,面积,交付日期\n3,2,12,1201,89.5㎡,2027-06-30\n3,2,12,1202,30坪,\n,2,1,101,,\n"
    counts = take(run_of("homes", text, bob, riverside), bob)
    assert (counts.made, counts.refused) == (2, 1)
    assert {str(area) for area in Home.objects.values_list("area", flat=True)} == {"89.50", "99.17"}
    assert take(run_of("homes", text, bob, riverside), bob).known == 2


def test_purchases_find_the_home_and_the_buyer_by_phone(bob, riverside, chen, home_1201):
    text = "合同编号,签约日期,总价,房号,电话\nHT-1,2026-02-01,128万元,3-2-1201,138 1234 5678\n"
    counts = take(run_of("purchases", text, bob, riverside), bob)
    assert (counts.made, counts.refused) == (1, 0)
    purchase = Purchase.objects.get()
    assert (purchase.owner, purchase.home, purchase.amount) == (chen, home_1201, 1_280_000_00)
    assert (purchase.external_ref, purchase.kind) == ("HT-1", "contract")


def test_a_refused_purchase_leaves_no_buyer_and_no_home_behind(bob, riverside):
    text = (
        "external_ref,signed_on,amount,home,building,owner\n"
        "A,2026-02-01,100,9-1-101,9,Good Buyer\nB,2030-01-01,100,9-1-102,9,Early Buyer\n"
    )
    counts = take(run_of("purchases", text, bob, riverside), bob)
    assert (counts.made, counts.refused) == (1, 1)
    assert list(Owner.objects.values_list("name", flat=True)) == ["Good Buyer"]
    assert Home.objects.count() == 1


def test_complaints_find_owner_and_home(bob, riverside, chen, home_1201):
    text = "编号,时间,内容,房号,电话,分类\nT1,2026-02-27 09:00,卫生间漏水,3-2-1201,13812345678,工程质量\n"
    assert take(run_of("cases", text, bob, riverside), bob).made == 1
    case = Case.objects.get()
    assert (case.owner, case.home, case.subject) == (chen, home_1201, "engineering_quality")
    assert (case.language, case.status, case.channel) == ("zh-hans", "registered", "import")


def test_an_open_case_of_years_ago_keeps_its_date_and_is_not_overdue_on_arrival(bob, riverside):
    text = "编号,时间,内容,房号,电话,分类\nT1,2022-02-27 09:00,卫生间漏水,,,工程质量\n"
    assert take(run_of("cases", text, bob, riverside), bob).made == 1
    case = Case.objects.get()
    assert (case.received_at.year, case.status) == (2022, "registered")
    assert case.due_at > case.history.get().at
    assert case.history.get().because.startswith("carried over from ")


def test_a_caller_whom_only_another_project_knows_is_nobody_here(riverside, dai):
    machine = system_user("imports")
    text = "编号,时间,内容,房号,电话,分类\nT1,2026-02-27 09:00,卫生间漏水,,13987654321,工程质量\n"
    assert take(run_of("cases", text, machine, riverside), machine).made == 1
    assert Case.objects.get().owner is None


def test_an_owner_of_another_project_is_refused_with_the_reason_and_no_case_is_made(riverside, dai):
    machine = system_user("imports")
    text = f"external_ref,date,text,closed_at,owner_number\nT1,2026-02-27,x,,{dai.number}\n"
    run = run_of("cases", text, machine, riverside)
    assert take(run, machine).refused == 1
    assert "another project" in "".join(refused_rows(run, dry=False)[0]["reasons"].values())
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("T1,2030-01-01,x,,", "still to come"),
        ("T1,2026-01-05,x,2026-01-04,", "before it was received"),
        ("T1,2026-01-05,x,,7-7-7", "no home 7-7-7"),
        ("T1,2026-01-05,,,", "needed"),
    ],
)
def test_a_complaint_that_cannot_be_is_refused_and_none_is_made(row, word, bob, riverside):
    run = run_of("cases", f"external_ref,date,text,closed_at,home\n{row}\n", bob, riverside)
    assert take(run, bob).refused == 1
    assert word in "".join(refused_rows(run, dry=False)[0]["reasons"].values())
    assert not Case.objects.exists()


def test_rows_may_name_their_project_and_only_one_s_own_are_open(bob, riverside, harbour):
    text = "project,building,unit\nRIVERSIDE,1,101\nHARBOUR,1,101\n"
    run = run_of("homes", text, bob, None)
    counts = take(run, bob)
    assert (counts.made, counts.refused) == (1, 1)
    assert Home.objects.get().project == riverside


def test_who_may_not_import_is_refused_and_nothing_is_kept(alice, dan, riverside):
    for actor in (alice, dan):
        with pytest.raises(NotAllowed):
            run_of("owners", OWNERS, actor, riverside)
    assert not ImportRun.objects.exists()


def test_a_file_that_waited_is_not_taken_where_one_may_no_more(bob, riverside, harbour):
    run = run_of("owners", OWNERS, bob, riverside)
    ImportRun.objects.filter(pk=run.pk).update(project=harbour)
    for dry in (True, False):
        with pytest.raises(NotAllowed):
            services.start(bob, run, dry=dry, now=NOW)
    assert not Owner.objects.exists()


def test_bob_may_not_import_into_another_city(bob, harbour):
    with pytest.raises(NotAllowed):
        run_of("owners", OWNERS, bob, harbour)


def test_a_mapping_of_another_kind_or_without_its_columns_is_refused(bob, riverside):
    with pytest.raises(Refused):
        run_of("owners", OWNERS, bob, riverside, mapping="homes")
    with pytest.raises(Refused, match="name"):
        run_of("owners", "colour\nred\n", bob, riverside)


def test_as_a_job_the_parts_are_chunks_and_the_refused_rows_carry_their_reasons(bob, riverside, home_1201):
    run = services.start(bob, run_of("owners", OWNERS, bob, riverside), dry=False, now=clock.now())
    work_off(run.job_id, clock=clock.now)
    run.job.refresh_from_db()
    assert (run.job.status, run.job.rows_done, run.job.rows_refused) == ("done", 1, 3)
    assert Owner.objects.count() == 1
    with pytest.raises(IllegalMove):
        services.start(bob, run, dry=False, now=clock.now())


def test_a_large_file_is_cut_into_parts(bob, riverside):
    rows = "".join(f"1,{n // 4 + 1},{n // 4 + 1}{n % 4:02}\n" for n in range(450))
    run = run_of("homes", "building,floor,unit\n" + rows, bob, riverside)
    assert run.parts.count() == 3
    assert take(run, bob).made == 450


@pytest.mark.parametrize("dry", [True, False])
def test_a_row_that_stands_twice_in_a_file_counts_once_even_far_apart(dry, bob, riverside):
    rows = "".join(f"1,{n // 4 + 1},{n // 4 + 1}{n % 4:02},{n}\n" for n in range(300))
    run = run_of("homes", "building,floor,unit,external_ref\n" + rows + "1,1,100,0\n", bob, riverside)
    counts = take(run, bob, dry=dry)
    assert (counts.made, counts.known) == (300, 1)


def test_control_without_the_memory_of_what_was_taken_a_case_would_come_in_twice(bob, riverside):
    text = "编号,时间,内容\nT1,2026-02-27 09:00,卫生间漏水\n"
    take(run_of("cases", text, bob, riverside), bob)
    ImportedRow.objects.all().delete()
    take(run_of("cases", text, bob, riverside), bob)
    assert Case.objects.count() == 2


def test_a_row_without_a_reference_is_known_again_by_what_it_says(bob, riverside):
    text = "时间,内容\n2026-02-27 09:00,卫生间漏水\n2026-02-27 09:00,门锁坏了\n"
    take(run_of("cases", text, bob, riverside), bob)
    counts = take(run_of("cases", text, bob, riverside), bob)
    assert (counts.known, Case.objects.count()) == (2, 2)


def test_a_home_handed_over_brings_its_day(bob, riverside):
    take(run_of("homes", "building,unit,handover_on\n1,101,2025-06-30\n", bob, riverside), bob)
    assert (Home.objects.get().status, Home.objects.get().handover_on) == ("handed_over", date(2025, 6, 30))
