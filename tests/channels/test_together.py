"""Several mails at once: cases, discarded with a reason, replies to what they name; found again by words."""

import pytest

from crm.audit.models import AuditEntry
from service_desk.cases.models import Case, CaseMessage
from service_desk.channels.mail import services
from service_desk.channels.mail.models import IncomingMail, KnownReply
from tests.channels.letters import STRANGER, a_mail
from tests.channels.test_threading import written  # noqa: F401
from tests.people import NOW

pytestmark = pytest.mark.django_db
WIFE = "wife@example.com"


@pytest.fixture
def three(arrives):
    return [
        arrives(a_mail(f"第{n}封：電梯壞了", sender=f"s{n}@example.org", headers={"Precedence": "bulk"}))
        for n in range(3)
    ]


def together(client, mails, **said):
    return client.post("/desk/mail/together/", {"mail": [str(one.public_id) for one in mails]} | said)


def statuses() -> list[str]:
    return list(IncomingMail.objects.order_by("pk").values_list("status", flat=True))


class TestThePage:
    def test_makes_cases_of_those_ticked(self, three, signed_in, alice):
        answer = together(
            signed_in(alice), three[:2], deed="case", kind="inquiry", back="reason=list&q=x&next=//evil"
        )
        assert answer["Location"] == "/desk/mail/?q=x&reason=list"
        assert statuses() == ["case", "case", "held"]
        assert Case.objects.filter(kind="inquiry").count() == 2

    def test_throws_them_away_with_a_reason_that_is_kept(self, three, signed_in, alice):
        client = signed_in(alice)
        together(client, three, deed="discard", why="spam")
        assert statuses() == ["discarded"] * 3
        assert set(IncomingMail.objects.values_list("discarded_as", flat=True)) == {"spam"}
        assert AuditEntry.objects.filter(verb="mail.discarded", after__contains={"why": "spam"}).count() == 3
        services.take_back(alice, IncomingMail.objects.first(), now=NOW)
        assert IncomingMail.objects.order_by("pk").first().discarded_as == ""

    def test_of_one_that_cannot_be_done_the_others_are(self, three, signed_in, alice):
        services.discard(alice, three[0], now=NOW)
        together(signed_in(alice), three, deed="case", kind="inquiry")
        assert statuses() == ["discarded", "case", "case"]

    def test_touches_nothing_of_another_city_and_nothing_unknown(self, three, signed_in, dan, alice):
        together(signed_in(dan), three, deed="discard", why="spam")
        assert statuses() == ["held"] * 3
        assert together(signed_in(alice), three, deed="burn").status_code == 422
        assert together(signed_in(alice), [], deed="discard").status_code == 422
        together(signed_in(alice), three, deed="discard", why="because")
        assert statuses() == ["held"] * 3

    def test_is_not_for_a_callback_officer(self, three, signed_in, cai):
        assert together(signed_in(cai), three, deed="discard").status_code == 403

    def test_has_a_box_for_the_keyboard_and_keys_for_each_deed(self, three, signed_in, alice):
        page = signed_in(alice).get("/desk/mail/").content.decode()
        assert page.count(' data-box="choose-') == 3
        for key in ("r", "d", "a", "/"):
            assert f'data-key="{key}"' in page


class TestSearching:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [("q=s1@example.org", 1), ("q=电梯", 3), ("q=電梯 第2封", 1), ("q=nothing", 0), ("reason=list", 3), ("reason=spam", 3), ("reason=empty", 0), ("mailbox=riverside", 3), ("mailbox=nowhere", 3)],
    )  # fmt: skip
    def test_finds_an_address_words_in_either_script_and_a_reason(
        self, three, signed_in, alice, asked, found
    ):
        page = signed_in(alice).get(f"/desk/mail/?{asked}").content.decode()
        assert page.count("data-row ") == found

    def test_says_that_there_is_none_like_this(self, three, signed_in, alice):
        page = signed_in(alice).get("/desk/mail/?q=nothing").content.decode()
        assert page.count("data-row ") == 0
        assert 'href="?state=held"' in page

    def test_finds_nothing_of_another_city(self, three, signed_in, dan):
        page = signed_in(dan).get("/desk/mail/?q=s1@example.org").content.decode()
        assert page.count("data-row ") == 0


class TestAKnownReply:
    @pytest.fixture
    def answered(self, arrives, written):  # noqa: F811
        """Chen's wife answers from her own address, with our mark."""
        _case, letter = written
        return arrives(a_mail("明天可以", sender=WIFE, headers={"References": f"<{letter.thread}>"}))

    def test_joins_the_case_and_the_next_from_there_needs_nobody(
        self,
        answered,
        arrives,
        written,  # noqa: F811
        signed_in,
        alice,
    ):
        case, letter = written
        assert (answered.reason, answered.suggested) == ("other_sender", case)
        together(signed_in(alice), [answered], deed="reply")
        assert CaseMessage.objects.get(direction="in").case == case
        assert KnownReply.objects.get().made_by == alice
        again = arrives(
            a_mail("后天也可以", sender=WIFE, identifier="w2", headers={"References": f"<{letter.thread}>"})
        )
        assert (again.status, again.case) == ("message", case)

    def test_still_proves_itself_by_the_mark(self, answered, arrives, written, signed_in, alice):  # noqa: F811
        case, _letter = written
        together(signed_in(alice), [answered], deed="reply")
        guess = arrives(a_mail("x", sender=WIFE, subject=f"Re: {case.number}", identifier="w3"))
        assert (guess.status, guess.reason) == ("held", "unproved")

    def test_by_a_number_alone_makes_nobody_known(self, arrives, written, signed_in, alice):  # noqa: F811
        case, _letter = written
        held = arrives(a_mail("x", sender=STRANGER, subject=f"Re: {case.number}"))
        signed_in(alice).post(f"/desk/mail/{held.public_id}/reply/")
        held.refresh_from_db()
        assert (held.status, held.case) == ("message", case)
        assert not KnownReply.objects.exists()

    def test_without_a_case_is_refused(self, three, signed_in, alice):
        together(signed_in(alice), three, deed="reply")
        assert statuses() == ["held"] * 3


def test_the_interface_does_all_that_the_page_does(three, alice, dan, api):
    client = api(alice)
    ids = [str(one.public_id) for one in three]
    assert len(client.get("incoming-mails?q=电梯&reason=list").json()["results"]) == 3
    answer = client.post("incoming-mails/together", {"mails": ids, "deed": "reply"}).json()
    assert (answer["done"], len(answer["refused"])) == (0, 3)
    assert (
        client.post("incoming-mails/together", {"mails": ids[:1], "deed": "case", "kind": "repair"}).json()[
            "done"
        ]
        == 1
    )
    assert (
        client.post(f"incoming-mails/{ids[1]}/discard", {"why": "mistaken"}).json()["discarded_as"]
        == "mistaken"
    )
    assert client.post(f"incoming-mails/{ids[2]}/reply").status_code == 422
    assert api(dan).post("incoming-mails/together", {"mails": ids, "deed": "discard"}).json()["done"] == 0
