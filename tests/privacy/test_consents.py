"""What people agreed to: on the card, by the API, by a link on their own phone; and that a no is heard."""

import re
from datetime import timedelta

import pytest

from crm.errors import Refused
from crm.messages.models import OutgoingMessage
from crm.privacy import services as privacy
from crm.privacy.models import Consent, ConsentWording
from owners.privacy import consents
from satisfaction.collection import services as collection
from satisfaction.models import Invitation
from tests.flows import story
from tests.people import NOW

pytestmark = pytest.mark.django_db


def wording(purpose="surveys", version=1):
    return ConsentWording.objects.get_or_create(
        purpose=purpose,
        version=version,
        defaults={
            "code": f"{purpose}-{version}",
            "texts": {"en": "You may ask."},
            "active_from": NOW - timedelta(1),
        },
    )[0]


def test_a_statement_keeps_its_source_and_the_wording_in_force(alice, chen):
    wording()
    row = consents.say(alice, chen, purpose="surveys", given=True, source="phone", now=NOW)
    assert (row.given, row.source, row.wording, row.recorded_by) == (True, "phone", "surveys-1", alice)
    texts = {"en": "a", "zh-hans": "b", "zh-hant": "c", "fi": "d"}
    privacy.write_wording(alice, purpose="surveys", texts=texts, now=NOW)
    assert (
        consents.say(alice, chen, purpose="surveys", given=True, source="desk", now=NOW).wording
        == "surveys-2"
    )
    assert Consent.objects.count() == 2


def test_a_wording_must_be_there_in_every_language(pia):
    with pytest.raises(Refused) as refusal:
        privacy.write_wording(pia, purpose="surveys", texts={"en": "a", "fi": "b"}, now=NOW)
    assert set(refusal.value.fields) == {"zh-hans", "zh-hant"}


def test_on_the_page_it_is_given_and_withdrawn(alice, chen, signed_in):
    client, url = signed_in(alice), f"/owners/{chen.number}/consents/"
    assert client.post(url, {"purpose": "events", "given": "1", "source": "desk"}).status_code == 302
    assert client.post(url, {"purpose": "events", "source": "phone"}).status_code == 302
    assert [row.given for row in privacy.history_of(chen)] == [False, True]
    assert client.get(url).status_code == 200
    assert client.post(url, {"purpose": "events", "source": "dream"}).status_code == 422


@pytest.mark.parametrize("who", ["eve", "ada", "hong", "sam"])
def test_whoever_has_nothing_to_do_with_it_gets_no_page(who, request, chen, signed_in, api):
    user = request.getfixturevalue(who)
    assert signed_in(user).get(f"/owners/{chen.number}/consents/").status_code == 403
    assert api(user).get(f"owners/{chen.number}/consents").status_code == 403


def test_another_city_does_not_find_him(dan, chen, signed_in):
    assert signed_in(dan).get(f"/owners/{chen.number}/consents/").status_code == 404


def test_the_api_says_what_stands_and_what_was(alice, chen, api):
    body = {"purpose": "photos", "given": True, "source": "form", "until": "2027-01-01T00:00:00+08:00"}
    said = api(alice).post(f"owners/{chen.number}/consents", body)
    assert said.status_code == 201, said.content
    photos = next(one for one in said.json()["purposes"] if one["purpose"] == "photos")
    assert photos["runs"] and photos["statement"]["source"] == "form"
    assert len(api(alice).get(f"owners/{chen.number}/consents").json()["history"]) == 1


def test_who_does_not_wish_to_be_asked_is_not_asked_and_that_is_written_down(
    alice, hong, chen, home_1201, engineering, desk
):
    consents.say(alice, chen, purpose="surveys", given=False, source="phone", now=NOW)
    case = story.registered(alice, chen, home_1201)
    story.worked(alice, hong, case, engineering)
    invitation = Invitation.objects.get()
    assert (invitation.status, invitation.withheld_because) == ("withheld", "no_consent")
    assert not OutgoingMessage.objects.filter(subject_ref=f"invitation:{invitation.public_id}").exists()


def test_silence_does_not_keep_the_question_back(alice, hong, chen, home_1201, engineering, desk):
    """Asking after one's own complaint rests on the contract; only a no is a no."""
    case = story.registered(alice, chen, home_1201)
    story.worked(alice, hong, case, engineering)
    assert Invitation.objects.get().status == "open"
    assert collection.OPEN_FOR


@pytest.fixture
def link(alice, chen):
    wording()
    consents.send_link(alice, chen, now=NOW)
    body = OutgoingMessage.objects.get(subject_ref=f"owner:{chen.number}").body
    return "/portal/" + body.split("/portal/")[1].split()[0]


@pytest.fixture(autouse=True)
def at_now(monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: NOW)


def test_on_his_phone_he_sees_and_changes_it(link, chen, signed_in):
    stranger = signed_in(None)
    for _ in range(3):
        assert stranger.get(link).status_code == 200
    assert not Consent.objects.exists()
    answer = stranger.post(link, {"purpose": "surveys", "given": "0"})
    assert answer.status_code == 200 and answer["Referrer-Policy"] == "no-referrer"
    row = Consent.objects.get()
    assert (row.given, row.source, row.recorded_by.username) == (False, "link", "portal")


def test_the_page_names_nobody(link, chen, signed_in):
    page = signed_in(None).get(link).content.decode()
    assert "陈" not in page and "13812345678" not in page and chen.number not in page and 'lang="zh' in page


def test_a_link_that_is_over_unknown_or_replaced_answers_alike(link, alice, chen, signed_in, monkeypatch):
    unknown = signed_in(None).get("/portal/" + "x" * 32 + "/consents/")
    consents.send_link(alice, chen, now=NOW)
    replaced = signed_in(None).get(link)
    assert unknown.status_code == replaced.status_code == 404
    fresh = "/portal/" + OutgoingMessage.objects.order_by("-id").first().body.split("/portal/")[1].split()[0]
    monkeypatch.setattr("crm.clock.now", lambda: NOW + timedelta(days=15))
    over = signed_in(None).post(fresh, {"purpose": "surveys", "given": "1"})
    assert over.status_code == 404 and not Consent.objects.exists()
    assert without_address(unknown, "x" * 32) == without_address(replaced, link.split("/")[2])


def test_only_the_hash_of_the_link_is_kept(link):
    from tests.privacy import canaries

    token = link.split("/")[2]
    told = [line for line in canaries.everything_told().split("\n") if token in line]
    assert all(line.startswith("outgoing") for line in told)


def test_whoever_said_yes_is_found_for_a_segment(alice, chen, dai):
    consents.say(alice, chen, purpose="events", given=True, source="desk", now=NOW)
    consents.say(alice, dai, purpose="events", given=True, source="desk", now=NOW)
    consents.say(alice, dai, purpose="events", given=False, source="desk", now=NOW + timedelta(hours=1))
    assert consents.owners_who("events", given=True) == [chen.pk]
    assert consents.owners_who("events", given=False) == [dai.pk]


def without_address(response, token) -> str:
    return re.sub(r"X-CSRFToken[^}]*|value=\"\w{64}\"", "", response.content.decode().replace(token, ""))
