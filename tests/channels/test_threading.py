"""An answer finds its case by a secret; nobody gets into another's case by guessing its number."""

from datetime import timedelta

import pytest

from crm.messages.models import OutgoingMessage
from service_desk.cases import services as cases
from service_desk.cases.models import CaseHistory, CaseMessage
from service_desk.channels.mail import threads
from service_desk.channels.mail.states import MailStatus
from service_desk.linking.models import CaseLink
from tests.channels.letters import CHEN, OURS, STRANGER, a_mail
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(chen_by_mail, home_1201, riverside, alice, mailbox):
    """A case of Chen's about which Alice has written to him; the case and the letter."""
    case = cases.register(
        alice,
        project=riverside,
        owner=chen_by_mail,
        home=home_1201,
        kind="complaint",
        channel="phone",
        words="漏水",
        language="zh-hans",
        subject="other",
        received_at=NOW,
        now=NOW,
    )
    cases.assign(alice, case, to=alice, because="…", now=NOW)
    cases.reply(alice, case, body="您好，我们明天上门。", now=NOW)
    return case, OutgoingMessage.objects.get()


def untouched(case) -> bool:
    return not CaseMessage.objects.filter(case=case, direction="in").exists()


class TestALetterOfOurs:
    def test_carries_the_secret_in_three_places_and_says_that_a_person_wrote_it(self, written):
        case, letter = written
        secret = threads.secret_of(case.number, CHEN)
        assert letter.answer_to == f"service+{case.number}.{secret}@riverside.example"
        assert secret in letter.thread
        assert letter.subject.endswith(f"[{case.number}~{secret}]")
        assert letter.written_by == "person"

    def test_hangs_on_the_mail_that_the_owner_wrote(self, arrives, chen_by_mail, alice):
        mail = arrives(a_mail(identifier="first"))
        cases.assign(alice, mail.case, to=alice, because="…", now=NOW)
        cases.reply(alice, mail.case, body="您好", now=NOW)
        assert OutgoingMessage.objects.latest("pk").in_reply_to == "first@example.com"


class TestAnAnswer:
    def where(self, case, letter):
        return {
            "to the address": {"to": letter.answer_to},
            "in the thread": {"headers": {"References": f"<{letter.thread}>"}},
            "in the subject": {"subject": f"Re: {letter.subject}"},
            "to the letter's id": {"headers": {"In-Reply-To": f"<{letter.public_id}@doorstep.invalid>"}},
        }

    @pytest.mark.parametrize(
        "place", ["to the address", "in the thread", "in the subject", "to the letter's id"]
    )
    def test_is_added_to_the_case_by_each_of_its_signs(self, arrives, written, place):
        case, letter = written
        mail = arrives(a_mail("明天下午可以。\n\n> 您好，我们明天上门。", **self.where(case, letter)[place]))
        assert (mail.status, mail.case) == ("message", case)
        assert mail.message.body == "明天下午可以。"
        assert mail.message.direction == "in"

    def test_of_an_answering_machine_is_a_note_and_no_news(self, arrives, written):
        case, letter = written
        mail = arrives(
            a_mail(
                "我在休假。",
                to=letter.answer_to,
                headers={"Auto-Submitted": "auto-replied"},
                subject="自动回复",
            )
        )
        assert (mail.status, mail.message.direction) == ("message", "note")
        assert not CaseHistory.objects.filter(case=case, verb="owner_wrote").exists()
        assert OutgoingMessage.objects.count() == 1

    def test_to_a_closed_case_opens_another_that_is_linked_with_it(self, arrives, written, alice, bob):
        case, letter = written
        cases.investigate(
            alice, case, substantiated=False, department=None, findings="…", fault_share=None, now=NOW
        )
        cases.explain(alice, case, explanation="…", now=NOW)
        cases.close(bob, case, because="…", now=NOW)
        mail = arrives(a_mail("又漏了", to=letter.answer_to))
        assert mail.status == "case"
        assert mail.case != case
        assert mail.case.owner == case.owner
        assert CaseLink.objects.filter(upper__in=[case, mail.case], lower__in=[case, mail.case]).exists()

    def test_more_than_so_many_to_one_case_an_hour_wait(self, arrives, written):
        from service_desk.channels.mail.models import ChannelLimits

        ChannelLimits.objects.create(version=1, mails_to_a_case_an_hour=2, made_at=NOW)
        _case, letter = written
        sent = [arrives(a_mail(f"{n}", to=letter.answer_to, identifier=f"i{n}")) for n in range(4)]
        assert [mail.reason for mail in sent] == ["", "", "loop", "loop"]
        later = arrives(
            a_mail("later", to=letter.answer_to, identifier="later"), now=NOW + timedelta(minutes=61)
        )
        assert later.status == "message"


class TestSomebodyElse:
    def test_with_the_number_and_a_guessed_secret_gets_nowhere(self, arrives, written):
        case, _letter = written
        mail = arrives(a_mail(sender=STRANGER, to=f"service+{case.number}.{'a' * 16}@riverside.example"))
        assert (mail.status, mail.reason, mail.suggested) == ("held", "unproved", case)
        assert untouched(case)

    def test_with_the_owners_name_in_from_and_the_number_only_waits_too(self, arrives, written):
        case, _letter = written
        mail = arrives(a_mail(sender=CHEN, subject=f"Re: {case.number}"))
        assert (mail.status, mail.reason, mail.suggested) == ("held", "unproved", case)
        assert untouched(case)

    def test_who_got_the_letter_forwarded_waits_and_the_case_is_suggested(self, arrives, written):
        case, letter = written
        mail = arrives(a_mail(sender=STRANGER, to=letter.answer_to))
        assert (mail.status, mail.reason, mail.suggested) == ("held", "other_sender", case)
        assert untouched(case)

    def test_with_a_secret_of_his_own_case_does_not_reach_anothers(self, arrives, written):
        case, _letter = written
        own = threads.secret_of("2026-999999", STRANGER)
        mail = arrives(a_mail(sender=STRANGER, to=f"service+{case.number}.{own}@riverside.example"))
        assert mail.status == MailStatus.HELD
        assert untouched(case)

    def test_control_the_right_secret_from_the_right_address_does(self, arrives, written):
        case, letter = written
        assert arrives(a_mail(to=letter.answer_to)).status == "message"
        assert not untouched(case)


def test_marks_are_read_in_whatever_case_mail_programs_write_them():
    address = threads.answer_address(OURS, "2026-000123", CHEN)
    (mark,) = threads.marks_in(address.upper())
    assert mark.is_of("CHEN.Jianguo@Example.com")
    assert not mark.is_of(STRANGER)
    assert threads.untagged(threads.tagged("漏水", "2026-000123", CHEN)) == "漏水"


def test_an_answer_to_a_merged_case_joins_the_one_that_goes_on(written, arrives, alice, riverside):
    from service_desk.linking import services as linking

    case, letter = written
    given = {"project": riverside, "owner": case.owner, "home": case.home, "kind": "complaint"}
    given |= {"channel": "phone", "words": "又漏水", "language": "zh-hans", "subject": "other"}
    kept = cases.register(alice, **given, received_at=NOW, now=NOW)
    linking.merge(alice, case, into=kept, because="同一处", now=NOW)
    mail = arrives(a_mail(to=letter.answer_to, sender=CHEN, words="今天更严重了"))
    assert (mail.status, mail.case) == (MailStatus.MESSAGE, kept)
    assert CaseMessage.objects.get(direction="in").case == kept
