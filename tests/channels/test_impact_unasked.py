"""What came where nobody could ask: the desk sees it and asks, the severity is provisional; later answers count."""

import pytest

from crm import clock
from crm.errors import Refused
from service_desk.cases.models import Case, CaseMessage
from service_desk.channels.hooks.services import merged_impact
from service_desk.channels.mail import services as mails
from service_desk.gravity import selectors, services
from tests.channels.letters import a_mail
from tests.channels.test_signed_webhook import deliver, said, social  # noqa: F401
from tests.people import NOW

pytestmark = pytest.mark.django_db
MARK = "gv-unasked"


@pytest.fixture(autouse=True)
def time(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def marked(client, case) -> bool:
    return MARK in client.get(f"/desk/cases/{case.number}/").content.decode()


class TestACaseByMail:
    def test_is_marked_and_stands_in_a_view_until_somebody_has_asked(
        self, arrives, chen_by_mail, signed_in, alice
    ):
        case = arrives(a_mail()).case
        client = signed_in(alice)
        assert selectors.is_unasked(case)
        assert marked(client, case)
        assert case.number in client.get("/desk/?view=unasked").content.decode()
        form = {"version": case.version, "back": "case", "impact": ["safety"], "because": "电话里问过"}
        answer = client.post(f"/desk/cases/{case.number}/impact/", form)
        assert answer["Location"] == f"/desk/cases/{case.number}/"
        case.refresh_from_db()
        assert case.severity == "important"
        assert not marked(client, case)
        assert not Case.objects.filter(selectors.unasked()).exists()

    def test_nothing_of_it_is_an_answer_too_but_only_once(self, arrives, chen_by_mail, alice):
        case = arrives(a_mail()).case
        case = services.learn_impact(alice, case, impact={}, because="都没有", now=NOW)
        assert not selectors.is_unasked(case)
        assert (case.severity, case.judgements.count()) == ("ordinary", 2)
        with pytest.raises(Refused):
            services.learn_impact(alice, case, impact={}, now=NOW)

    def test_that_a_person_has_judged_is_not_marked(self, arrives, chen_by_mail, bob):
        from service_desk.cases import services as cases

        case = arrives(a_mail()).case
        case = cases.confirm_severity(bob, case, severity="hot", because="", now=NOW)
        assert not selectors.is_unasked(case)

    def test_let_out_of_the_quarantine_is_marked_as_well(self, arrives, chen_by_mail, alice):
        held = arrives(a_mail(headers={"Precedence": "bulk"}))
        assert selectors.is_unasked(mails.release(alice, held, kind="repair", now=NOW))

    def test_that_only_asks_something_is_not(self, arrives, riverside):
        assert not selectors.is_unasked(arrives(a_mail(sender="li@example.org")).case)

    def test_of_a_call_is_not(self, riverside, alice):
        from service_desk.cases import services as cases

        given = {"project": riverside, "kind": "complaint", "channel": "phone", "words": "漏水"}
        given |= {"language": "zh-hans", "subject": "other", "received_at": NOW}
        assert not selectors.is_unasked(cases.register(alice, **given, now=NOW))


class TestWhatFollowsByAWebhook:
    def test_brings_its_impact_and_is_judged_again(self, deliver):  # noqa: F811
        deliver(said())
        case = Case.objects.get()
        assert selectors.is_unasked(case)
        deliver(said("e2", impact={"safety": True, "households": 24}))
        case.refresh_from_db()
        assert case.impact == {"safety": True, "households": 24}
        assert case.severity == "major"
        assert not selectors.is_unasked(case)

    def test_takes_no_answer_back_and_counts_the_larger_number(self):
        known = {"safety": True, "households": 24}
        assert merged_impact(known, {"safety": False, "media": True, "households": 3}) == {
            "safety": True, "media": True, "households": 24
        }  # fmt: skip

    def test_that_says_the_same_changes_nothing(self, deliver):  # noqa: F811
        deliver(said(impact={"safety": True}))
        deliver(said("e2", impact={"safety": True}))
        assert Case.objects.get().judgements.count() == 1

    def test_brings_its_number_and_home_and_says_them_once(self, deliver):  # noqa: F811
        deliver(said(author={"id": "u77"}))
        for event in ("e2", "e3"):
            deliver(said(event, home="5-1-302", author={"id": "u77", "phone": "13700001111"}))
        note = CaseMessage.objects.get(direction="note")
        assert "13700001111" in note.body
        assert "5-1-302" in note.body
