"""The pages and the API of repairs: who sees and does what."""

from datetime import timedelta

import pytest

from service_desk.repairs import selectors, services
from service_desk.repairs.models import Contract, CostLine, RepairCall, RepairOrder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr("crm.clock.now", lambda: now)


def typed(now, hours) -> str:
    return (now + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def test_a_repair_by_pages_from_order_to_done(case, alice, hong, signed_in, now):
    desk = signed_in(alice)
    answer = desk.post(f"/desk/cases/{case.number}/repairs/", {"description": "重做防水"})
    order = RepairOrder.objects.get()
    assert answer.url == f"/desk/repairs/{order.number}/"
    said = {"who": "user:hong", "time1": typed(now, 24), "time2": typed(now, 48), "minutes": "90"}
    assert desk.post(f"/desk/repairs/{order.number}/offer/", said).status_code == 302
    call = RepairCall.objects.get()
    assert desk.post(f"/desk/repair-visits/{call.public_id}/choice/", {"position": "2"}).status_code == 302
    page = (
        signed_in(hong).get(f"/desk/repairs/mine/?on={(now + timedelta(hours=48)).date()}").content.decode()
    )
    assert "1201" in page and 'value="not_at_home"' in page
    outcome = {"outcome": "done", "words": "", "list": "mine"}
    answer = signed_in(hong).post(f"/desk/repair-visits/{call.public_id}/outcome/", outcome)
    assert answer.url == "/desk/repairs/mine/"
    assert desk.post(f"/desk/repairs/{order.number}/finish/", {"result": "已修"}).status_code == 302
    order.refresh_from_db()
    assert order.status == "done"
    assert order.number in desk.get(f"/desk/cases/{case.number}/").content.decode()
    assert order.number in desk.get("/desk/repairs/?show=all").content.decode()


def test_a_refused_form_keeps_what_was_typed(order, alice, signed_in):
    answer = signed_in(alice).post(
        f"/desk/repairs/{order.number}/offer/", {"who": "user:hong", "minutes": "75"}
    )
    assert answer.status_code == 422 and 'value="75"' in answer.content.decode()


@pytest.mark.parametrize("view", ["day", "week", "month", "nonsense"])
def test_the_calendar_shows_who_is_where(order, alice, hong, now, signed_in, view):
    times = [(now + timedelta(hours=3), now + timedelta(hours=4))]
    call = services.offer(alice, order, engineer=hong, times=times, now=now)
    services.choose(alice, call, position=1, now=now)
    page = signed_in(alice).get(f"/desk/repairs/calendar/?view={view}&on={now.date()}").content.decode()
    assert "1201" in page


def test_a_handler_records_his_own_visits_only(order, alice, hong, bob, now, api):
    times = [{"starts_at": now + timedelta(hours=3), "ends_at": now + timedelta(hours=4)}]
    said = {"engineer": "hong", "times": [{key: value.isoformat() for key, value in times[0].items()}]}
    answer = api(alice).post(f"repair-orders/{order.number}/visits", said)
    assert answer.status_code == 201
    call = RepairCall.objects.get()
    assert api(hong).post(f"repair-visits/{call.public_id}/choice", {"position": 1}).status_code == 403
    assert (
        api(alice).post(f"repair-visits/{call.public_id}/choice", {"position": 1}).json()["status"]
        == "agreed"
    )
    RepairCall.objects.update(engineer=bob)
    assert api(hong).post(f"repair-visits/{call.public_id}/outcome", {"outcome": "done"}).status_code == 403
    assert api(alice).post(f"repair-visits/{call.public_id}/outcome", {"outcome": "done"}).status_code == 200


def test_another_city_finds_none_of_it(order, dan, api, signed_in):
    assert api(dan).get(f"repair-orders/{order.number}").status_code == 404
    assert api(dan).get("repair-orders").json()["results"] == []
    assert signed_in(dan).get(f"/desk/repairs/{order.number}/").status_code == 404
    assert (
        api(dan).post(f"repair-orders/{order.number}/costs", {"kind": "labour", "amount": 1}).status_code
        == 404
    )
    assert not CostLine.objects.exists()


def test_costs_by_the_engineer_claims_by_the_supervisor(order, builders, alice, hong, bob, cai, api):
    number = order.number
    assert api(cai).get(f"repair-orders/{number}").status_code in (403, 404)
    assert (
        api(hong).post(f"repair-orders/{number}/costs", {"kind": "labour", "amount": 9_000}).status_code
        == 201
    )
    parties = {"parties": [{"contractor": "YH", "share": 100}]}
    assert api(hong).post(f"repair-orders/{number}/liable", parties).status_code == 403
    assert api(alice).post(f"repair-orders/{number}/liable", parties).status_code == 201
    assert api(alice).post(f"repair-orders/{number}/claims", {}).status_code == 403
    whole = api(bob).post(f"repair-orders/{number}/claims", {}).json()
    recovery = whole["recoveries"][0]["id"]
    moved = api(bob).post(f"recoveries/{recovery}", {"to": "agreed", "amount": 8_000}).json()
    assert (moved["status"], moved["agreed"]) == ("agreed", 8_000)


def test_a_contractor_s_repairs_are_counted_where_one_reads_them(order, builders, bob, dan, now):
    services.set_liable(bob, order, parties=[(builders[0], 100)], now=now)
    for user, count in ((bob, 1), (dan, 0)):
        assert {row.code: row.repairs for row in selectors.contractors(user)} == {"YH": count, "ZJ": 0}


def test_the_register_is_kept_by_supervisors(builders, alice, bob, riverside, api, signed_in):
    said = {"project": "RIVERSIDE", "number": "HT-7", "trade": "waterproofing", "signed_on": "2022-05-01"}
    said |= {"retention_amount": 5_000_000, "warranty_until": "2028-01-15"}
    assert api(alice).post("contractors/YH/contracts", said).status_code == 403
    assert api(bob).post("contractors/YH/contracts", said).status_code == 201
    assert api(bob).post("contractors/YH/contracts", said).json()["code"] == "duplicate_contract"
    assert Contract.objects.get().retention_amount == 5_000_000
    page = signed_in(alice).get("/desk/contractors/YH/").content.decode()
    assert "HT-7" in page and "50,000" in page
    assert (
        signed_in(alice).post("/desk/contractors/", {"code": "X", "name": "X", "trade": "other"}).status_code
        == 403
    )
    assert (
        signed_in(bob).post("/desk/contractors/", {"code": "X", "name": "X", "trade": "other"}).status_code
        == 302
    )
