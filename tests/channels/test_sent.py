"""What went out to owners: seen at a glance by the desk of their project, sent again or another way, and told once."""

import pytest

from crm import clock
from crm.errors import IllegalMove, NotFound, Refused
from crm.messages import services as outgoing
from crm.messages.courier import send_next
from crm.messages.models import OutgoingMessage
from owners.people import services as people
from service_desk.cases import services as cases
from service_desk.cases.models import CaseMessage
from service_desk.channels import undelivered
from service_desk.channels.sent import selectors, services
from service_desk.conversation.models import Mention
from tests.people import NOW, machine

pytestmark = pytest.mark.django_db
WORDS = "您好，我们明天上午上门。"


@pytest.fixture(autouse=True)
def time(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def case(riverside, chen, alice):
    """Chen likes text messages, and has an e-mail address too; his case is Alice's."""
    changes = {"email": "chen@example.com", "phone": "13812345678", "preferred_channel": "sms"}
    chen = people.edit_owner(machine(), chen, version=chen.version, changes=changes, now=NOW)
    given = {"project": riverside, "owner": chen, "kind": "complaint", "channel": "phone", "words": "漏水"}
    given |= {"language": "zh-hans", "subject": "other", "received_at": NOW}
    return cases.assign(
        machine(), cases.register(machine(), **given, now=NOW), to=alice, because="…", now=NOW
    )


@pytest.fixture
def letter(case, alice):
    cases.reply(alice, case, body=WORDS, now=NOW)
    return OutgoingMessage.objects.get()


def carry(now=NOW):
    return send_next(now=now, clock=lambda: now)


def lose(row, **more):
    changes = more or {"dead_at": NOW, "last_error": "the gateway refused it with 400"}
    OutgoingMessage.objects.filter(pk=row.pk).update(**changes)
    return OutgoingMessage.objects.get(pk=row.pk)


def test_the_desk_sees_to_whom_by_which_way_and_whether_it_arrived(signed_in, alice, letter, case):
    lose(letter, sent_at=NOW, delivered_at=NOW)
    page = signed_in(alice).get("/desk/sent/").content.decode()
    assert case.number in page
    assert case.owner.name in page
    assert "138****5678" in page
    assert "13812345678" not in page
    assert "ds-tone-good" in page
    shown = signed_in(alice).get(f"/desk/sent/{letter.public_id}/").content.decode()
    assert WORDS in shown
    assert f"{letter.public_id}/again/" not in shown


@pytest.mark.parametrize(
    "query", ["?state=missed", "?state=waiting", "?state=sent", "?state=x", "?channel=sms&case=1"]
)
def test_it_is_narrowed(signed_in, alice, letter, query):
    assert signed_in(alice).get(f"/desk/sent/{query}").status_code == 200


def test_by_owner_and_by_case_the_same_is_found(alice, letter, case):
    for asked in ({"owner": case.owner.number}, {"case": case.number}, {"channel": "sms"}):
        assert list(selectors.messages(alice, **asked)) == [letter]
    assert list(selectors.messages(alice, owner="nobody")) == []


def test_in_the_conversation_each_message_says_whether_it_arrived(signed_in, alice, letter, case):
    lose(letter)
    page = signed_in(alice).get(f"/desk/cases/{case.number}/").content.decode()
    assert f"/desk/sent/{letter.public_id}/" in page
    assert "ds-tone-danger" in page


def test_another_city_finds_nothing(signed_in, dan, letter, api):
    assert str(letter.public_id) not in signed_in(dan).get("/desk/sent/").content.decode()
    assert signed_in(dan).get(f"/desk/sent/{letter.public_id}/").status_code == 404
    assert api(dan).post(f"sent-messages/{letter.public_id}/again").status_code == 404
    with pytest.raises(NotFound):
        selectors.message_for(dan, letter.public_id)


def test_what_was_given_up_goes_again_under_its_identifier(alice, letter):
    lose(letter)
    again = services.send_again(alice, letter, now=NOW)
    assert (again.pk, again.state) == (letter.pk, "waiting")
    with pytest.raises(IllegalMove):
        services.send_again(alice, letter, now=NOW)


def test_what_came_back_goes_again_as_a_message_of_its_own_and_once(alice, letter):
    lose(letter, sent_at=NOW, returned_at=NOW)
    again = services.send_again(alice, letter, now=NOW)
    assert (again.instead_of, again.channel, again.body) == (letter, "sms", letter.body)
    with pytest.raises(IllegalMove):
        services.send_again(alice, letter, now=NOW)
    assert OutgoingMessage.objects.count() == 2


def test_the_same_words_go_another_way_with_a_mark_to_answer_by(alice, letter, case):
    lose(letter)
    new = services.send_another_way(alice, letter, channel="mail", now=NOW)
    assert (new.channel, new.recipient, new.body) == ("mail", "chen@example.com", letter.body)
    assert case.number in new.subject
    assert new.thread
    assert CaseMessage.objects.get(case=case, direction="out").letter == new.public_id
    with pytest.raises(IllegalMove):
        services.send_another_way(alice, letter, channel="mail", now=NOW)


def test_what_arrived_or_is_on_its_way_goes_no_second_time(alice, letter):
    for changes in ({}, {"sent_at": NOW, "delivered_at": NOW}):
        row = lose(letter, **changes) if changes else letter
        with pytest.raises(IllegalMove):
            services.send_another_way(alice, row, channel="mail", now=NOW)
    assert OutgoingMessage.objects.count() == 1


def test_a_way_that_does_not_reach_him_is_refused(alice, letter):
    lose(letter)
    with pytest.raises(Refused):
        services.send_another_way(alice, letter, channel="wecom", now=NOW)
    assert OutgoingMessage.objects.count() == 1


def test_page_and_api_do_the_same(signed_in, api, alice, letter):
    lose(letter)
    told = api(alice).get(f"sent-messages/{letter.public_id}").json()
    assert (told["arrival"], told["ways"], told["words"], told["to"]) == (
        "dead",
        ["mail"],
        WORDS,
        "138****5678",
    )
    assert [row["id"] for row in api(alice).get("sent-messages?state=missed").json()["results"]] == [
        told["id"]
    ]
    way = signed_in(alice).post(f"/desk/sent/{letter.public_id}/another-way/", {"channel": "mail"})
    new = OutgoingMessage.objects.latest("pk")
    assert way["Location"] == f"/desk/sent/{new.public_id}/"
    shown = signed_in(alice).get(way["Location"]).content.decode()
    assert f"/desk/sent/{letter.public_id}/" in shown
    lose(new)
    assert (
        api(alice).post(f"sent-messages/{new.public_id}/another-way", {"channel": "sms"}).status_code == 201
    )


class TestTheDeskIsToldToCall:
    def test_once_with_its_code_and_whose_case_it_is_finds_it(self, letter, case, alice):
        lose(letter, sent_at=NOW, returned_at=NOW, returned_code="UNDELIV")
        assert undelivered.tell_due(now=NOW) == 1
        assert undelivered.tell_due(now=NOW) == 0
        note = CaseMessage.objects.get(case=case, direction="note")
        assert "UNDELIV" in note.body
        assert Mention.objects.get(message=note).user == alice

    def test_again_when_it_is_lost_again(self, letter, alice):
        lose(letter)
        undelivered.tell_due(now=NOW)
        services.send_again(alice, letter, now=NOW)
        assert undelivered.tell_due(now=NOW) == 0
        lose(letter)
        assert undelivered.tell_due(now=NOW) == 1

    def test_a_letter_whose_return_was_told_already_is_not_told_twice(self, letter):
        outgoing.came_back(letter, code="5.1.1", now=NOW)
        assert undelivered.tell_due(now=NOW) == 0

    def test_what_is_about_no_case_leaves_no_note(self):
        outgoing.send(
            to="x@example.com", channel="mail", body="x", language="en", subject_ref="clock:1", now=NOW
        )
        lose(OutgoingMessage.objects.get())
        undelivered.tell_due(now=NOW)
        assert not CaseMessage.objects.exists()


def test_a_reply_by_text_message_shows_its_length_while_it_is_written(signed_in, alice, case):
    page = signed_in(alice).get(f"/desk/cases/{case.number}/").content.decode()
    assert "data-text-counter" in page


def test_danger_rings_at_night_and_an_ordinary_reply_does_not(letter, case, alice):
    from service_desk.gravity.services import learn_impact

    assert not letter.is_urgent
    learn_impact(machine(), case, impact={"safety": True}, because="…", now=NOW)
    case.refresh_from_db()
    cases.reply(alice, case, body=WORDS, now=NOW)
    assert OutgoingMessage.objects.latest("pk").is_urgent
