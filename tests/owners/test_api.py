"""The API of owners, homes and purchases: what a page can do, over the wire."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm import clock
from crm.privacy.models import Reveal
from owners.days import day_of
from owners.models import Home, Owner, Ownership, Purchase
from owners.people import services as people
from owners.people.rules import age_on

from .staging import add_home, add_owner, buy, everything

pytestmark = pytest.mark.django_db


def test_an_owner_comes_with_stage_homes_and_masked_numbers(api, alice, chen, home_1201):
    shape = api(alice).get(f"owners/{chen.number}", accept_language="en").json()
    assert shape["name"] == "陈建国" and shape["phone"] == "138****5678"
    assert shape["stage"]["stage"] == "signed" and shape["stage"]["fact"] == "owns"
    assert shape["homes"][0]["public_number"] == home_1201.public_number
    assert [project["code"] for project in shape["projects"]] == ["RIVERSIDE"]
    assert "13812345678" not in str(shape)


def test_hints_are_left_out_for_those_who_do_not_serve(api, alice, mei, chen):
    assert "manner" in api(alice).get(f"owners/{chen.number}").json()
    assert "manner" not in api(mei).get(f"owners/{chen.number}").json()


def test_owners_are_listed_newest_first_page_after_page(api, alice, riverside, now):
    rows = [{"project": riverside, "kind": "person", "name": f"张{n}"} for n in range(60)]
    people.add_owners(alice, rows, now=now)
    seen, cursor, client = [], "", api(alice)
    while cursor is not None:
        page = client.get(f"owners?cursor={cursor}").json()
        seen += [row["name"] for row in page["results"]]
        cursor = page["next"]
    assert seen == [f"张{n}" for n in reversed(range(60))]


def test_a_list_of_owners_costs_the_same_for_one_and_for_many(api, alice, riverside, now):
    client = api(alice)

    def queries():
        client.get("owners?size=200")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("owners?size=200").status_code == 200
        return len(captured)

    add_owner(alice, riverside, now, manager=alice)
    one = queries()
    for n in range(40):
        owner = add_owner(alice, riverside, now, name=f"李{n}", manager=alice)
        buy(alice, owner, add_home(alice, riverside, now, floor=n), now)
    assert queries() == one


def test_an_owner_is_added_once_however_often_the_same_key_asks(api, alice, riverside):
    body = {"project": "RIVERSIDE", "name": "李雷", "phone": "139 0000 0001", "manager": "alice"}
    first = api(alice).post("owners", body, idempotency_key="k-1")
    again = api(alice).post("owners", body, idempotency_key="k-1")
    assert first.status_code == again.status_code == 201
    assert first.json()["number"] == again.json()["number"]
    assert Owner.objects.get().manager == alice


def test_a_duplicate_is_refused_with_its_code_and_the_number_of_the_match(api, alice, chen):
    client = api(alice)
    before = everything()
    answer = client.post("owners", {"project": "RIVERSIDE", "name": "陈", "phone": "13812345678"})
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["code"] == "duplicate_owner" and problem["existing"] == chen.number
    assert "phone" in problem["fields"]
    assert everything() == before


def test_an_unknown_manager_is_refused_and_so_is_one_out_of_reach(api, alice, dan, riverside):
    for manager in ("nobody", "dan"):
        answer = api(alice).post("owners", {"project": "RIVERSIDE", "name": "李", "manager": manager})
        assert answer.status_code == 422 and "manager" in answer.json()["fields"]


def test_an_owner_is_changed_by_the_version_one_read(api, alice, chen):
    client = api(alice)
    assert client.patch(f"owners/{chen.number}", {"version": 1, "hours": "evening"}).json()["version"] == 2
    stale = client.patch(f"owners/{chen.number}", {"version": 1, "hours": "morning"})
    assert stale.status_code == 409
    assert (stale.json()["code"], stale.json()["yours"], stale.json()["current"]) == ("stale", 1, 2)


@pytest.mark.parametrize(
    "said",
    [
        {"phone": "138****5678"},
        {"email": "c***@example.com"},
        {"identity_kind": "passport", "identity": "E1****78"},
    ],
)
def test_a_masked_value_that_comes_back_is_no_value(api, alice, chen, said):
    answer = api(alice).patch(f"owners/{chen.number}", {"version": 1, **said})
    assert answer.status_code == 422
    chen.refresh_from_db()
    assert chen.phone == "13812345678" and chen.version == 1


def test_a_value_is_uncovered_for_a_reason(api, alice, mei, chen):
    path = f"owners/{chen.number}/reveal"
    answer = api(alice).post(path, {"field": "phone", "because": "给业主回电"})
    assert answer.json() == {"field": "phone", "value": "13812345678", "seconds": 60}
    assert Reveal.objects.get().because == "给业主回电"
    assert api(alice).post(path, {"field": "phone", "because": ""}).status_code == 422
    assert api(mei).post(path, {"field": "phone", "because": "给业主回电"}).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("get", "owners/{chen}", None),
        ("patch", "owners/{chen}", {"version": 1, "hours": "evening"}),
        ("post", "owners/{chen}/reveal", {"field": "phone", "because": "给业主回电"}),
        ("post", "owners/{chen}/visits", {"project": "RIVERSIDE", "on": "2026-01-01"}),
        ("get", "homes/{home}", None),
        ("patch", "homes/{home}", {"version": 1, "address": "x"}),
        ("post", "homes/{home}/handover", {"on": "2026-01-01"}),
        ("post", "owners", {"project": "RIVERSIDE", "name": "x"}),
        ("post", "homes", {"project": "RIVERSIDE", "building": "1"}),
        ("post", "ownerships", {"owner": "{chen}", "home": "{home}", "since": "2026-01-01"}),
    ],
)
def test_dan_of_another_city_is_told_that_there_is_nothing(api, dan, chen, home_1201, method, path, body):
    names = {"chen": chen.number, "home": home_1201.public_number}
    body = body and {
        name: value.format(**names) if isinstance(value, str) else value for name, value in body.items()
    }
    client = api(dan)
    before = everything()
    address = path.format(**names)
    answer = client.get(address) if method == "get" else getattr(client, method)(address, body)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert everything() == before


def test_dans_lists_hold_nothing_of_hangzhou(api, dan, alice, chen, home_1201, dai, now, riverside):
    buy(alice, chen, add_home(alice, riverside, now), now)
    client = api(dan)
    assert [row["number"] for row in client.get("owners").json()["results"]] == [dai.number]
    assert {row["project"]["code"] for row in client.get("homes").json()["results"]} == {"HARBOUR"}
    assert client.get("purchases").json()["results"] == []


@pytest.mark.parametrize("path", ["owners", "homes", "purchases"])
def test_nothing_without_a_token(api, db, path):
    assert api().get(path).status_code == 401


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("hong", set()), ("ada", {"homes"}), ("mei", {"owners", "homes", "purchases"}), ("pia", {"owners"})],
)
def test_each_role_reads_what_belongs_to_its_work(api, request, who, allowed):
    client = api(request.getfixturevalue(who))
    for path in ("owners", "homes", "purchases"):
        assert client.get(path).status_code == (200 if path in allowed else 403)


def test_homes_are_added_found_changed_and_handed_over(api, alice, riverside, chen, now):
    client = api(alice)
    body = {
        "project": "RIVERSIDE",
        "building": "9",
        "entrance": "1",
        "floor": 3,
        "unit": "02",
        "area": "88.8",
    }
    made = client.post("homes", body).json()
    assert made["number"] == "9-1-302" and made["area"] == "88.80"
    assert client.post("homes", body).json()["code"] == "duplicate_home"
    assert client.get("homes?q=9-1-302").json()["results"][0]["public_number"] == made["public_number"]
    path = f"homes/{made['public_number']}"
    assert client.patch(path, {"version": 1, "address": "江滨路 1 号"}).json()["version"] == 2
    assert client.patch(path, {"version": 1, "address": "x"}).status_code == 409
    buy(alice, chen, Home.objects.get(number="9-1-302"), now)
    assert client.post(f"{path}/handover", {"on": "2026-02-28"}).json()["status"] == "handed_over"
    assert client.post(f"{path}/handover", {"on": "2026-02-28"}).json()["code"] == "illegal_move"


def test_a_purchase_is_recorded_corrected_and_cancelled(api, alice, chen, riverside, now):
    client, home = api(alice), add_home(alice, riverside, now)
    body = {
        "owner": chen.number, "home": home.public_number, "kind": "contract", "signed_on": "2026-01-05",
        "price": {"amount": 380_000_000, "currency": "CNY"}, "external_ref": "C-1",
    }  # fmt: skip
    made = client.post("purchases", body)
    assert made.status_code == 201 and made.json()["price"] == {"amount": 380_000_000, "currency": "CNY"}
    assert client.post("purchases", body).json()["code"] == "duplicate_purchase"
    path = f"purchases/{made.json()['number']}"
    assert client.patch(path, {"version": 1, "payment": "mortgage"}).json()["version"] == 2
    cancelled = client.post(f"{path}/cancellation", {"version": 2, "on": "2026-02-01", "because": "退房"})
    assert cancelled.json()["cancelled_on"] == "2026-02-01"
    assert (
        client.get(f"purchases?owner={chen.number}").json()["results"][0]["number"] == made.json()["number"]
    )
    assert Purchase.objects.count() == 1


def test_an_ownership_and_a_visit_are_recorded(api, alice, chen, riverside, now):
    client, home = api(alice), add_home(alice, riverside, now)
    body = {"owner": chen.number, "home": home.public_number, "share": "1/2", "since": "2026-01-05"}
    assert client.post("ownerships", body).json()["share"] == "0.5"
    assert client.post("ownerships", body | {"since": "2026-01-06"}).json()["code"] == "already_owned"
    visit = client.post(f"owners/{chen.number}/visits", {"project": "RIVERSIDE", "on": "2026-02-01"})
    assert visit.status_code == 201


def held_by(chen) -> Ownership:
    return chen.ownerships.get()


def test_an_ownership_is_ended_by_its_id(api, alice, chen):
    client = api(alice)
    told = client.get(f"owners/{chen.number}").json()["ownerships"]
    assert [row["id"] for row in told] == [str(held_by(chen).public_id)]
    path, said = f"ownerships/{told[0]['id']}/ending", {"until": "2026-12-01", "because": "卖了"}
    ended = client.post(path, said)
    assert (ended.status_code, ended.json()["until"]) == (201, "2026-12-01")
    again = client.post(path, said)
    assert (again.status_code, again.json()["code"]) == (409, "illegal_move")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"because": "卖了"}, "until"),
        ({"until": "2026-02-01"}, "because"),
        ({"until": "2026-02-01", "because": " "}, "because"),
        ({"until": "1990-01-01", "because": "卖了"}, "until"),
        ({"until": "soon", "because": "卖了"}, "until"),
    ],
)
def test_an_ownership_is_not_ended_without_day_and_reason(api, alice, chen, said, field):
    client, path = api(alice), f"ownerships/{held_by(chen).public_id}/ending"
    before = everything()
    answer = client.post(path, said)
    assert answer.status_code == 422 and field in answer.json()["fields"]
    assert everything() == before


@pytest.mark.parametrize(("who", "status"), [("dan", 404), ("mei", 403), ("hong", 403), ("pia", 403)])
def test_an_ownership_is_ended_by_the_desk_of_its_project_only(api, request, chen, who, status):
    client, path = api(request.getfixturevalue(who)), f"ownerships/{held_by(chen).public_id}/ending"
    before = everything()
    answer = client.post(path, {"until": "2026-02-01", "because": "卖了"})
    assert answer.status_code == status and answer["Content-Type"].startswith("application/problem+json")
    assert everything() == before


@pytest.mark.parametrize("name", ["{pk}", "00000000-0000-4000-8000-000000000000", "x"])
def test_an_ownership_is_not_named_by_its_place_in_the_database(api, alice, chen, name):
    path = f"ownerships/{name.format(pk=held_by(chen).pk)}/ending"
    answer = api(alice).post(path, {"until": "2026-02-01", "because": "卖了"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("owners", {}),
        ("owners", {"project": "RIVERSIDE", "name": "x", "kind": "ghost"}),
        ("owners", {"project": "RIVERSIDE", "name": "x" * 121}),
        ("homes", {"project": "RIVERSIDE", "building": "", "floor": 1}),
        ("homes", {"project": "RIVERSIDE", "building": "1", "floor": 4000}),
        ("purchases", {"kind": "contract"}),
        ("ownerships", {"share": "half"}),
    ],
)
def test_what_is_not_valid_is_refused_field_by_field(api, alice, riverside, path, body):
    client = api(alice)
    before = everything()
    answer = client.post(path, body)
    assert answer.status_code == 422 and answer.json()["fields"]
    assert everything() == before


def test_how_old_somebody_is_follows_from_the_day_of_birth_for_whoever_sees_it(api, alice, mei, chen):
    chen.birth_date = date(1984, 2, 29)
    chen.save(update_fields=["birth_date"])
    assert api(alice).get(f"owners/{chen.number}").json()["age"] == age_on(
        chen.birth_date, day_of(clock.now())
    )
    assert api(mei).get(f"owners/{chen.number}").json()["age"] is None


@pytest.mark.parametrize(("day", "years"), [((2026, 2, 28), 41), ((2026, 3, 1), 42), ((2028, 2, 29), 44)])
def test_a_year_is_full_on_the_birthday(day, years):
    assert age_on(date(1984, 2, 29), date(*day)) == years


def test_homes_are_narrowed_by_state_and_type_and_a_word_not_known_is_refused(
    api, alice, riverside, home_1201, now
):
    parking = add_home(alice, riverside, now, type="parking")
    numbers = lambda path: {row["public_number"] for row in api(alice).get(path).json()["results"]}  # noqa: E731
    assert numbers("homes?type=parking") == {parking.public_number}
    assert numbers(f"homes?status={home_1201.status}&type=apartment&project=RIVERSIDE") == {
        home_1201.public_number
    }
    assert api(alice).get("homes?status=sold").status_code == 422


def test_who_holds_which_home_is_listed_as_far_as_one_sees_it(api, alice, dan, hong, chen, home_1201):
    rows = api(alice).get(f"ownerships?home={home_1201.public_number}").json()["results"]
    assert [(row["owner"]["number"], row["until"]) for row in rows] == [(chen.number, None)]
    assert not api(alice).get("ownerships?on=1990-01-01").json()["results"]
    assert api(alice).get("ownerships?on=soon").status_code == 422
    assert not api(dan).get("ownerships").json()["results"]
    assert api(hong).get("ownerships").status_code == 403


def test_visits_are_read_where_they_are_written(api, alice, dan, chen):
    path = f"owners/{chen.number}/visits"
    api(alice).post(path, {"project": "RIVERSIDE", "on": "2026-01-01", "remark": "看样板间"})
    row = api(alice).get(path).json()["results"][0]
    assert (row["project"]["code"], row["on"], row["remark"]) == ("RIVERSIDE", "2026-01-01", "看样板间")
    assert api(dan).get(path).status_code == 404
