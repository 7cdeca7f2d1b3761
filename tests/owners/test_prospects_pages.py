"""The pages, the API, the export and the inquiry of prospects."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from owners.models import Prospect
from owners.prospects import exporting, services

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(alice, riverside, now):
    def ask(name="王芳", phone="13700001111", **said):
        given = {"project": riverside, "source": "hotline", "now": now} | said
        return services.open_prospect(alice, name=name, phone=phone, **given)

    return ask


def page(client, name, *args):
    return client.get(reverse(f"owners:{name}", args=args))


def test_the_list_shows_the_likeliest_first_and_why(signed_in, alice, asks):
    asks(name="慢慢来", phone="13700002222")
    asks(name="马上买", interest={"wanted": "now", "purpose": "live_in"})
    answer = page(signed_in(alice), "prospects")
    assert [row["owner"].name for row in answer.context["rows"]] == ["马上买", "慢慢来"]
    assert answer.context["rows"][0]["why"]
    assert {column["count"] for column in answer.context["board"]} == {2, 0}


def test_the_list_goes_on_by_keyset_and_costs_the_same(signed_in, alice, asks):
    client = signed_in(alice)

    def statements():
        page(client, "prospects")
        with CaptureQueriesContext(connection) as captured:
            page(client, "prospects")
        return len(captured)

    asks()
    one = statements()
    for n in range(45):
        asks(name=f"人{n}", phone=f"137000{n:05d}")
    assert statements() == one
    first = page(client, "prospects").context["page"]
    second = client.get(f"{reverse('owners:prospects')}?after={first.next_mark}").context["page"]
    keys = [row.pk for row in (*first.rows, *second.rows)]
    assert len(keys) == len(set(keys)) == 46


def test_one_prospect_is_shown_with_every_reason_and_masked(signed_in, alice, asks):
    row = asks(interest={"wanted": "now"})
    text = page(signed_in(alice), "prospect", row.public_id).content.decode()
    assert "137****1111" in text and "13700001111" not in text
    assert text.count("<progress") == 7


def test_added_edited_visited_given_lost_and_won_back_by_hand(signed_in, alice, bob, riverside):
    client = signed_in(alice)
    said = {
        "name": "新人",
        "phone": "13711112222",
        "project": "RIVERSIDE",
        "source": "event",
        "language": "zh-hans",
    }
    answer = client.post(reverse("owners:add_prospect"), said | {"budget_max": "380万", "bedrooms": "3"})
    row = Prospect.objects.get()
    assert answer["Location"] == reverse("owners:prospect", args=[row.public_id])
    assert (row.budget_max, row.bedrooms, row.source) == (380_000_000, 3, "event")

    shown = client.get(answer["Location"]).context["form"]
    assert shown["budget_max"].value() == "3800000"
    edited = {
        "version": row.version,
        "wanted": "now",
        "budget_max": "400万",
        "bedrooms": "3",
        "next_step": "周六看房",
    }
    assert client.post(answer["Location"], edited).status_code == 302
    row.refresh_from_db()
    assert (row.budget_max, row.next_step) == (400_000_000, "周六看房")
    assert client.post(answer["Location"], edited).status_code == 409

    client.post(reverse("owners:prospect_visit", args=[row.public_id]))
    row.refresh_from_db()
    assert row.visited_on

    supervisor = signed_in(bob)
    given = {"salesperson": "alice", "version": row.version}
    supervisor.post(reverse("owners:give_prospect", args=[row.public_id]), given)
    row.refresh_from_db()
    assert row.salesperson.username == "alice"

    client.post(
        reverse("owners:lose_prospect", args=[row.public_id]), {"because": "price", "version": row.version}
    )
    row.refresh_from_db()
    assert row.lost_because == "price"
    client.post(reverse("owners:win_back_prospect", args=[row.public_id]), {"version": row.version})
    row.refresh_from_db()
    assert row.lost_on is None


def test_what_is_wrong_stands_beside_the_field(signed_in, alice, asks):
    row = asks()
    answer = signed_in(alice).post(
        reverse("owners:prospect", args=[row.public_id]),
        {"version": 1, "budget_min": "400万", "budget_max": "300万"},
    )
    assert answer.status_code == 422 and answer.context["form"].errors["budget_max"]


def test_who_may_not_work_sees_no_button_and_is_refused(signed_in, eve, cai, dan, asks):
    row = asks()
    executive = signed_in(eve)
    assert (
        reverse("owners:prospect_visit", args=[row.public_id])
        not in page(executive, "prospect", row.public_id).content.decode()
    )
    assert executive.post(reverse("owners:prospect_visit", args=[row.public_id])).status_code == 403
    assert page(signed_in(cai), "prospects").status_code == 403
    assert page(signed_in(dan), "prospect", row.public_id).status_code == 404
    assert page(executive, "prospect_weights").status_code == 403


def test_the_weights_are_changed_by_a_supervisor(signed_in, bob):
    client = signed_in(bob)
    points = {"wish": 5, "soon": 20, "budget": 20, "visits": 20, "calls": 10, "recency": 10, "steps": 15}
    assert client.post(reverse("owners:prospect_weights"), points | {"because": "春季"}).status_code == 302
    newest, shipped = page(client, "prospect_weights").context["versions"]
    assert (newest.because, newest.in_force, shipped.number) == ("春季", True, 0)
    wrong = client.post(reverse("owners:prospect_weights"), points | {"soon": 30, "because": "x"})
    assert wrong.status_code == 422


def test_the_conversion_has_a_chart_a_table_and_links_to_rows(signed_in, alice, asks):
    asks()
    answer = page(signed_in(alice), "conversion")
    assert answer.context["rows"][0]["opened"] == 1 and answer.context["rows"][0]["small"]
    text = answer.content.decode()
    assert "data-chart" in text and "source=hotline" in text


def test_the_card_of_the_owner_leads_to_his_interest(signed_in, alice, pia, asks):
    row = asks()
    where = reverse("owners:prospect", args=[row.public_id])
    assert where in page(signed_in(alice), "card", row.owner.number).content.decode()
    assert where not in page(signed_in(pia), "card", row.owner.number).content.decode()


def test_an_empty_list_says_what_would_fill_it(signed_in, alice):
    assert "ds-empty" in page(signed_in(alice), "prospects").content.decode()
    assert "ds-empty" in page(signed_in(alice), "conversion").content.decode()


def test_the_export_holds_what_the_list_shows_and_nothing_clear_that_is_masked(alice, bob, asks, now):
    asks(interest={"wanted": "now"})
    asks(name="走了", phone="13700002222")
    export = exporting.prospects(bob, {"state": ""}, now=now)
    rows = list(export.rows)
    assert len(rows) == export.count() == 2 and all(len(row) == len(export.columns) for row in rows)
    assert "13700001111" not in str(rows)
    assert exporting.prospects(alice, {"state": ""}, now=now).count() == 0  # an agent takes no lists away


class TestTheApi:
    def test_opened_changed_lost_and_back(self, api, alice, riverside):
        said = {"project": "RIVERSIDE", "name": "新人", "phone": "13711112222", "source": "web"}
        shape = api(alice).post("prospects", said | {"interest": {"wanted": "half"}}).json()
        assert (
            shape["step"] == "lead" and shape["interest"]["wanted"] == "half" and len(shape["reasons"]) == 7
        )
        where = f"prospects/{shape['id']}"
        changed = api(alice).patch(where, {"version": shape["version"], "wanted": "now"}).json()
        assert changed["score"] > shape["score"]
        lost = api(alice).post(f"{where}/loss", {"version": changed["version"], "because": "price"})
        assert lost.status_code == 201
        assert api(alice).get("prospects").json()["results"] == []
        assert api(alice).get("prospects?state=lost").json()["results"][0]["lost_because"] == "price"
        back = api(alice).post(f"{where}/return", {"version": lost.json()["version"]})
        assert back.status_code == 201 and api(alice).get(where).json()["lost_because"] == ""

    def test_a_stale_change_is_a_conflict(self, api, alice, asks):
        row = asks()
        assert api(alice).patch(f"prospects/{row.public_id}", {"version": 99}).status_code == 409

    def test_given_to_somebody_who_serves_there(self, api, bob, alice, asks):
        row = asks()
        where = f"prospects/{row.public_id}/salesperson"
        assert api(bob).post(where, {"version": 1, "salesperson": "nobody"}).status_code == 422
        assert api(bob).post(where, {"version": 1, "salesperson": "alice"}).json()["salesperson"] == "alice"
        assert api(alice).post(where, {"version": 2, "salesperson": None}).status_code == 403

    def test_conversion_and_weights(self, api, bob, asks):
        asks()
        assert api(bob).get("prospects/conversion").json()["results"][0]["opened"] == 1
        assert api(bob).get("prospects/conversion?month=2020-01").json()["results"] == []
        points = api(bob).get("prospects/weights").json()["points"]
        assert sum(points.values()) == 100
        changed = points | {"wish": 0, "soon": points["soon"] + points["wish"]}
        assert api(bob).post("prospects/weights", {"points": changed, "because": "x"}).json()["version"] == 1
        assert (
            api(bob).post("prospects/weights", {"points": {"luck": 100}, "because": "x"}).status_code == 422
        )

    def test_nothing_of_another_city(self, api, dan, asks):
        row = asks()
        assert api(dan).get("prospects").json()["results"] == []
        assert api(dan).get(f"prospects/{row.public_id}").status_code == 404
