"""Handovers: the appointment, the walk through the home, taking it over or refusing, findings until fixed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from crm.errors import IllegalMove, Refused, Stale
from crm.events.models import OutboxEvent
from owners.handovers import checklists, selectors
from owners.handovers import services as handovers
from owners.handovers.models import ChecklistItem, Finding, Handover, ItemResult
from owners.models import Home, TitleDeed

from .staging import add_home, add_owner, buy

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = date(2026, 3, 2)


@pytest.fixture
def items(ada, now) -> list[ChecklistItem]:
    checklists.add_standard_list(ada, "apartment", now=now)
    return list(ChecklistItem.objects.order_by("position"))


@pytest.fixture
def owner(alice, riverside, now):
    return add_owner(alice, riverside, now)


@pytest.fixture
def home(alice, riverside, owner, now) -> Home:
    home = add_home(alice, riverside, now)
    buy(alice, owner, home, now)
    return Home.objects.select_related("project", "building").get(pk=home.pk)


@pytest.fixture
def handover(alice, home, owner, items, now) -> Handover:
    return handovers.plan_handover(alice, home, owner, at=AT, conducted_by=alice, now=now)


def seen(items, **defects) -> dict[int, dict]:
    """All items are all right, but those named by their place."""
    results = {item.pk: {"looked": "ok", "remark": ""} for item in items}
    for place, said in defects.items():
        results[items[int(place[1:])].pk] = {"looked": "defect", **said}
    return results


def inspect(actor, handover, results, now):
    fresh = Handover.objects.get(pk=handover.pk)
    return handovers.inspect(actor, fresh, version=fresh.version, results=results, now=now)


def take_over(actor, handover, now, **said):
    fresh = Handover.objects.get(pk=handover.pk)
    said = {"signed_by": "李雷", "on": TODAY, "keys": 5} | said
    return handovers.take_over(actor, fresh, version=fresh.version, now=now, **said)


def state() -> list:
    tables = (Handover, ItemResult, Finding, Home, TitleDeed, OutboxEvent)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_a_checklist_is_begun_once_in_four_languages(ada, items, now):
    assert len(items) > 10
    assert all(
        set(item.names) == {"en", "zh-hans", "zh-hant", "fi"} == set(item.room_names) for item in items
    )
    assert checklists.add_standard_list(ada, "apartment", now=now) == 0
    assert checklists.add_standard_list(ada, "parking", now=now) == 3


def test_a_home_has_one_appointment_at_a_time_and_with_its_owner(
    alice, riverside, home, owner, handover, now
):
    with pytest.raises(Refused) as refusal:
        handovers.plan_handover(alice, home, owner, at=AT, now=now)
    assert refusal.value.code == "already_appointed"
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(home=home, owner=owner, appointment_at=AT, created_at=now, updated_at=now)
    stranger = add_owner(alice, riverside, now, name="韩梅梅")
    fresh = handovers.call_off(alice, handover, version=1, because="改期", on=TODAY, now=now)
    assert fresh.status == "cancelled"
    with pytest.raises(Refused) as refusal:
        handovers.plan_handover(alice, home, stranger, at=AT, now=now)
    assert "owner" in refusal.value.fields


def test_a_home_that_is_not_signed_is_not_handed_over(alice, riverside, owner, now):
    with pytest.raises(IllegalMove):
        handovers.plan_handover(alice, add_home(alice, riverside, now, floor=3), owner, at=AT, now=now)


def test_a_defect_becomes_a_finding_with_its_day_and_what_is_right_again_loses_it(
    alice, handover, items, now
):
    flawed = seen(
        items,
        i2={"remark": "墙角裂缝", "seriousness": "serious"},
        i7={"remark": "漏水", "due_on": date(2026, 3, 9)},
    )
    inspect(alice, handover, flawed, now)
    found = {row.item_id: row for row in Finding.objects.all()}
    assert found[items[2].pk].due_on == TODAY + timedelta(days=14)
    assert found[items[7].pk].due_on == date(2026, 3, 9)
    assert found[items[2].pk].place == items[2].room
    inspect(alice, handover, seen(items, i2={"remark": "裂缝两处", "seriousness": "minor"}), now)
    assert [(row.remark, row.seriousness) for row in Finding.objects.all()] == [("裂缝两处", "minor")]
    assert ItemResult.objects.count() == len(items)


@pytest.mark.parametrize("wrong", [{"looked": "defect", "remark": " "}, {"looked": "perhaps"}, "foreign"])
def test_what_makes_no_sense_is_refused_and_nothing_is_written(alice, ada, handover, items, now, wrong):
    results = {items[0].pk: {"looked": "ok"}, items[1].pk: wrong}
    if wrong == "foreign":
        item = checklists.add_item(ada, home_type="shop", room="铺面", name="卷帘门", now=now)
        results = {item.pk: {"looked": "ok"}}
    before = state()
    with pytest.raises(Refused):
        inspect(alice, handover, results, now)
    assert state() == before


def test_two_who_write_at_once_do_not_overwrite_each_other(alice, handover, items, now):
    handovers.inspect(alice, handover, version=1, results=seen(items), now=now)
    with pytest.raises(Stale):
        handovers.inspect(alice, handover, version=1, results=seen(items), now=now)


def test_taking_over_hands_the_home_over_and_begins_its_deed(alice, handover, home, items, now):
    inspect(alice, handover, seen(items, i2={"remark": "裂缝"}), now)
    done = take_over(alice, handover, now, readings={"water": "12.5", "gas": None})
    home.refresh_from_db()
    assert (home.status, home.handover_on) == ("handed_over", TODAY)
    assert (done.status, done.ended_on, str(done.water), done.keys) == ("taken_over", TODAY, "12.5", 5)
    assert OutboxEvent.objects.filter(name__contains="HomeHandedOver").count() == 1
    assert TitleDeed.objects.filter(home=home).count() == 1
    assert Finding.objects.filter(fixed_on=None).count() == 1  # what is open keeps its day
    owner = handover.owner
    owner.refresh_from_db()
    assert owner.stage == "settling_in"


def test_nobody_takes_over_unseen_unsigned_or_what_cannot_be_lived_with(alice, handover, items, now):
    before = state()
    with pytest.raises(IllegalMove):
        take_over(alice, handover, now)
    with pytest.raises(Refused):
        take_over(alice, handover, now, signed_by=" ")
    assert state() == before
    inspect(alice, handover, seen(items, i9={"remark": "卫生间渗水", "seriousness": "grave"}), now)
    with pytest.raises(IllegalMove):
        take_over(alice, handover, now)
    handovers.fix_finding(alice, Finding.objects.get(), on=TODAY, now=now)
    assert take_over(alice, handover, now).status == "taken_over"


def test_a_day_to_come_hands_nothing_over(alice, handover, items, now):
    inspect(alice, handover, seen(items), now)
    before = state()
    with pytest.raises(Refused):
        take_over(alice, handover, now, on=TODAY + timedelta(days=1))
    assert state() == before


def test_who_refuses_gets_a_new_appointment_and_the_first_can_be_read_back(
    alice, handover, home, owner, items, now
):
    inspect(alice, handover, seen(items, i9={"remark": "渗水", "seriousness": "grave"}), now)
    fresh = Handover.objects.get(pk=handover.pk)
    with pytest.raises(Refused):
        handovers.refuse(alice, fresh, version=fresh.version, because="", on=TODAY, now=now)
    done = handovers.refuse(alice, fresh, version=fresh.version, because="卫生间渗水", on=TODAY, now=now)
    assert (done.status, Home.objects.get(pk=home.pk).status) == ("refused", "signed")
    with pytest.raises(IllegalMove):
        handovers.inspect(alice, done, version=done.version, results=seen(items), now=now)
    again = handovers.plan_handover(alice, home, owner, at=AT + timedelta(days=9), now=now)
    assert again.pk != done.pk and done.findings.count() == 1


def test_the_database_lets_no_handover_end_twice(alice, handover, now):
    handovers.call_off(alice, handover, version=1, because="改期", on=TODAY, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.filter(pk=handover.pk).update(status="planned", ended_on=None)


def test_a_finding_is_followed_until_it_is_fixed_once(alice, handover, items, now):
    handovers.add_finding(
        alice,
        handover,
        place="车库",
        remark="卷帘门卡住",
        seriousness="minor",
        due_on=date(2026, 3, 1),
        now=now,
    )
    row = selectors.findings_listed(alice, overdue_on=TODAY).get()
    with pytest.raises(Refused):
        handovers.fix_finding(alice, row, on=TODAY + timedelta(days=1), now=now)
    handovers.fix_finding(alice, row, on=TODAY, remark="已更换", now=now)
    assert not selectors.findings_listed(alice).exists()
    with pytest.raises(IllegalMove):
        handovers.fix_finding(alice, row, on=TODAY, now=now)


def test_a_retired_item_is_asked_for_no_more_and_stays_where_it_was_seen(alice, ada, handover, items, now):
    inspect(alice, handover, seen(items), now)
    checklists.edit_item(ada, items[0], changes={"retired": True}, now=now)
    checklists.edit_item(ada, items[1], changes={"name": "门铃", "names": {"fi": "Ovikello"}}, now=now)
    rooms = selectors.inspection_of(Handover.objects.get(pk=handover.pk))
    assert sum(len(rows) for _room, rows in rooms) == len(items)
    ItemResult.objects.all().delete()
    rooms = selectors.inspection_of(Handover.objects.get(pk=handover.pk))
    assert sum(len(rows) for _room, rows in rooms) == len(items) - 1


def test_a_handover_is_led_on_pages_from_the_appointment_to_the_keys(
    alice, home, owner, items, now, signed_in, monkeypatch
):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    client = signed_in(alice)
    assert (
        f"/homes/{home.public_number}/handovers/plan/"
        in client.get(f"/homes/{home.public_number}/").content.decode()
    )
    said = {"owner": owner.number, "at": "2026-03-02T09:00", "conducted_by": "alice"}
    assert client.post(f"/homes/{home.public_number}/handovers/plan/", said).status_code == 302
    row = Handover.objects.get()
    path = f"/handovers/{row.public_id}/"
    assert home.number in client.get("/handovers/").content.decode()
    answers = {"version": 1} | {f"looked-{item.pk}": "ok" for item in items}
    answers[f"looked-{items[3].pk}"] = "defect"
    assert client.post(f"{path}inspection/", answers).status_code == 422  # the remark is missing
    answers |= {f"remark-{items[3].pk}": "空鼓", f"seriousness-{items[3].pk}": "serious"}
    assert client.post(f"{path}inspection/", answers).status_code == 302
    extra = {"place": "阳台", "remark": "栏杆松动", "seriousness": "minor", "part": "", "due_on": ""}
    assert client.post(f"{path}finding/", extra).status_code == 302
    found = client.get("/handovers/findings/").content.decode()
    assert "空鼓" in found and "栏杆松动" in found
    signing = {"version": 2, "signed_by": "李雷", "on": "2026-03-02", "keys": "4", "water": "1.5"}
    assert client.post(f"{path}taking-over/", signing | {"version": 1}).status_code == 422
    assert client.post(f"{path}taking-over/", signing).status_code == 302
    assert "1.5" in client.get(path).content.decode()
    finding = Finding.objects.first()
    assert (
        client.post(f"/handovers/findings/{finding.public_id}/fixed/", {"on": "2026-03-02"}).status_code
        == 302
    )
    told = client.get(f"/owners/{owner.number}/?kind=handover").content.decode()
    assert path in told


def test_refusing_and_calling_off_have_their_pages(alice, handover, items, signed_in, now, monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    client, path = signed_in(alice), f"/handovers/{handover.public_id}/"
    moved = {"at": "2026-03-05T14:00", "conducted_by": ""}
    assert client.post(f"{path}appointment/", moved).status_code == 302
    assert (
        client.post(f"{path}refusal/", {"version": 2, "because": "", "on": "2026-03-02"}).status_code == 422
    )
    off = {"version": 2, "off-because": "业主出差", "off-on": "2026-03-02"}
    assert client.post(f"{path}calling-off/", off).status_code == 302
    assert Handover.objects.get().status == "cancelled"


def test_checklists_are_the_administrators(ada, bob, signed_in):
    client = signed_in(ada)
    assert signed_in(bob).get("/handovers/checklists/").status_code == 403
    assert client.post("/handovers/checklists/standard/", {"type": "shop"}).status_code == 302
    said = {
        "home_type": "shop",
        "room": "铺面",
        "name": "卷帘门",
        "name_fi": "Rullaovi",
        "part": "",
        "position": 5,
    }
    assert client.post("/handovers/checklists/add/", said).status_code == 302
    item = ChecklistItem.objects.get(name="卷帘门")
    assert item.names == {"fi": "Rullaovi"}
    assert "卷帘门" in client.get("/handovers/checklists/?type=shop").content.decode()
    changed = said | {"name": "电动卷帘门", "retired": "on"}
    assert client.post(f"/handovers/checklists/items/{item.public_id}/", changed).status_code == 302
    item.refresh_from_db()
    assert (item.name, item.retired) == ("电动卷帘门", True)


def test_the_api_leads_a_handover_to_its_end(alice, dan, mei, home, owner, items, api):
    client = api(alice)
    said = {"home": home.public_number, "owner": owner.number, "appointment_at": "2026-03-02T09:00:00+08:00"}
    assert api(mei).post("handovers", said).status_code == 403
    assert api(dan).post("handovers", said).status_code == 404
    made = client.post("handovers", said).json()
    assert client.post("handovers", said).json()["code"] == "already_appointed"
    path = f"handovers/{made['id']}"
    moved = client.patch(path, {"version": 1, "appointment_at": "2026-03-02T10:00:00+08:00"}).json()
    results = [{"item": str(item.public_id), "looked": "ok"} for item in items]
    results[0] = {"item": str(items[0].public_id), "looked": "defect", "remark": "划痕"}
    seen = client.put(f"{path}/inspection", {"version": moved["version"], "results": results}).json()
    assert [row["remark"] for row in seen["findings"]] == ["划痕"]
    extra = {"place": "阳台", "remark": "栏杆松动", "seriousness": "minor"}
    assert client.post(f"{path}/findings", extra).status_code == 201
    assert len(client.get("handover-findings?project=RIVERSIDE").json()["results"]) == 2
    fixed = client.post(f"handover-findings/{seen['findings'][0]['id']}/fixing", {"on": "2026-03-02"}).json()
    assert fixed["fixed_on"] == "2026-03-02"
    over = {"version": seen["version"], "signed_by": "李雷", "on": "2026-03-02", "water": "3.25"}
    done = client.post(f"{path}/taking-over", over).json()
    assert (done["status"], done["water"]) == ("taken_over", "3.250")
    ending = {"version": done["version"], "because": "x", "on": "2026-03-02"}
    assert client.post(f"{path}/refusal", ending).json()["code"] == "illegal_move"
    assert api(dan).get(path).status_code == 404


def test_the_api_keeps_checklists(ada, alice, items, api):
    assert len(api(ada).get("checklist-items").json()["results"]) == len(items)
    assert api(alice).get("checklist-items").status_code == 403
    made = api(ada).post("checklist-items", {"home_type": "office", "room": "大堂", "name": "门禁"}).json()
    patched = api(ada).patch(f"checklist-items/{made['id']}", {"retired": True}).json()
    assert patched["retired"] is True


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_as_often_for_many_as_for_one(
    alice, riverside, now, signed_in, django_assert_max_num_queries, count
):
    for number in range(count):
        owner, home = (
            add_owner(alice, riverside, now, name=f"张{number}"),
            add_home(alice, riverside, now, floor=number + 1),
        )
        buy(alice, owner, home, now)
        row = handovers.plan_handover(alice, home, owner, at=AT, now=now)
        handovers.add_finding(alice, row, place="厨房", remark="漏水", seriousness="minor", now=now)
    client = signed_in(alice)
    client.get("/handovers/")
    with django_assert_max_num_queries(12):
        client.get("/handovers/")
    with django_assert_max_num_queries(12):
        client.get("/handovers/findings/")


def test_the_card_says_when_keys_are_handed_over_and_what_waits_to_be_fixed(
    alice, mei, owner, handover, items, now, signed_in
):
    card, link = f"/owners/{owner.number}/", f"/handovers/{handover.public_id}/"
    assert link in signed_in(alice).get(card).content.decode()
    assert link not in signed_in(mei).get(card).content.decode()
    results = seen(items, n0={"remark": "划痕", "seriousness": "minor"})
    inspect(alice, handover, results, now)
    take_over(alice, handover, now)
    assert [row.open_findings for row in selectors.handovers_ahead(alice, owner)] == [1]
    handovers.fix_finding(alice, Finding.objects.get(), on=TODAY, remark="", now=now)
    assert not selectors.handovers_ahead(alice, owner)


def test_the_card_leads_to_the_steps_of_a_purchase(alice, owner, home, signed_in):
    number = owner.purchases.get().number
    assert f"/purchases/{number}/" in signed_in(alice).get(f"/owners/{owner.number}/").content.decode()
