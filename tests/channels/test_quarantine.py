"""The screen of mail that waits: why, as safe text; released, added, discarded and had back; in one's scope only."""

from datetime import timedelta

import pytest

from crm.audit.models import AuditEntry
from service_desk.cases.models import Case
from service_desk.channels.mail import services
from service_desk.channels.mail.models import IncomingMail, RawMailPart
from tests.channels.letters import STRANGER, a_mail
from tests.channels.test_threading import written  # noqa: F401
from tests.people import NOW

pytestmark = pytest.mark.django_db
HOSTILE = '<img src="https://tracker.example/x.gif"><script>steal()</script>'


@pytest.fixture
def held(arrives, written):  # noqa: F811
    case, _letter = written
    return arrives(
        a_mail(f"Tässä.\n{HOSTILE}", sender=STRANGER, subject=f"Re: {case.number}", identifier="h")
    )


class TestThePage:
    def test_says_why_each_waits(self, held, signed_in, alice):
        answer = signed_in(alice).get("/desk/mail/").content.decode()
        assert "li.ming" in answer
        assert str(held.public_id) in answer

    def test_asks_as_many_questions_for_one_as_for_twenty(
        self, held, arrives, signed_in, alice, django_assert_max_num_queries
    ):
        client = signed_in(alice)
        client.get("/desk/mail/")
        for number in range(12):
            arrives(a_mail(sender=f"s{number}@example.org", headers={"Precedence": "bulk"}))
        with django_assert_max_num_queries(16):
            assert client.get("/desk/mail/").status_code == 200

    def test_of_one_mail_shows_text_and_loads_nothing(self, held, signed_in, alice):
        answer = signed_in(alice).get(f"/desk/mail/{held.public_id}/").content.decode()
        assert "&lt;script&gt;steal()" in answer
        assert "<script>steal" not in answer
        assert '<img src="https' not in answer

    def test_gives_the_mail_as_a_file_that_no_browser_opens(self, held, signed_in, alice):
        answer = signed_in(alice).get(f"/desk/mail/{held.public_id}/file/")
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
        assert b"From: li.ming" in answer.content

    def test_of_another_city_is_not_found(self, held, signed_in, dan, api):
        assert signed_in(dan).get(f"/desk/mail/{held.public_id}/").status_code == 404
        assert signed_in(dan).post(f"/desk/mail/{held.public_id}/discard/").status_code == 404
        assert api(dan).get("incoming-mails").json()["results"] == []

    def test_is_not_for_a_callback_officer(self, held, signed_in, cai):
        assert signed_in(cai).get("/desk/mail/").status_code == 403


class TestAPerson:
    def test_lets_it_become_a_case(self, held, signed_in, alice):
        answer = signed_in(alice).post(f"/desk/mail/{held.public_id}/release/", {"kind": "inquiry"})
        held.refresh_from_db()
        assert answer["Location"] == f"/desk/cases/{held.case.number}/"
        assert (held.status, held.case.kind, held.settled_by) == ("case", "inquiry", alice)
        assert AuditEntry.objects.filter(verb="mail.released").exists()

    def test_adds_it_to_the_case_it_names(self, held, written, signed_in, alice):  # noqa: F811
        case, _letter = written
        signed_in(alice).post(f"/desk/mail/{held.public_id}/attach/", {"case": case.number})
        held.refresh_from_db()
        assert (held.status, held.case, held.message.case) == ("message", case, case)

    def test_cannot_add_it_to_a_case_he_does_not_see(self, held, signed_in, alice):
        answer = signed_in(alice).post(f"/desk/mail/{held.public_id}/attach/", {"case": "2026-999999"})
        held.refresh_from_db()
        assert (answer.status_code, held.status) == (422, "held")

    def test_throws_it_away_and_has_it_back(self, held, signed_in, alice):
        client = signed_in(alice)
        client.post(f"/desk/mail/{held.public_id}/discard/")
        held.refresh_from_db()
        assert held.status == "discarded"
        assert str(held.public_id) in client.get("/desk/mail/?state=discarded").content.decode()
        client.post(f"/desk/mail/{held.public_id}/take-back/")
        held.refresh_from_db()
        assert held.status == "held"

    def test_cannot_release_what_is_a_case_already(self, held, alice, api):
        first = api(alice).post(f"incoming-mails/{held.public_id}/release", {"kind": "inquiry"})
        again = api(alice).post(f"incoming-mails/{held.public_id}/release", {"kind": "inquiry"})
        assert (first.status_code, again.status_code) == (201, 409)
        assert Case.objects.filter(channel="mail").count() == 1


class TestTheInterface:
    def test_does_all_that_the_page_does(self, held, written, alice, api):  # noqa: F811
        case, _letter = written
        client = api(alice)
        (row,) = client.get("incoming-mails").json()["results"]
        assert (row["id"], row["reason"], row["suggested"]) == (str(held.public_id), "unproved", case.number)
        assert client.get("incoming-mails/counts").json() == {"held": 1, "discarded": 0}
        assert client.get(f"incoming-mails/{held.public_id}").json()["words"].startswith("Tässä.")
        assert client.post(f"incoming-mails/{held.public_id}/discard").status_code == 201
        assert client.delete(f"incoming-mails/{held.public_id}/discard").json()["status"] == "held"
        answer = client.post(f"incoming-mails/{held.public_id}/attachment", {"case": case.number})
        assert answer.json() == {"case": case.number}


class TestTime:
    def test_drops_what_was_thrown_away_and_old_bytes_and_never_what_waits(self, held, arrives, alice):
        other = arrives(a_mail(sender="other@example.org", headers={"Precedence": "bulk"}))
        services.discard(alice, other, now=NOW)
        services.forget(now=NOW + timedelta(days=29))
        assert IncomingMail.objects.filter(pk=other.pk).exists()
        services.forget(now=NOW + timedelta(days=400))
        assert not IncomingMail.objects.filter(pk=other.pk).exists()
        assert RawMailPart.objects.filter(mail=held).exists()

    def test_an_erasure_takes_the_mail_of_its_person_along(self, arrives, chen_by_mail):
        from owners.ties import all_ties

        mail = arrives(a_mail())
        (tie,) = [tie for tie in all_ties() if tie.model == "service_desk.IncomingMail"]
        assert list(tie.rows(chen_by_mail)) == [mail]


class TestSettingUp:
    def test_a_mailbox_is_added_and_changed_and_its_password_never_shown(
        self, signed_in, bob, riverside, chen
    ):
        client = signed_in(bob)
        said = {
            "code": "haus",
            "address": "haus@riverside.example",
            "project": "RIVERSIDE",
            "language": "fi",
            "kind_of_owners": "complaint",
            "strangers": "hold",
            "host": "127.0.0.1",
            "port": "993",
            "tls": "on",
            "username": "u",
            "password": "canary-password",
            "folder": "INBOX",
            "is_open": "on",
        }
        assert client.post("/settings/channels/mailboxes/new/", said).status_code == 302
        page = client.get("/settings/channels/mailboxes/haus/").content.decode()
        assert "haus@riverside.example" in page
        assert "canary-password" not in page
        client.post("/settings/channels/mailboxes/haus/", said | {"password": "", "strangers": "prospect"})
        from service_desk.channels.mail.models import Mailbox

        box = Mailbox.objects.get(code="haus")
        assert (box.password, box.strangers) == ("canary-password", "prospect")
        assert not AuditEntry.objects.filter(after__icontains="canary-password").exists()

    def test_limits_are_versions_with_their_author(self, signed_in, bob, alice):
        from service_desk.channels.mail.models import ChannelLimits
        from service_desk.channels.mail.setting_up import LIMITS

        said = {name: "7" for name in LIMITS} | {"raw_days": "365"}
        assert signed_in(alice).post("/settings/channels/limits/", said).status_code == 403
        assert signed_in(bob).post("/settings/channels/limits/", said).status_code == 302
        assert signed_in(bob).post("/settings/channels/limits/", said | {"raw_days": "0"}).status_code == 422
        row = ChannelLimits.objects.get()
        assert (row.version, row.mails_an_hour, row.made_by) == (1, 7, bob)
