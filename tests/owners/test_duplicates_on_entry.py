"""Who is added is compared with whom we know, before he is saved: on the page and over the API."""

import pytest
from django.urls import reverse

from owners.duplicates.entry import alike
from owners.models import Owner

from .staging import add_owner, everything

pytestmark = pytest.mark.django_db
FORM = {
    "kind": "person", "name": "李雷", "language": "zh-hans", "preferred_channel": "phone", "hours": "any",
    "project": "RIVERSIDE",
}  # fmt: skip


def codes(matches) -> list[set]:
    return [{code for code, _points in match.likeness.reasons} for match in matches]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"name": "别人", "phone": "+86 138-1234-5678"}, "same_phone"),
        ({"name": "陳建國"}, "same_name"),
        ({"name": "陈健国"}, "same_sound"),
        ({"name": "Chen Jianguo"}, "latin_sound"),
        ({"name": "Jianguo Chen"}, "latin_sound"),
        ({"name": "陈建"}, "near_name"),
        ({"name": "陈建果"}, "same_sound"),
    ],
)
def test_a_likeness_at_the_same_home_or_of_the_telephone_is_seen(alice, chen, home_1201, said, reason):
    found = alike(alice, {"kind": "person", **said}, home=home_1201)
    assert [match.owner for match in found] == [chen]
    assert reason in codes(found)[0]


@pytest.mark.parametrize("name", ["王小明", "李娜", "陈晓东"])
def test_another_name_at_the_same_home_is_family_and_not_raised(alice, chen, home_1201, name):
    assert alike(alice, {"kind": "person", "name": name}, home=home_1201) == []


def test_a_common_name_alone_is_not_raised(alice, chen):
    assert alike(alice, {"kind": "person", "name": "陈建国"}) == []


def test_the_same_e_mail_and_a_like_name_are_raised(alice, riverside, now):
    virtanen = add_owner(alice, riverside, now, name="Matti Virtanen", email="matti@example.fi")
    found = alike(alice, {"kind": "person", "name": "Virtanen, Matti", "email": "Matti@Example.fi"})
    assert [match.owner for match in found] == [virtanen]
    assert {"same_email", "swapped_name"} <= codes(found)[0]


def test_whom_one_may_not_see_is_not_named(dan, chen, home_1201):
    assert alike(dan, {"kind": "person", "name": "陈建国", "phone": "13812345678"}, home=home_1201) == []


def test_the_page_shows_the_match_while_one_types_masked_and_with_its_reasons(signed_in, alice, chen):
    said = {**FORM, "name": "陳建國", "home": "3-2-1201"}
    page = signed_in(alice).post(reverse("owners:match"), said).content.decode()
    assert chen.number in page and "138****5678" in page and "13812345678" not in page
    assert "dup-reasons" in page


def test_saving_shows_the_match_first_and_keeps_what_was_typed(signed_in, alice, chen):
    before = everything()
    answer = signed_in(alice).post(reverse("owners:add"), {**FORM, "name": "陳建國", "home": "3-2-1201"})
    page = answer.content.decode()
    assert answer.status_code == 422 and everything() == before
    assert chen.number in page and 'value="陳建國"' in page and 'name="despite"' in page


def test_who_has_looked_may_add_somebody_else_all_the_same(signed_in, alice, chen):
    said = {**FORM, "name": "陳建國", "home": "3-2-1201", "despite": "1"}
    assert signed_in(alice).post(reverse("owners:add"), said).status_code == 302
    assert Owner.objects.count() == 2


def test_nobody_takes_another_s_telephone_whatever_he_says(signed_in, alice, chen):
    said = {**FORM, "phone": "13812345678", "despite": "1"}
    answer = signed_in(alice).post(reverse("owners:add"), said)
    assert answer.status_code == 422 and Owner.objects.count() == 1
    assert chen.number in answer.content.decode()


def test_the_api_answers_with_whom_he_looks_like(api, alice, chen):
    body = {"project": "RIVERSIDE", "name": "陳建國", "home": "3-2-1201"}
    answer = api(alice).post("owners", body)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "possible_duplicate")
    match = told["matches"][0]
    assert (match["number"], match["phone"], match["confidence"]) == (chen.number, "138****5678", "likely")
    assert {reason["code"] for reason in match["reasons"]} == {"same_name", "same_home"}
    assert Owner.objects.count() == 1
    assert api(alice).post("owners", {**body, "despite_likeness": True}).status_code == 201


def test_over_the_api_the_same_telephone_is_a_duplicate_for_good(api, alice, chen):
    body = {"project": "RIVERSIDE", "name": "李雷", "phone": "13812345678", "despite_likeness": True}
    told = api(alice).post("owners", body).json()
    assert (told["code"], told["existing"]) == ("duplicate_owner", chen.number)
    assert told["matches"][0]["number"] == chen.number


def test_the_intake_shows_who_an_unknown_caller_may_be(signed_in, alice, chen):
    client = signed_in(alice)
    assert reverse("owners:match") in client.get("/desk/new/").content.decode()
    page = client.post(
        reverse("owners:match"), {"caller_name": "某人", "caller_phone": "13812345678"}
    ).content.decode()
    assert chen.number in page
