"""Two colleagues on one household: nobody's change is lost without being seen, not even at the same moment."""

import re
from html import unescape

import pytest
from django.urls import reverse

from crm.errors import Stale
from crm.web import seen
from owners.models import Household, Kin
from owners.people import household_views, households
from owners.people import services as people
from tests.cases.test_races import Competitor, wait_until_blocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang(alice, riverside, now):
    return people.add_owner(alice, kind="person", name="王芳", project=riverside, now=now)


@pytest.fixture
def child(alice, wang, now):
    kin = households.add_kin(alice, wang, name="小雨", kinship="child", now=now)
    wang.refresh_from_db()
    return kin


class Page:
    """The household on the card of an owner, as a browser has it open."""

    def __init__(self, client, owner):
        self.client, self.owner = client, owner
        self.read(client.get(reverse("owners:card", args=[owner.number])))

    def read(self, answer):
        self.text = answer.content.decode()
        self.forms = re.findall(
            r'<form method="post" action="[^"]*/household/[^"]*".*?</form>', self.text, re.S
        )
        return answer

    def send(self, step, **said):
        """The form of this step with what is hidden in it, and what somebody typed."""
        form = next(one for one in self.forms if f"/{step}/" in one)
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
        carried = {name: unescape(value) for name, value in hidden if name != "csrfmiddlewaretoken"}
        url = reverse("owners:household", args=[self.owner.number, step])
        return self.client.post(url, {**carried, **said}, headers={"HX-Request": "true"})


def test_what_a_colleague_wrote_meanwhile_stays_where_it_was_left_alone(signed_in, alice, wang, child, now):
    card = Page(signed_in(alice), wang)
    households.edit_kin(alice, wang, child, name="小雨", kinship="child", remark="对花生过敏", now=now)
    card.send("edit-kin", name="王小雨", kinship="child", birth_date="", remark="")
    child.refresh_from_db()
    assert (child.name, child.remark) == ("王小雨", "对花生过敏")


def test_what_both_changed_comes_back_with_both_and_then_is_ones_own(signed_in, alice, wang, child, now):
    card = Page(signed_in(alice), wang)
    households.edit_kin(alice, wang, child, name="小雪", kinship="child", now=now)
    said = {"name": "王小雨", "kinship": "child", "birth_date": "", "remark": ""}
    answer = card.read(card.send("edit-kin", **said))
    assert "小雪" in answer.context["wrong"]["name"]
    assert 'value="王小雨"' in card.text
    child.refresh_from_db()
    assert child.name == "小雪"
    card.send("edit-kin", **said)
    child.refresh_from_db()
    assert child.name == "王小雨"


def test_nobody_is_taken_out_on_an_old_page(signed_in, alice, wang, child, now):
    card = Page(signed_in(alice), wang)
    households.edit_kin(alice, wang, child, name="小雪", kinship="child", now=now)
    answer = card.read(card.send("remove-kin"))
    assert answer.context["wrong"] and Kin.objects.filter(pk=child.pk).exists()
    card.send("remove-kin")
    assert not Kin.objects.filter(pk=child.pk).exists()


def test_who_is_no_longer_there_is_said_to_be_gone(signed_in, alice, wang, child, now):
    card = Page(signed_in(alice), wang)
    households.remove_kin(alice, wang, child, now=now)
    answer = card.send("edit-kin", name="王小雨", kinship="child")
    assert answer.context["wrong"] and not Kin.objects.exists()


def test_nobody_is_moved_out_of_where_a_colleague_has_just_put_him(signed_in, alice, chen, wang, child, now):
    card = Page(signed_in(alice), wang)
    households.join(alice, wang, chen, kinship="spouse", now=now)
    for step in ("leave", "split"):
        assert card.send(step).context["wrong"]
    wang.refresh_from_db()
    chen.refresh_from_db()
    assert wang.household_id == chen.household_id
    with pytest.raises(Stale):
        households.join(alice, wang, chen, kinship="child", seen="another mark", now=now)


def test_the_api_gives_a_mark_and_refuses_an_old_one(api, alice, wang, child):
    path = f"/api/v1/owners/{wang.number}/household"
    told = api(alice).get(path).json()
    mark, one = told["kin"][0]["stood"], f"{path}/kin/{child.public_id}"
    said = {"name": "小雪", "kinship": "child", "stood": mark}
    assert api(alice).put(one, said).status_code == 200
    late = api(alice).put(one, {**said, "name": "小雨"})
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    assert Kin.objects.get().name == "小雪"
    assert api(alice).post(f"{path}/leaving", {"stood": "old"}).status_code == 409
    assert Household.objects.exists()
    assert api(alice).post(f"{path}/leaving", {"stood": told["stood"]}).status_code == 201


def at_once(monkeypatch, signed_in, alice, wang, *, waits=True):
    """One is about to write the name he has compared when another sends a remark."""
    one, other = Page(signed_in(alice), wang), Page(signed_in(alice), wang)
    said = {"name": "小雨", "kinship": "child", "birth_date": "", "remark": ""}
    real, others = households.edit_kin, []

    def injected(*args, **given):
        if not others:
            others.append(Competitor(lambda: other.send("edit-kin", **{**said, "remark": "对花生过敏"})))
            others[0].start()
            if waits:
                wait_until_blocked()
            else:
                others[0].join(20)
        return real(*args, **given)

    monkeypatch.setattr(household_views.households, "edit_kin", injected)
    one.send("edit-kin", **{**said, "name": "王小雨"})
    others[0].join(20)
    kin = Kin.objects.get()
    return kin.name, kin.remark


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_both_changes_stay(monkeypatch, signed_in, alice, wang, child):
    assert at_once(monkeypatch, signed_in, alice, wang) == ("王小雨", "对花生过敏")


@pytest.mark.django_db(transaction=True)
def test_control_without_the_row_held_one_is_lost(monkeypatch, signed_in, alice, wang, child):
    for module in (seen, household_views):
        monkeypatch.setattr(module, "hold", lambda row: None)
    assert at_once(monkeypatch, signed_in, alice, wang, waits=False) == ("王小雨", "")
