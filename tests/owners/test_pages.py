"""The pages: who gets them, what they say, and that a refusal keeps what was typed."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.privacy.models import Reveal
from owners.models import Home, Owner, Ownership, Purchase
from owners.people import services as people

from .staging import add_home, add_owner, buy, everything

pytestmark = pytest.mark.django_db


def card(owner):
    return reverse("owners:card", args=[owner.number])


def test_the_card_says_who_he_is_his_stage_and_the_fact_that_decides_it(signed_in, alice, chen, home_1201):
    alice.language = "en"
    alice.save(update_fields=["language"])
    page = signed_in(alice).get(card(chen), headers={"accept-language": "en"}).content.decode()
    for said in ("陈建国", chen.number, "Quasi-owner", "not handed over yet", "3-2-1201", "138****5678"):
        assert said in page
    assert "13812345678" not in page


@pytest.mark.parametrize("who", ["dan", "ada", "hong"])
def test_the_card_is_not_for_everybody(signed_in, request, chen, who):
    user = request.getfixturevalue(who)
    assert signed_in(user).get(card(chen)).status_code == (404 if who == "dan" else 403)


def test_a_stranger_is_sent_to_sign_in(signed_in, chen):
    answer = signed_in(None).get(card(chen))
    assert answer.status_code == 302 and "sign-in" in answer["Location"]


def test_an_owner_that_does_not_exist_is_not_found(signed_in, alice):
    assert signed_in(alice).get("/owners/O-2026-999999/").status_code == 404


def test_hints_for_whoever_answers_are_shown_to_those_who_serve_only(signed_in, alice, mei, chen, now):
    people.edit_owner(alice, chen, version=1, changes={"sensitive_trade": "journalist"}, now=now)
    assert "own-warning " in signed_in(alice).get(card(chen)).content.decode()
    assert "own-warning " not in signed_in(mei).get(card(chen)).content.decode()


def test_a_phone_is_shown_whole_for_a_reason_that_is_written_down(signed_in, alice, chen):
    url = reverse("owners:reveal", args=[chen.number])
    refused = signed_in(alice).post(url, {"field": "phone", "because": " "})
    assert refused.status_code == 422 and not Reveal.objects.exists()
    shown = signed_in(alice).post(url, {"field": "phone", "because": "给业主回电"})
    assert "13812345678" in shown.content.decode()
    entry = Reveal.objects.get()
    assert (entry.actor, entry.because, entry.field, entry.label) == (
        alice,
        "给业主回电",
        "phone",
        chen.number,
    )
    assert signed_in(alice).post(url, {"field": "name_key", "because": "给业主回电"}).status_code == 422


def test_marketing_may_not_uncover_a_phone(signed_in, mei, chen):
    url = reverse("owners:reveal", args=[chen.number])
    assert signed_in(mei).post(url, {"field": "phone", "because": "给业主回电"}).status_code == 403


def test_the_list_finds_by_either_script_and_shows_no_phone_whole(signed_in, alice, chen, dai):
    page = signed_in(alice).post(reverse("owners:list"), {"q": "陳建國"}, follow=True).content.decode()
    assert "陈建国" in page and "13812345678" not in page and "戴美玲" not in page


def test_an_empty_list_says_what_would_fill_it(signed_in, alice):
    page = signed_in(alice).get(reverse("owners:list")).content.decode()
    assert "ds-empty" in page and reverse("owners:add") in page


def test_the_list_goes_on_where_the_page_before_ended(signed_in, alice, riverside, now):
    rows = [{"project": riverside, "kind": "person", "name": f"张{n:03d}"} for n in range(95)]
    people.add_owners(alice, rows, now=now)
    seen, url = [], reverse("owners:list")
    while url:
        context = signed_in(alice).get(url).context
        seen += [row["owner"].name for row in context["rows"]]
        mark = context["page"].next_mark
        url = f"{reverse('owners:list')}?after={mark}" if mark else None
    assert seen == [f"张{n:03d}" for n in range(95)]


FORM = {
    "kind": "person",
    "name": "李雷",
    "phone": "139 0000 0001",
    "language": "zh-hans",
    "preferred_channel": "phone",
    "hours": "any",
    "project": "RIVERSIDE",
}


def test_an_owner_is_added_on_the_page(signed_in, alice, riverside):
    answer = signed_in(alice).post(reverse("owners:add"), FORM)
    owner = Owner.objects.get()
    assert answer.status_code == 302 and answer["Location"] == card(owner)
    assert owner.phone == "13900000001"


def test_a_duplicate_on_the_page_names_the_match_and_keeps_what_was_typed(signed_in, alice, chen):
    before = everything()
    answer = signed_in(alice).post(reverse("owners:add"), FORM | {"phone": "138-1234-5678"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert card(chen) in page and 'value="李雷"' in page and 'value="138-1234-5678"' in page
    assert everything() == before


def test_the_match_is_shown_as_soon_as_the_number_is_typed(signed_in, alice, dan, chen):
    url = reverse("owners:match")
    assert "陈建国" in signed_in(alice).post(url, {"phone": "138 1234 5678"}).content.decode()
    assert signed_in(alice).post(url, {"phone": "13812345678", "number": chen.number}).content.strip() == b""
    assert b"\xe9\x99\x88" not in signed_in(dan).post(url, {"phone": "13812345678"}).content


def test_an_edit_that_came_second_shows_both_versions_and_keeps_what_was_typed(signed_in, alice, chen, now):
    url = reverse("owners:edit", args=[chen.number])
    typed = {"kind": "person", "name": "陈建国", "phone": "138****5678", "language": "zh-hans"}
    typed |= {"preferred_channel": "email", "hours": "morning", "version": "1"}
    people.edit_owner(alice, chen, version=1, changes={"hours": "evening"}, now=now)
    before = everything()
    answer = signed_in(alice).post(url, typed)
    assert answer.status_code == 409
    assert answer.context["version"] == 2 and len(answer.context["differences"]) == 2
    assert everything() == before
    assert signed_in(alice).post(url, typed | {"version": "2"}).status_code == 302
    chen.refresh_from_db()
    assert (chen.hours, chen.preferred_channel) == ("morning", "email")


def test_the_edit_form_shows_no_number_whole_and_keeps_what_is_left_masked(signed_in, alice, chen):
    url = reverse("owners:edit", args=[chen.number])
    page = signed_in(alice).get(url).content.decode()
    assert "13812345678" not in page and 'value="138****5678"' in page
    typed = {"kind": "person", "name": "陈建国", "phone": "138****5678", "language": "zh-hans"}
    typed |= {"preferred_channel": "email", "hours": "any", "version": "1"}
    assert signed_in(alice).post(url, typed).status_code == 302
    chen.refresh_from_db()
    assert (chen.phone, chen.preferred_channel) == ("13812345678", "email")
    refused = signed_in(alice).post(url, typed | {"phone": "138****5679", "version": "2"})
    assert refused.status_code == 422 and "phone" in refused.context["form"].errors


def test_marketing_sees_owners_and_may_not_edit_them(signed_in, mei, chen):
    assert signed_in(mei).get(card(chen)).status_code == 200
    for name in ("edit", "purchase", "ownership", "visit"):
        assert signed_in(mei).get(reverse(f"owners:{name}", args=[chen.number])).status_code == 403


def test_a_purchase_is_recorded_on_the_page_as_people_write_it(signed_in, alice, chen, riverside, now):
    home = add_home(alice, riverside, now)
    url = reverse("owners:purchase", args=[chen.number])
    typed = {"kind": "contract", "project": "RIVERSIDE", "home": "9-1-101", "signed_on": "2026-01-05"}
    answer = signed_in(alice).post(url, typed | {"amount": "380.5万"})
    assert answer.status_code == 302
    assert Purchase.objects.get().amount == 380_500_000
    assert Home.objects.get(pk=home.pk).status == "signed"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"home": "9-9-999"}, "home"),
        ({"home": ""}, "home"),
        ({"amount": "many"}, "amount"),
        ({"signed_on": "2026-13-01"}, "signed_on"),
        ({"signed_on": "2030-01-01"}, "signed_on"),
    ],
)
def test_a_purchase_that_is_refused_says_so_beside_the_field(
    signed_in, alice, chen, riverside, now, typed, field
):
    add_home(alice, riverside, now)
    before = everything()
    first = {"kind": "contract", "project": "RIVERSIDE", "home": "9-1-101", "signed_on": "2026-01-05"}
    answer = signed_in(alice).post(
        reverse("owners:purchase", args=[chen.number]), first | {"amount": "100"} | typed
    )
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert everything() == before


def test_an_ownership_is_recorded_and_ended_on_the_pages(signed_in, alice, chen, riverside, now):
    add_home(alice, riverside, now)
    client, url = signed_in(alice), reverse("owners:ownership", args=[chen.number])
    typed = {"project": "RIVERSIDE", "home": "9-1-101", "share": "1/2", "since": "2025-01-01"}
    assert client.post(url, typed).status_code == 302
    row = Ownership.objects.get(home__number="9-1-101")
    assert row.share == 0.5
    end = reverse("owners:end_ownership", args=[row.public_id])
    assert client.post(end, {"because": "卖了", "until": "2026-01-01"}).status_code == 302
    assert Ownership.objects.get(pk=row.pk).until.isoformat() == "2026-01-01"


def test_a_purchase_is_cancelled_on_the_page(signed_in, alice, chen, riverside, now):
    purchase = buy(alice, chen, add_home(alice, riverside, now), now)
    url = reverse("owners:cancel_purchase", args=[purchase.number])
    assert signed_in(alice).get(url).status_code == 200
    assert signed_in(alice).post(url, {"because": "贷款未批", "on": "2026-02-01"}).status_code == 302
    assert Purchase.objects.get().cancelled_because == "贷款未批"


def test_homes_are_shown_by_building_and_one_by_one(signed_in, alice, chen, home_1201):
    client = signed_in(alice)
    assert "own-buildings" in client.get(reverse("owners:homes"), {"project": "RIVERSIDE"}).content.decode()
    assert "1201" in client.get(reverse("owners:building", args=["RIVERSIDE", "3"])).content.decode()
    page = client.get(reverse("owners:home", args=[home_1201.public_number])).content.decode()
    assert "陈建国" in page
    assert "3-2-1201" in client.post(reverse("owners:homes"), {"q": "1201"}, follow=True).content.decode()


def test_a_handler_sees_the_homes_of_his_papers_only(signed_in, hong, chen, home_1201):
    client = signed_in(hong)
    for url in (
        reverse("owners:homes"),
        reverse("owners:home", args=[home_1201.public_number]),
        reverse("owners:building", args=["RIVERSIDE", "3"]),
    ):
        assert client.get(url).status_code == 403
    found = client.post("/search/", {"q": "1201"}, follow=True)
    assert home_1201.public_number not in found.content.decode()
    assert not [word["key"] for word in found.context["rail"] if word["key"].startswith("owners")]


@pytest.mark.parametrize("who", ["alice", "bob", "cai", "mei", "eve", "sam", "pia"])
def test_no_link_of_an_owners_card_or_the_list_ends_in_a_refusal(
    signed_in, request, alice, chen, home_1201, riverside, now, who
):
    buy(alice, chen, add_home(alice, riverside, now), now)
    client = signed_in(request.getfixturevalue(who))
    for url in (card(chen), reverse("owners:list")):
        page = client.get(url)
        assert page.status_code == 200 and "3-2-1201" in page.content.decode()
        for link in set(re.findall(r'<a [^>]*href="(/[^"]*)"', page.content.decode())):
            assert client.get(unescape(link)).status_code not in (403, 404), link


@pytest.mark.parametrize(("who", "leads"), [("alice", True), ("pia", False)])
def test_a_home_is_named_to_all_and_linked_for_whom_it_opens(signed_in, request, chen, home_1201, who, leads):
    page = signed_in(request.getfixturevalue(who)).get(card(chen)).content.decode()
    assert home_1201.number in page
    assert (reverse("owners:home", args=[home_1201.public_number]) in page) is leads


@pytest.mark.parametrize("name", ["home", "edit_home"])
def test_dan_of_another_city_finds_no_home_of_hangzhou(signed_in, dan, home_1201, name):
    assert signed_in(dan).get(reverse(f"owners:{name}", args=[home_1201.public_number])).status_code == 404
    assert signed_in(dan).get(reverse("owners:building", args=["RIVERSIDE", "3"])).status_code == 404


def test_a_home_is_added_edited_and_handed_over_on_the_pages(signed_in, alice, riverside, chen, now):
    client = signed_in(alice)
    typed = {
        "project": "RIVERSIDE",
        "building": "9",
        "entrance": "1",
        "floor": "1",
        "unit": "01",
        "type": "apartment",
    }
    assert client.post(reverse("owners:add_home"), typed).status_code == 302
    assert client.post(reverse("owners:add_home"), typed).status_code == 422
    home = Home.objects.get(number="9-1-101")
    edit = reverse("owners:edit_home", args=[home.public_number])
    assert client.post(edit, {"type": "shop", "area": "50", "version": "1"}).status_code == 302
    buy(alice, chen, home, now)
    url = reverse("owners:handover", args=[home.public_number])
    assert client.post(url, {"on": "2099-01-01"}).status_code == 422
    assert client.post(url, {"on": "2026-03-01"}).status_code == 302
    home.refresh_from_db()
    assert (home.type, home.status) == ("shop", "handed_over")


def test_the_search_over_everything_shows_owners_and_homes_in_scope_only(
    signed_in, alice, dan, hong, chen, home_1201
):
    found = signed_in(alice).post("/search/", {"q": "1201"}, follow=True).content.decode()
    assert card(chen) in found and reverse("owners:home", args=[home_1201.public_number]) in found
    for user in (dan, hong):
        found = signed_in(user).post("/search/", {"q": "1201"}, follow=True)
        assert card(chen) not in found.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant", "fi"])
def test_every_page_speaks_four_languages(signed_in, alice, chen, home_1201, now, language):
    alice.language = language
    alice.save(update_fields=["language"])
    client = signed_in(alice)
    client.cookies["doorstep_language"] = language
    for url in (
        reverse("owners:list"), card(chen), reverse("owners:add"), reverse("owners:edit", args=[chen.number]),
        reverse("owners:purchase", args=[chen.number]), reverse("owners:ownership", args=[chen.number]),
        reverse("owners:visit", args=[chen.number]), reverse("owners:homes"), reverse("owners:add_home"),
        reverse("owners:home", args=[home_1201.public_number]), reverse("owners:building", args=["RIVERSIDE", "3"]),
    ):  # fmt: skip
        assert client.get(url).status_code == 200


def _queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_for_one_owner_and_for_many(signed_in, alice, chen, riverside, now):
    client, url = signed_in(alice), reverse("owners:list")
    one = _queries(client, url)
    for n in range(30):
        owner = add_owner(alice, riverside, now, name=f"李{n}", manager=alice)
        buy(alice, owner, add_home(alice, riverside, now, floor=n), now)
    assert _queries(client, url) == one


def test_the_card_costs_the_same_with_one_home_and_with_many(signed_in, alice, chen, riverside, now):
    client = signed_in(alice)
    buy(alice, chen, add_home(alice, riverside, now, floor=50), now)
    one = _queries(client, card(chen))
    for n in range(30):
        buy(alice, chen, add_home(alice, riverside, now, floor=n), now)
    assert _queries(client, card(chen)) == one


def test_a_building_costs_the_same_with_one_home_and_with_many(signed_in, alice, riverside, home_1201, now):
    client, url = signed_in(alice), reverse("owners:building", args=["RIVERSIDE", "3"])
    one = _queries(client, url)
    for n in range(30):
        add_home(alice, riverside, now, building="3", floor=n)
    assert _queries(client, url) == one


def test_homes_are_listed_by_state_and_type_and_the_file_follows_the_filters(
    signed_in, bob, alice, riverside, home_1201, now
):
    parking = add_home(alice, riverside, now, type="parking")
    page = signed_in(bob).get("/homes/?project=RIVERSIDE&type=parking").content.decode()
    assert parking.public_number in page and home_1201.public_number not in page
    assert '"type": "parking"' in unescape(page)
    page = signed_in(bob).get(f"/homes/?status={home_1201.status}").content.decode()
    assert home_1201.public_number in page
    asked = signed_in(bob).post(
        "/homes/", {"q": "", "project": "RIVERSIDE", "status": "planned", "type": "shop"}
    )
    assert asked["Location"] == "/homes/?project=RIVERSIDE&status=planned&type=shop"
    assert signed_in(bob).get(asked["Location"]).status_code == 200
