"""Who lives with whom: joining, leaving, splitting, and kin who own nothing."""

from datetime import date

import pytest
from django.urls import reverse

from crm.errors import IllegalMove, Refused
from owners.models import Household, Kin
from owners.own_ties import say
from owners.people import completeness, households, managing
from owners.people import services as people
from owners.ties import all_ties

from .staging import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang(alice, riverside, now):
    return people.add_owner(alice, kind="person", name="王芳", project=riverside, now=now)


@pytest.fixture
def company(alice, riverside, now):
    return people.add_owner(alice, kind="company", name="江南置业", project=riverside, now=now)


def together(alice, chen, wang, now):
    household = households.join(alice, wang, chen, kinship="spouse", now=now)
    for owner in (chen, wang):
        owner.refresh_from_db()
    return household


def test_who_joins_an_owner_without_a_household_makes_him_its_head(alice, chen, wang, now):
    household = together(alice, chen, wang, now)
    assert (chen.household, chen.kinship) == (household, "head")
    assert (wang.household, wang.kinship) == (household, "spouse")


def test_living_with_somebody_counts_towards_a_complete_profile(alice, chen, wang, now):
    before = wang.completeness
    together(alice, chen, wang, now)
    assert wang.completeness == before + completeness.weight("person", "household")


def test_a_household_that_everybody_left_is_gone_with_its_kin(alice, chen, wang, now):
    together(alice, chen, wang, now)
    households.add_kin(alice, chen, name="小雨", kinship="child", now=now)
    households.leave(alice, wang, now=now)
    assert Household.objects.count() == 1 and Kin.objects.count() == 1
    households.leave(alice, chen, now=now)
    assert not Household.objects.exists() and not Kin.objects.exists()


def test_who_moves_out_takes_along_whom_he_names(alice, chen, wang, now):
    together(alice, chen, wang, now)
    first = households.add_kin(alice, chen, name="小雨", kinship="child", now=now)
    households.add_kin(alice, chen, name="奶奶", kinship="parent", now=now)
    own = households.split(alice, wang, kin=[first], now=now)
    wang.refresh_from_db()
    assert (wang.household, wang.kinship) == (own, "head")
    assert list(own.kin.values_list("name", flat=True)) == ["小雨"]
    assert list(chen.household.kin.values_list("name", flat=True)) == ["奶奶"]


def test_kin_of_strangers_cannot_be_taken_along(alice, chen, wang, dai, system, now):
    together(alice, chen, wang, now)
    strange = households.add_kin(system, dai, name="别人家的孩子", kinship="child", now=now)
    households.split(alice, wang, kin=[strange], now=now)
    dai.refresh_from_db()
    strange.refresh_from_db()
    assert strange.household_id == dai.household_id


@pytest.mark.parametrize("verb", [households.leave, households.split])
def test_who_belongs_to_no_household_cannot_leave_one(alice, chen, now, verb):
    before = everything()
    with pytest.raises(IllegalMove):
        verb(alice, chen, now=now)
    assert everything() == before


def test_a_company_has_no_household_and_nobody_joins_himself(alice, chen, company, now):
    before = everything()
    for owner, other in ((company, chen), (chen, company), (chen, chen)):
        with pytest.raises(Refused):
            households.join(alice, owner, other, kinship="spouse", now=now)
    with pytest.raises(Refused):
        households.add_kin(alice, company, name="小雨", kinship="child", now=now)
    assert everything() == before


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"kinship": "cousin of the king"}, "kinship"),
        ({"birth_date": date(2030, 1, 1)}, "birth_date"),
        ({"remark": "x" * 201}, "remark"),
    ],
)
def test_kin_that_make_no_sense_are_refused(alice, chen, now, said, field):
    before = everything()
    with pytest.raises(Refused) as refusal:
        households.add_kin(alice, chen, now=now, **({"name": "小雨", "kinship": "child"} | said))
    assert field in refusal.value.fields and everything() == before


def test_kin_go_with_the_last_owner_of_a_household_and_not_before(alice, chen, wang, now):
    together(alice, chen, wang, now)
    households.add_kin(alice, chen, name="小雨", kinship="child", now=now)
    say()
    tie = next(tie for tie in all_ties() if tie.model == "owners.Kin")
    assert not tie.rows(wang).exists()
    households.leave(alice, chen, now=now)
    wang.refresh_from_db()
    assert tie.rows(wang).count() == 1


def test_the_household_is_changed_on_the_card(signed_in, alice, chen, wang):
    client = signed_in(alice)

    def step(verb, **said):
        url = reverse("owners:household", args=[wang.number, verb])
        return client.post(url, said, headers={"HX-Request": "true"})

    assert "陈建国" in step("join", other=chen.number, kinship="spouse").content.decode()
    assert "小雨" in step("add-kin", name="小雨", kinship="child").content.decode()
    wrong = step("add-kin", name="", kinship="child")
    assert wrong.status_code == 200 and wrong.context["wrong"]
    kin = Kin.objects.get()
    step("edit-kin", id=kin.public_id, name="小雨", kinship="child", birth_date="2015-05-01")
    kin.refresh_from_db()
    assert kin.birth_date == date(2015, 5, 1)
    step("remove-kin", id=kin.public_id)
    assert not Kin.objects.exists()


def test_an_owner_elsewhere_cannot_be_joined(signed_in, alice, dai, wang):
    url = reverse("owners:household", args=[wang.number, "join"])
    answer = signed_in(alice).post(
        url, {"other": dai.number, "kinship": "spouse"}, headers={"HX-Request": "true"}
    )
    assert answer.context["wrong"] and not Household.objects.exists()


def test_the_api_tells_and_changes_a_household(api, alice, mei, eve, chen, wang):
    path = f"/api/v1/owners/{wang.number}/household"
    joined = api(alice).post(f"{path}/joining", {"owner": chen.number, "kinship": "spouse"})
    assert joined.status_code == 201 and joined.json()["members"][0]["number"] == chen.number
    made = api(alice).post(f"{path}/kin", {"name": "小雨", "kinship": "child"}).json()["kin"][0]
    changed = api(alice).put(f"{path}/kin/{made['id']}", {"name": "小雪", "kinship": "child"}).json()
    assert changed["kin"][0]["name"] == "小雪"
    assert api(mei).get(path).json()["kin"][0]["name"] == "小雪"
    assert api(eve).get(path).status_code == 403
    assert api(mei).post(f"{path}/leaving").status_code == 403
    assert api(alice).delete(f"{path}/kin/{made['id']}").status_code == 204


# --- how complete, and who is responsible


def test_the_weights_of_each_kind_add_up_to_a_hundred():
    assert {kind: sum(weights.values()) for kind, weights in completeness.WEIGHTS.items()} == dict.fromkeys(
        completeness.WEIGHTS, 100
    )


def test_nothing_known_is_nothing_and_everything_known_is_all():
    for kind, weights in completeness.WEIGHTS.items():
        assert completeness.of({"kind": kind}) == completeness.Completeness(0, tuple(weights))
        assert completeness.of(dict.fromkeys(weights, "x") | {"kind": kind}).percent == 100


def test_any_time_says_nothing_about_when_to_call():
    assert "hours" in completeness.of({"kind": "person", "hours": "any"}).missing
    assert "hours" not in completeness.of({"kind": "person", "hours": "evening"}).missing


def test_completeness_is_kept_with_every_way_of_writing(alice, riverside, now):
    one = people.add_owner(alice, kind="person", name="甲", phone="13700001111", project=riverside, now=now)
    [outcome] = people.add_owners(
        alice, [{"kind": "person", "name": "乙", "phone": "13700002222", "project": riverside}], now=now
    )
    assert one.completeness == outcome.row.completeness == 20
    edited = people.edit_owner(alice, one, version=1, changes={"gender": "male", "manager": alice}, now=now)
    edited.refresh_from_db()
    assert edited.completeness == 33
    emptied = people.edit_owner(alice, one, version=2, changes={"phone": ""}, now=now)
    assert emptied.completeness == 13


def test_owners_are_handed_over_with_a_reason(alice, bob, chen, wang, now):
    assert managing.hand_over(alice, [chen, wang], to=bob, because="休产假", now=now) == 2
    assert managing.hand_over(alice, [chen, wang], to=bob, because="休产假", now=now) == 0
    chen.refresh_from_db()
    assert (chen.manager, chen.version) == (bob, 2)
    assert managing.hand_over(alice, [chen], to=None, because="离职", now=now) == 1


def test_a_hand_over_without_a_reason_or_of_too_many_is_refused(alice, bob, chen, now, monkeypatch):
    before = everything()
    with pytest.raises(Refused):
        managing.hand_over(alice, [chen], to=bob, because=" ", now=now)
    monkeypatch.setattr(managing, "MOST", 0)
    with pytest.raises(Refused):
        managing.hand_over(alice, [chen], to=bob, because="x", now=now)
    assert everything() == before


def test_a_hand_over_takes_as_many_statements_for_one_as_for_twenty(
    alice, bob, riverside, now, django_assert_num_queries
):
    rows = [{"kind": "person", "name": f"张{n}", "project": riverside} for n in range(21)]
    owners = [outcome.row for outcome in people.add_owners(alice, rows, now=now)]
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        managing.hand_over(alice, owners[:1], to=bob, because="换人", now=now)
    with django_assert_num_queries(len(one)):
        managing.hand_over(alice, owners[1:], to=bob, because="换人", now=now)


def test_the_ticked_ones_of_the_list_change_hands_and_others_do_not(signed_in, alice, bob, chen, wang, dai):
    said = {
        "owner": [chen.number, dai.number],
        "manager": "bob",
        "because": "换人",
        "back": "/owners/?mine=1",
    }
    answer = signed_in(alice).post(reverse("owners:hand_over"), said)
    assert answer.status_code == 302 and answer["Location"] == "/owners/?mine=1"
    for owner in (chen, wang, dai):
        owner.refresh_from_db()
    assert (chen.manager, wang.manager, dai.manager) == (bob, None, None)


def test_the_api_hands_over_and_counts(api, alice, bob, mei, chen, dai):
    body = {"owners": [chen.number, dai.number], "manager": "bob", "because": "换人"}
    assert api(alice).post("/api/v1/owners/hand-over", body).json() == {"count": 1}
    assert api(mei).post("/api/v1/owners/hand-over", body).status_code == 403
    assert api(alice).post("/api/v1/owners/hand-over", body | {"manager": "dan"}).status_code == 422


def test_the_list_narrows_by_manager_and_by_what_is_known(signed_in, api, alice, bob, chen, wang, now):
    managing.hand_over(alice, [chen], to=bob, because="换人", now=now)
    client = signed_in(alice)

    def names(**asked):
        return [row["owner"].name for row in client.get(reverse("owners:list"), asked).context["rows"]]

    assert names(manager="bob") == ["陈建国"]
    assert names(below="20") == ["王芳"]
    assert names(order="incomplete") == ["王芳", "陈建国"]
    found = api(alice).get("/api/v1/owners?manager=bob").json()["results"]
    assert [row["number"] for row in found] == [chen.number]
    assert found[0]["completeness"] == 30 and found[0]["do_not_call"] is False


def test_the_address_of_a_refused_handing_over_leads_back_to_the_list(signed_in, alice):
    assert signed_in(alice).get("/owners/hand-over/").url == "/owners/"
