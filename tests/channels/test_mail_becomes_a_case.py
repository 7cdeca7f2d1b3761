"""A mail of somebody known is his complaint, of somebody unknown the inquiry of a prospect; nothing is lost."""

import pytest

from crm.messages.models import OutgoingMessage
from owners.prospects.models import Prospect
from service_desk.cases.models import Case, CaseMessage
from service_desk.channels.mail import services
from service_desk.channels.mail.models import IncomingMail, RawMailPart
from service_desk.channels.mail.storing import keep, raw
from tests.channels.letters import CHEN, STRANGER, a_mail
from tests.people import NOW

pytestmark = pytest.mark.django_db


class TestOneMail:
    def test_of_an_owner_is_his_complaint_at_his_home_in_his_words(self, arrives, chen_by_mail, home_1201):
        mail = arrives(a_mail("卫生间的天花板漏水，三天了。\n\n-- \n陈建国"))
        case = mail.case
        assert (mail.status, case.kind, case.channel) == ("case", "complaint", "mail")
        assert (case.owner, case.home) == (chen_by_mail, home_1201)
        assert (case.words, case.summary) == ("卫生间的天花板漏水，三天了。", "漏水")
        assert mail.folded.startswith("--")
        assert case.due_at is not None

    def test_of_a_stranger_is_an_inquiry_and_he_becomes_a_prospect(self, arrives, riverside):
        mail = arrives(a_mail("Do you still have three rooms?", sender=STRANGER, subject="Homes"))
        prospect = Prospect.objects.get()
        assert (mail.case.kind, mail.case.language) == ("inquiry", "en")
        assert mail.case.owner == prospect.owner
        assert prospect.owner.email == STRANGER

    def test_of_a_stranger_waits_where_the_mailbox_says_so(self, arrives, mailbox):
        mailbox.strangers = "hold"
        mailbox.save(update_fields=["strangers"])
        mail = arrives(a_mail(sender=STRANGER))
        assert (mail.status, mail.reason) == ("held", "stranger")
        assert not Case.objects.exists()

    def test_with_an_address_of_two_owners_is_nobodys_case_until_somebody_says_whose(
        self, arrives, chen_by_mail, dai
    ):
        from owners.people import services as people
        from tests.people import machine

        people.edit_owner(machine(), dai, version=dai.version, changes={"email": CHEN}, now=NOW)
        mail = arrives(a_mail())
        assert (mail.status, mail.case.owner, mail.case.kind) == ("case", None, "complaint")
        assert not Prospect.objects.exists()

    def test_says_nothing_but_its_subject(self, arrives, chen_by_mail):
        assert arrives(a_mail("", subject="电梯又坏了")).case.words == "电梯又坏了"

    def test_is_kept_as_it_came_sealed(self, arrives, chen_by_mail):
        from django.db import connection

        data = a_mail("暗号是金丝雀")
        mail = arrives(data)
        assert raw(mail) == data
        with connection.cursor() as cursor:
            cursor.execute("SELECT content FROM service_desk_rawmailpart")
            stored = bytes(cursor.fetchone()[0])
            cursor.execute("SELECT words || subject || sender FROM service_desk_incomingmail")
            read = bytes(cursor.fetchone()[0])
        assert CHEN.encode() not in stored + read
        assert "金丝雀".encode() not in read


class TestTwice:
    def test_the_same_bytes_are_one_mail(self, mailbox, chen_by_mail):
        first, new = keep(mailbox, a_mail(), now=NOW)
        again, new_again = keep(mailbox, a_mail(), now=NOW)
        assert (first.pk, new, new_again) == (again.pk, True, False)
        assert RawMailPart.objects.count() == 1

    def test_the_same_letter_by_another_way_is_a_repeat(self, arrives, chen_by_mail):
        first = arrives(a_mail())
        again = arrives(b"Received: from elsewhere\r\n" + a_mail())
        assert (again.status, again.repeats, again.case) == ("repeat", first, first.case)
        assert Case.objects.count() == 1

    def test_another_mail_of_the_same_words_is_not_the_same(self, arrives, chen_by_mail):
        arrives(a_mail(identifier="one"))
        assert arrives(a_mail(identifier="two")).status == "case"

    def test_settling_it_once_more_changes_nothing(self, arrives, chen_by_mail):
        from service_desk.channels.mail.reading.parsing import parse

        mail = arrives(a_mail())
        services.settle(mail, parse(raw(mail)), now=NOW)
        assert (Case.objects.count(), CaseMessage.objects.count()) == (1, 0)


class TestTheConfirmation:
    def test_names_the_number_and_the_day_in_the_owners_language(self, arrives, chen_by_mail):
        mail = arrives(a_mail())
        letter = OutgoingMessage.objects.get()
        assert (letter.recipient, letter.written_by, letter.language) == (CHEN, "answer", "zh-hans")
        assert mail.case.number in letter.subject
        assert letter.in_reply_to == mail.identifier
        assert letter.answer_to.startswith(f"service+{mail.case.number}.")

    def test_goes_once_a_day_to_one_address(self, arrives, chen_by_mail):
        arrives(a_mail("一", identifier="one"))
        arrives(a_mail("二", identifier="two"))
        assert (Case.objects.count(), OutgoingMessage.objects.count()) == (2, 1)

    @pytest.mark.parametrize(
        "line",
        [
            {"Auto-Submitted": "auto-replied"},
            {"Auto-Submitted": "auto-generated"},
            {"Precedence": "bulk"},
            {"List-Id": "<news.example.com>"},
            {"Return-Path": "<>"},
            {"X-Autoreply": "yes"},
        ],
    )
    def test_never_goes_to_a_machine_which_waits_for_a_person(self, arrives, chen_by_mail, line):
        mail = arrives(a_mail(headers=line))
        assert mail.status == "held"
        assert mail.reason in ("machine", "list")
        assert not OutgoingMessage.objects.exists()
        assert not Case.objects.exists()


class TestTheFences:
    def test_of_one_sender_no_more_than_so_many_an_hour_become_cases(self, arrives, chen_by_mail, settings):
        from service_desk.channels.mail.models import ChannelLimits

        ChannelLimits.objects.create(version=1, mails_an_hour=3, made_at=NOW)
        placed = [arrives(a_mail(f"第{n}封", identifier=f"n{n}")) for n in range(5)]
        assert [mail.status for mail in placed] == ["case"] * 3 + ["held"] * 2
        assert placed[-1].reason == "flood"

    def test_what_comes_from_our_own_address_waits(self, arrives, mailbox):
        mail = arrives(a_mail(sender=mailbox.address))
        assert (mail.status, mail.reason) == ("held", "loop")

    def test_what_is_too_large_waits_with_its_beginning(self, mailbox, monkeypatch, chen_by_mail):
        monkeypatch.setattr("service_desk.channels.mail.storing.LARGEST", 5_000)
        monkeypatch.setattr("service_desk.channels.mail.storing.BEGINNING", 1_000)
        mail, _new = keep(mailbox, a_mail("x" * 70 + "\n" * 2 + "y " * 6_000), now=NOW)
        services.read_waiting(clock=lambda: NOW)
        mail = IncomingMail.objects.get()
        assert (mail.status, mail.reason, len(raw(mail))) == ("held", "too_large", 1_000)
