"""The hotline's file: its own numbers and deadlines are kept, a second run inserts nothing, the sheet goes back."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from crm.exports.kinds import function_of
from service_desk.cases.models import Case, CaseMessage
from service_desk.channels.hotline import services
from service_desk.channels.hotline.models import HotlineTicket
from tests.people import NOW

pytestmark = pytest.mark.django_db
HEAD = "工单编号,受理时间,办理时限,是否需要回复,转办单位,来电人,来电号码,房号,诉求类型,标题,诉求内容\n"
ROWS = (
    "HZ20260301001,2026-03-01 09:20,2026-03-06 18:00,是,区信访局,陈建国,13812345678,3-2-1201,投诉,漏水,卫生间一直漏水无人处理\n"
    "HZ20260301002,2026-03-01 10:00,2026-03-08 18:00,否,区信访局,李某,13700001111,5-1-302,咨询,地铁,地铁何时开通\n"
)


@pytest.fixture
def imported(tmp_path, riverside, chen, home_1201, monkeypatch):
    path = tmp_path / "tickets.csv"
    path.write_text(HEAD + ROWS, encoding="gb18030")

    def run() -> str:
        out = StringIO()
        with translation.override("en"):
            call_command(
                "import_cases", str(path), "--mapping", "hotline-12345", "--project", "RIVERSIDE", stdout=out
            )
        return out.getvalue()

    return run


def test_each_ticket_is_a_case_that_keeps_the_hotlines_number_and_deadline(imported, chen, home_1201):
    assert "2 new, 0 here already, 0 refused" in imported()
    ticket = HotlineTicket.objects.get(ticket="HZ20260301001")
    assert (ticket.must_reply, ticket.office) == (True, "区信访局")
    assert ticket.reply_due_at == datetime.fromisoformat("2026-03-06T18:00:00+08:00")
    case = ticket.case
    assert (case.owner, case.home, case.channel, case.kind) == (chen, home_1201, "hotline_12345", "complaint")
    assert not HotlineTicket.objects.get(ticket="HZ20260301002").must_reply


def test_a_second_run_inserts_nothing(imported):
    imported()
    assert "0 new, 2 here already" in imported()
    assert (Case.objects.count(), HotlineTicket.objects.count()) == (2, 2)


def test_who_called_is_noted_where_nobody_has_the_number(imported):
    imported()
    case = HotlineTicket.objects.get(ticket="HZ20260301002").case
    assert "13700001111" in CaseMessage.objects.get(case=case, direction="note").body


class TestTheReply:
    @pytest.fixture
    def ticket(self, imported):
        imported()
        return HotlineTicket.objects.get(ticket="HZ20260301001")

    def test_is_written_once_and_stands_on_the_sheet(self, ticket, signed_in, alice):
        client = signed_in(alice)
        assert ticket.ticket in client.get("/desk/hotline/").content.decode()
        address = f"/desk/hotline/{ticket.case.number}/reply/"
        client.post(address, {"words": "已上门维修，业主认可。"})
        client.post(address, {"words": "另一个答复"})
        ticket.refresh_from_db()
        assert (ticket.reply, ticket.replied_by) == ("已上门维修，业主认可。", alice)
        sheet = function_of("hotline_replies")(alice, {"state": "replied"}, now=NOW + timedelta(days=1))
        (row,) = list(sheet.rows)
        assert (row[0], row[6]) == ("HZ20260301001", "已上门维修，业主认可。")
        assert len(row) == len(sheet.columns)

    def test_through_the_interface(self, ticket, api, alice):
        rows = api(alice).get("hotline-tickets").json()["results"]
        assert [row["ticket"] for row in rows] == [ticket.ticket]
        answer = api(alice).post(f"cases/{ticket.case.number}/hotline-reply", {"words": "已处理"})
        assert (answer.status_code, answer.json()["reply"]) == (201, "已处理")
        again = api(alice).post(f"cases/{ticket.case.number}/hotline-reply", {"words": "x"})
        assert again.status_code == 409

    def test_is_not_of_another_city(self, ticket, signed_in, api, dan):
        assert (
            signed_in(dan).post(f"/desk/hotline/{ticket.case.number}/reply/", {"words": "x"}).status_code
            == 404
        )
        assert api(dan).get("hotline-tickets").json()["results"] == []

    def test_that_says_nothing_is_refused(self, ticket, alice):
        from crm.errors import Refused

        with pytest.raises(Refused):
            services.reply(alice, ticket, words="  ", now=NOW)


def test_the_page_of_its_case_says_so(imported, signed_in, alice):
    imported()
    ticket = HotlineTicket.objects.get(ticket="HZ20260301001")
    assert ticket.ticket in signed_in(alice).get(f"/desk/cases/{ticket.case.number}/").content.decode()


def test_the_page_of_a_case_shows_its_mail_and_what_it_quotes(arrives, chen_by_mail, signed_in, alice):
    from tests.channels.letters import a_mail

    mail = arrives(a_mail("漏水了\n\n-- \n陈建国 手机签名"))
    page = signed_in(alice).get(f"/desk/cases/{mail.case.number}/").content.decode()
    assert "手机签名" in page
    assert f"/desk/mail/{mail.public_id}/file/" in page
