"""An import taken back: whole while nothing was built on it, and never what somebody has built on."""

from datetime import timedelta

import pytest

from crm import clock
from crm.errors import IllegalMove, NotAllowed, Refused
from crm.imports import services, undoing
from crm.imports.mapping import mapping_named
from crm.imports.models import ImportedRow
from crm.imports.selectors import totals
from crm.jobs.kinds import Work
from crm.jobs.selectors import refused_rows
from crm.jobs.work import work_off
from crm.privacy.services import reveal
from owners.contracts.models import Ownership, Purchase
from owners.contracts.services import record_visit
from owners.homes.models import Home
from owners.people.models import Owner, OwnerProject
from owners.people.services import edit_owner
from service_desk.cases.models import Case
from tests.people import NOW

pytestmark = pytest.mark.django_db
OWNERS = "姓名,手机,房号\n王小明,13800000001,3-2-1201\n李雷,13800000002,\n韩梅梅,13600000004,\n"


def imported(actor, project, text=OWNERS, kind="owners"):
    run = services.prepare(
        actor, kind=kind, mapping=mapping_named(kind), content=text.encode(), file_name="list.csv",
        project=project, now=NOW,
    )  # fmt: skip
    run = services.start(actor, run, dry=False, now=clock.now())
    work_off(run.job_id, clock=clock.now)
    return type(run).objects.get(pk=run.pk)


def undone(actor, run, **how):
    run = undoing.undo(actor, run, now=clock.now(), **how)
    work_off(run.undo_job_id, clock=clock.now)
    run.undo_job.refresh_from_db()
    assert run.undo_job.status == "done"
    return run.undo_job


def test_an_import_is_undone_whole_and_the_file_may_come_again(bob, riverside, home_1201):
    run = imported(bob, riverside)
    assert (Owner.objects.count(), Ownership.objects.count()) == (3, 1)
    assert undoing.undo_preview(bob, run).made == {"owners.Owner": 3, "owners.Ownership": 1}
    undone(bob, run)
    for model in (Owner, Ownership, OwnerProject, ImportedRow):
        assert not model.objects.exists()
    assert totals(run, dry=False).made == 3, "what the import did then stays told"
    imported(bob, riverside)
    assert Owner.objects.count() == 3


def test_undone_is_undone_once(bob, riverside):
    run = imported(bob, riverside, "name\nAda\n")
    undone(bob, run)
    run.refresh_from_db()
    with pytest.raises(IllegalMove, match="nothing left"):
        undoing.undo(bob, run, now=clock.now())


def test_nothing_is_undone_before_it_is_imported(bob, riverside):
    run = services.prepare(
        bob, kind="owners", mapping=mapping_named("owners"), content=OWNERS.encode(), file_name="x.csv",
        project=riverside, now=NOW,
    )  # fmt: skip
    with pytest.raises(IllegalMove):
        undoing.undo(bob, run, now=clock.now())
    assert undoing.undo_preview(bob, run).why_not


def built_on_by_an_edit(bob, owner, riverside):
    edit_owner(bob, owner, version=1, changes={"occupation": "teacher"}, now=NOW)


def built_on_by_a_visit(bob, owner, riverside):
    record_visit(bob, owner, project=riverside, on=NOW.date(), now=NOW)


def built_on_by_a_look(bob, owner, riverside):
    reveal(bob, owner, "phone", because="he asked for it", now=NOW)


def built_on_by_another_file(bob, owner, riverside):
    ImportedRow.objects.create(kind="owners", source="erp", external_ref="1", subject=owner.number, at=NOW)


BUILT = [built_on_by_an_edit, built_on_by_a_visit, built_on_by_a_look, built_on_by_another_file]


@pytest.mark.parametrize("build", BUILT)
def test_built_on_by_somebody_it_is_refused_whole_with_the_list(build, bob, riverside, home_1201):
    run = imported(bob, riverside)
    owner = Owner.objects.get(name="李雷")
    build(bob, owner, riverside)
    with pytest.raises(Refused) as refusal:
        undoing.undo(bob, run, now=clock.now())
    assert refusal.value.code == "built_on"
    assert [one["number"] for one in refusal.value.extra["staying"]] == [owner.number]
    assert Owner.objects.count() == 3
    assert ImportedRow.objects.filter(run=run).count() == 3


@pytest.mark.parametrize("build", BUILT)
def test_the_rest_is_undone_where_that_is_asked_for(build, bob, riverside, home_1201):
    run = imported(bob, riverside)
    owner = Owner.objects.get(name="李雷")
    build(bob, owner, riverside)
    job = undone(bob, run, leave=True)
    assert list(Owner.objects.all()) == [owner]
    assert (job.rows_refused, next(iter(refused_rows(job)))["number"]) == (1, owner.number)
    assert [row.subject for row in ImportedRow.objects.filter(run=run)] == [owner.number]


def test_a_case_on_the_home_of_an_imported_owner_keeps_home_and_file_apart(bob, riverside, home_1201):
    run = imported(bob, riverside)
    owner = Owner.objects.get(name="王小明")
    imported(bob, riverside, "编号,时间,内容,电话\nT1,2026-02-27 09:00,漏水,13800000001\n", "cases")
    assert Case.objects.get().owner == owner
    undone(bob, run, leave=True)
    assert list(Owner.objects.all()) == [owner]
    assert Ownership.objects.get().owner == owner, "what was made together stays together"


def test_an_ownership_that_ended_since_keeps_its_owner(bob, riverside, home_1201):
    run = imported(bob, riverside)
    later = NOW + timedelta(days=1)
    Ownership.objects.update(
        until=later.date() + timedelta(days=400), updated_at=clock.now() + timedelta(days=1)
    )
    undone(bob, run, leave=True)
    assert Owner.objects.get().name == "王小明"


def test_what_somebody_builds_while_the_job_waits_is_left_and_told(bob, riverside):
    run = imported(bob, riverside)
    run = undoing.undo(bob, run, now=clock.now())
    built_on_by_an_edit(bob, Owner.objects.get(name="李雷"), riverside)
    work_off(run.undo_job_id, clock=clock.now)
    run.undo_job.refresh_from_db()
    assert (run.undo_job.rows_refused, Owner.objects.get().name) == (1, "李雷")


def test_a_chunk_taken_again_undoes_nothing_twice(bob, riverside, home_1201):
    run = imported(bob, riverside)
    work = Work(None, bob, {"run": str(run.public_id)}, {"parts": [run.parts.get().pk]}, 0)
    assert [undoing.undo_chunk(work, now=clock.now()).done for _ in range(2)] == [4, 0]
    assert not Owner.objects.exists()


def test_an_owner_who_was_here_before_stays_and_only_his_tie_to_the_project_goes(system, riverside, harbour):
    imported(system, riverside, "external_ref,name,phone\n7,Ada,13800000001\n")
    run = imported(system, harbour, "external_ref,name,phone\n7,Ada,13800000001\n")
    assert totals(run, dry=False).known == 1
    assert undoing.undo_preview(system, run).why_not, "a reference that was known makes nothing"
    assert list(OwnerProject.objects.values_list("project__code", flat=True)) == ["RIVERSIDE"]


def test_homes_are_undone_but_not_one_with_an_owner(bob, riverside, chen):
    text = "building,floor,unit\n7,1,101\n7,1,102\n"
    run = imported(bob, riverside, text, "homes")
    home = Home.objects.get(number="7-101")
    Ownership.objects.create(owner=chen, home=home, since=NOW.date(), created_at=NOW, updated_at=NOW)
    with pytest.raises(Refused):
        undoing.undo(bob, run, now=clock.now())
    undone(bob, run, leave=True)
    assert list(Home.objects.filter(building__code="7")) == [home]


PURCHASES = (
    "external_ref,signed_on,amount,home,building,owner\n"
    "A,2026-02-01,100,9-1-101,9,Good Buyer\nB,2026-02-01,100,9-1-102,9,Other Buyer\n"
)


def test_purchases_go_with_the_homes_and_buyers_they_brought(bob, riverside):
    run = imported(bob, riverside, PURCHASES, "purchases")
    assert (Purchase.objects.count(), Ownership.objects.count(), Home.objects.count()) == (2, 2, 2)
    undone(bob, run)
    for model in (Purchase, Ownership, Home, Owner):
        assert not model.objects.exists()


def test_a_home_that_was_here_is_on_sale_again_and_its_buyer_a_lead(bob, riverside, home_1201):
    imported(bob, riverside, "name,phone\nAda,13800000009\n")
    text = "合同编号,签约日期,总价,房号,电话\nHT-1,2026-02-01,128万元,3-2-1201,138 0000 0009\n"
    run = imported(bob, riverside, text, "purchases")
    home_1201.refresh_from_db()
    assert (home_1201.status, Owner.objects.get().stage) == ("signed", "signed")
    undone(bob, run)
    home_1201.refresh_from_db()
    assert (home_1201.status, Owner.objects.get().stage) == ("on_sale", "lead")
    assert not Ownership.objects.exists()


def test_a_purchase_whose_home_was_handed_over_since_stays_whole(bob, riverside):
    run = imported(bob, riverside, PURCHASES, "purchases")
    Home.objects.filter(number="9-1-101").update(
        status="handed_over", handover_on=NOW.date(), updated_at=clock.now() + timedelta(days=1)
    )
    undone(bob, run, leave=True)
    assert Purchase.objects.get().home.number == "9-1-101"
    assert Owner.objects.get().name == "Good Buyer"
    assert Ownership.objects.get().owner == Owner.objects.get()


def test_cases_are_not_undone(bob, riverside):
    run = imported(bob, riverside, "编号,时间,内容\nT1,2026-02-27 09:00,漏水\n", "cases")
    with pytest.raises(IllegalMove, match="cannot be undone"):
        undoing.undo(bob, run, now=clock.now())
    assert Case.objects.exists()


def test_who_may_not_import_may_not_undo(alice, bob, riverside, home_1201):
    run = imported(bob, riverside)
    with pytest.raises(NotAllowed):
        undoing.undo(alice, run, now=clock.now())
    assert Owner.objects.count() == 3


def test_control_without_the_keys_nothing_would_be_undone(bob, riverside):
    run = imported(bob, riverside)
    run.parts.update(made_keys={})
    assert undoing.undo_preview(bob, run).why_not


def test_the_api_goes_the_same_way(api, bob, riverside, home_1201):
    run, client = imported(bob, riverside), api(bob)
    where = f"imports/{run.public_id}/undoing"
    assert client.get(where).json()["made"] == {"owners.Owner": 3, "owners.Ownership": 1}
    built_on_by_an_edit(bob, Owner.objects.get(name="李雷"), riverside)
    refused = client.post(where)
    assert (refused.status_code, refused.json()["code"]) == (422, "built_on")
    assert client.post(where, {"leave": True}).status_code == 202
    work_off(clock=clock.now)
    assert Owner.objects.count() == 1


def test_nobody_undoes_the_import_of_somebody_else(api, bob, ada, riverside):
    run = imported(bob, riverside, "name\nAda\n")
    assert api(ada).post(f"imports/{run.public_id}/undoing").status_code == 404
    assert Owner.objects.exists()
