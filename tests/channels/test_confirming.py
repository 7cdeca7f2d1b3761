"""Whoever wrote is told at once and once: his number, by when he hears, his link; no machine, no flood, not ourselves."""

from datetime import timedelta

import pytest

from crm import clock
from crm.audit.models import AuditEntry
from crm.messages.models import OutgoingMessage
from service_desk.cases.models import Case
from service_desk.channels.confirming import services
from service_desk.channels.confirming.models import Confirmation, ConfirmingRule
from service_desk.channels.mail.models import ChannelLimits
from tests.channels.letters import CHEN, OURS, a_mail
from tests.channels.test_public_form import send  # noqa: F401
from tests.people import NOW

pytestmark = pytest.mark.django_db
STRANGER = "maria@example.org"


@pytest.fixture(autouse=True)
def time(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def letter() -> OutgoingMessage:
    return OutgoingMessage.objects.get()


def link_in(text: str) -> str:
    begin = min(at for at in (text.find("/follow/"), text.find("/my/")) if at >= 0)
    return text[begin:].split()[0]


class TestTheForm:
    def test_is_confirmed_by_mail_with_number_day_and_link(self, send, client):  # noqa: F811
        answer = send(phone="", email=STRANGER, words="Hissi on rikki ja se on ollut jo viikon, kiitos")
        case, sent = Case.objects.get(), letter()
        assert (sent.channel, sent.recipient, sent.language) == ("mail", STRANGER, "fi")
        assert sent.written_by == "answer"
        assert case.number in sent.subject
        assert case.number in sent.body
        assert "Hissi" not in sent.subject + sent.body
        assert client.get(link_in(sent.body)).status_code == 200
        assert link_in(sent.body) in answer.content.decode()

    def test_is_confirmed_by_text_message_where_there_is_only_a_number(self, send):  # noqa: F811
        send(phone="13700001111")
        sent = letter()
        assert (sent.channel, sent.recipient) == ("sms", "13700001111")
        assert Case.objects.get().number in sent.body
        assert "/follow/" in sent.body

    def test_of_an_owner_brings_his_own_page_to_the_number_we_know_of_him(self, send, client, chen):  # noqa: F811
        send()
        assert link_in(letter().body).startswith("/my/")
        assert client.get(link_in(letter().body)).status_code == 200

    def test_never_brings_it_to_an_address_that_somebody_typed(self, send, chen):  # noqa: F811
        send(email="attacker@example.net")
        assert letter().recipient == "attacker@example.net"
        assert "/my/" not in letter().body
        assert chen.name not in letter().body

    def test_sent_twice_is_confirmed_once(self, send):  # noqa: F811
        send()
        send()
        assert OutgoingMessage.objects.count() == 1

    @pytest.mark.parametrize("email", [OURS, OURS.upper(), "desk@doorstep.invalid"])
    def test_writes_to_no_address_of_our_own(self, send, mailbox, email):  # noqa: F811
        send(phone="", email=email)
        assert Case.objects.exists()
        assert not OutgoingMessage.objects.exists()

    def test_that_is_refused_confirms_nothing(self, send):  # noqa: F811
        send(email="nobody", phone="")
        assert not OutgoingMessage.objects.exists()


class TestFloods:
    def test_one_address_is_told_so_often_a_day_whoever_types_it(self, send):  # noqa: F811
        ChannelLimits.objects.create(version=1, confirmations_a_day=2, reports_an_hour=50, made_at=NOW)
        for number in range(5):
            assert send(words=f"第{number}件", phone=f"1370000111{number}", email=STRANGER).status_code == 201
        assert OutgoingMessage.objects.count() == 2

    def test_the_house_sends_so_many_text_messages_an_hour(self, send, monkeypatch):  # noqa: F811
        ChannelLimits.objects.create(version=1, texts_an_hour=2, reports_an_hour=50, made_at=NOW)
        for number in range(4):
            send(words=f"第{number}件", phone=f"1370000111{number}")
        assert (OutgoingMessage.objects.count(), Case.objects.count()) == (2, 4)
        later = NOW + timedelta(hours=1, minutes=1)
        monkeypatch.setattr(clock, "now", lambda: later)
        send(words="还有一件", phone="13700009999", opened=-3_600)
        assert OutgoingMessage.objects.count() == 3


class TestAProject:
    def test_that_wants_none_sends_none_by_that_way(self, send, signed_in, bob, riverside):  # noqa: F811
        client = signed_in(bob)
        assert "RIVERSIDE" in client.get("/settings/channels/").content.decode()
        client.post("/settings/channels/confirming/", {"mail": ["RIVERSIDE"]})
        row = ConfirmingRule.objects.get(project=riverside)
        assert (row.version, row.by_mail, row.by_sms, row.made_by) == (1, True, False, bob)
        assert AuditEntry.objects.filter(verb="channels.confirming").exists()
        send(phone="13700001111")
        assert not OutgoingMessage.objects.exists()
        send(phone="", email=STRANGER)
        assert OutgoingMessage.objects.count() == 1

    def test_said_twice_is_one_version_and_of_another_city_nothing_is_changed(
        self, bob, dan, riverside, signed_in
    ):
        for _time in range(2):
            services.set_ways(bob, riverside, by_mail=False, by_sms=False, now=NOW)
        assert ConfirmingRule.objects.count() == 1
        signed_in(dan).post("/settings/channels/confirming/", {"mail": ["RIVERSIDE"]})
        assert not ConfirmingRule.objects.filter(by_mail=True, project=riverside).exists()

    def test_an_agent_changes_nothing(self, signed_in, alice):
        assert signed_in(alice).post("/settings/channels/confirming/", {}).status_code == 403
        assert not ConfirmingRule.objects.exists()


class TestAMail:
    def test_is_confirmed_with_the_owners_page(self, arrives, chen_by_mail, client):
        mail = arrives(a_mail(identifier="first"))
        sent = letter()
        assert (sent.recipient, sent.language, sent.written_by) == (CHEN, "zh-hans", "answer")
        assert sent.in_reply_to == "first@example.com"
        assert mail.case.number in sent.body
        assert client.get(link_in(sent.body)).status_code == 200
        assert Confirmation.objects.get().case == mail.case

    @pytest.mark.parametrize(
        "headers",
        [
            {"Auto-Submitted": "auto-replied"},
            {"Precedence": "bulk"},
            {"List-Id": "<news.example.org>"},
            {"X-Auto-Response-Suppress": "All"},
            {"Return-Path": "<>"},
        ],
    )
    def test_of_a_machine_is_never_answered(self, arrives, chen_by_mail, headers):
        arrives(a_mail(headers=headers))
        assert not OutgoingMessage.objects.exists()

    def test_to_a_mailbox_that_confirms_nothing_is_not(self, arrives, mailbox, chen_by_mail):
        mailbox.confirms = False
        mailbox.save(update_fields=["confirms"])
        assert arrives(a_mail()).case
        assert not OutgoingMessage.objects.exists()

    def test_two_answering_machines_meet_once(self, arrives, chen_by_mail):
        for number in range(6):
            arrives(a_mail(f"第{number}封", identifier=f"n{number}"))
        assert OutgoingMessage.objects.count() == 1


def test_the_case_says_that_its_writer_was_told(send, signed_in, alice, chen):  # noqa: F811
    send()
    page = signed_in(alice).get(f"/desk/cases/{Case.objects.get().number}/").content.decode()
    assert 'data-told="sms"' in page
