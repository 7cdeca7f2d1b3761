"""Two people on one form: what one changed is not lost because the other had the page open."""

import re
from html import unescape

import pytest
from django import forms
from django.http import QueryDict

from crm.accounts import services as accounts
from crm.accounts.models import User
from crm.organisation.models import Project
from crm.web import seen
from crm.web.seen import SEEN, SharedForm
from owners.homes import services as homes
from tests.cases.test_races import Competitor, wait_until_blocked
from tests.people import NOW, machine


class Card(SharedForm):
    name = forms.CharField()
    words = forms.CharField(required=False, widget=forms.Textarea)
    floors = forms.IntegerField()
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    active = forms.BooleanField(required=False)


STOOD = {"name": "江畔", "words": "一\n二", "floors": 6, "kind": "a", "active": True}
SENT = {"name": "江畔", "words": "一\r\n二", "floors": "6", "kind": "a", "active": "on"}


def marks(form) -> str:
    return unescape(re.search(r'value="([^"]*)"', form.seen)[1])


def sent(now, **changes) -> Card:
    """The form as somebody sends it who opened the page when it stood as STOOD, while it stands so now."""
    given = QueryDict(mutable=True)
    given.update({name: value for name, value in {**SENT, **changes}.items() if value is not None})
    given[SEEN] = marks(Card(initial=STOOD))
    return Card(given, initial=now)


def test_what_nobody_else_touched_is_taken_as_it_was_typed():
    form = sent(STOOD, name="江畔花园", active=None)
    assert form.is_valid()
    assert (form.cleaned_data["name"], form.cleaned_data["active"]) == ("江畔花园", False)


@pytest.mark.parametrize("now", [{"words": "新的"}, {"floors": 8}, {"kind": "b"}, {"active": False}])
def test_what_somebody_else_changed_and_was_left_alone_here_stays_his(now):
    form = sent(STOOD | now, name="江畔花园")
    assert form.is_valid()
    assert form.cleaned_data | now == form.cleaned_data
    assert form.cleaned_data["name"] == "江畔花园"


def test_what_both_changed_comes_back_once_with_both_and_then_is_ones_own():
    form = sent(STOOD | {"name": "甲"}, name="乙")
    assert not form.is_valid()
    assert "甲" in form.errors["name"][0] and form["name"].value() == "乙"
    again = QueryDict(mutable=True)
    again.update({**SENT, "name": "乙", SEEN: marks(form)})
    form = Card(again, initial=STOOD | {"name": "甲"})
    assert form.is_valid() and form.cleaned_data["name"] == "乙"


def test_both_may_say_the_same():
    assert sent(STOOD | {"name": "甲"}, name="甲").is_valid()


@pytest.mark.parametrize("carried", ["", "[", "[1]", '{"other": "x"}', "null"])
def test_a_page_that_carried_nothing_readable_is_taken_as_it_is(carried):
    form = Card({**SENT, "name": "乙", SEEN: carried}, initial=STOOD | {"name": "甲"})
    assert form.is_valid() and form.cleaned_data["name"] == "乙"


def form_on(client, path, action=None) -> dict:
    """What the page's form would send untouched: its hidden mark is what counts."""
    page = client.get(path).content.decode()
    part = page[page.index(f'action="{action}"') :] if action else page[page.index(SEEN) - 40 :]
    return {SEEN: unescape(re.search(rf'name="{SEEN}" value="([^"]*)"', part)[1])}


@pytest.mark.django_db
def test_two_administrators_on_one_person(signed_in, ada, alice):
    path = f"/settings/users/{alice.username}/"
    client = signed_in(ada)
    card = form_on(client, path)
    accounts.edit_user(
        machine(), alice, display_name="Alice 林", email="new@example.com", language="zh-hans", now=NOW
    )
    old = {**card, "display_name": "林小雨", "email": "", "language": "zh-hans"}
    assert client.post(path, old).status_code == 302
    person = User.objects.get(pk=alice.pk)
    assert (person.display_name, person.email) == ("林小雨", "new@example.com")
    refused = client.post(path, {**old, "email": "other@example.com"})
    assert "new@example.com" in refused.content.decode()
    assert User.objects.get(pk=alice.pk).email == "new@example.com"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["project", "city", "region", "department"])
def test_every_place_carries_how_it_stood(signed_in, ada, riverside, engineering, kind):
    things = {"project": riverside, "city": riverside.city, "region": riverside.city.region}
    code = things.get(kind, engineering).code
    page = signed_in(ada).get(f"/settings/organisation/{kind}/{code}/").content.decode()
    assert page.count(SEEN) == (2 if kind in ("project", "city") else 1)


@pytest.mark.django_db
def test_two_who_set_up_one_project(signed_in, ada, riverside):
    path = "/settings/organisation/project/RIVERSIDE/"
    client = signed_in(ada)
    card = form_on(client, path, path)
    typed = {"name": "江畔花园", **{f"name_{code}": name for code, name in riverside.names.items()}}
    Project.objects.filter(pk=riverside.pk).update(names={**riverside.names, "en": "Riverside Gardens"})
    assert client.post(path, {**card, **typed, "name_fi": "Joki"}).status_code == 302
    names = Project.objects.get(pk=riverside.pk).names
    assert (names["en"], names["fi"]) == ("Riverside Gardens", "Joki")


@pytest.mark.django_db
def test_two_on_one_building(signed_in, ada, home_1201, riverside):
    building = home_1201.building
    path = f"/homes/building-data/RIVERSIDE/{building.code}/"
    client = signed_in(ada)
    card = form_on(client, path)
    homes.edit_building(machine(), building, changes={"address": "滨江路 8 号"}, now=NOW)
    sent_late = {**card, "phase": "", "floors": "31", "address": "", "completed_on": ""}
    assert client.post(path, sent_late).status_code == 302
    building.refresh_from_db()
    assert (building.floors, building.address) == (31, "滨江路 8 号")


def at_once(monkeypatch, first, second, *, waits=True):
    """`first` is about to write what it has compared when `second` begins; they end one after the other."""
    real, others = accounts.edit_user, []

    def injected(*args, **kwargs):
        if not others:
            others.append(Competitor(second))
            others[0].start()
            if waits:
                wait_until_blocked()
            else:
                others[0].join(20)
        return real(*args, **kwargs)

    monkeypatch.setattr(accounts, "edit_user", injected)
    answer = first()
    others[0].join(20)
    return answer, others[0].outcome


def two_forms(signed_in, ada, alice):
    """Ada has the form of Alice open twice; in the one she writes the address, in the other the name."""
    path = f"/settings/users/{alice.username}/"
    client, other = signed_in(ada), signed_in(ada)
    card = {**form_on(client, path), "language": "zh-hans", "display_name": alice.display_name, "email": ""}
    address = lambda: client.post(path, {**card, "email": "new@example.com"})  # noqa: E731
    name = lambda: other.post(path, {**card, "display_name": "林小雨"})  # noqa: E731
    return address, name


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_nobody_loses_his_change(signed_in, ada, alice, monkeypatch):
    answers = at_once(monkeypatch, *two_forms(signed_in, ada, alice))
    assert [answer.status_code for answer in answers] == [302, 302]
    person = User.objects.get(pk=alice.pk)
    assert (person.display_name, person.email) == ("林小雨", "new@example.com")


@pytest.mark.django_db(transaction=True)
def test_control_without_the_row_held_one_of_them_loses_it(signed_in, ada, alice, monkeypatch):
    monkeypatch.setattr(seen, "hold", lambda row: None)
    at_once(monkeypatch, *two_forms(signed_in, ada, alice), waits=False)
    person = User.objects.get(pk=alice.pk)
    assert (person.display_name, person.email) == (alice.display_name, "new@example.com")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_the_same_field_at_the_same_moment_the_second_sees_the_first(
    signed_in, ada, alice, monkeypatch
):
    path = f"/settings/users/{alice.username}/"
    client, other = signed_in(ada), signed_in(ada)
    card = {**form_on(client, path), "language": "zh-hans", "email": ""}
    first = lambda: client.post(path, {**card, "display_name": "甲"})  # noqa: E731
    second = lambda: other.post(path, {**card, "display_name": "乙"})  # noqa: E731
    _answer, came_back = at_once(monkeypatch, first, second)
    assert "甲" in came_back.content.decode() and "乙" in came_back.content.decode()
    assert User.objects.get(pk=alice.pk).display_name == "甲"
