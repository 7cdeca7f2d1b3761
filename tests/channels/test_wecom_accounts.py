"""Customer-service accounts of WeCom: what the callback only hints at is fetched by cursor, each message once."""

from datetime import timedelta

import pytest

from service_desk.cases.models import Case, CaseMessage
from service_desk.channels.hooks import fetching_wecom, syncing_wecom, writing_wecom
from service_desk.channels.hooks import taking_wecom as taking
from service_desk.channels.hooks.models import (
    HookDelivery,
    HookEndpoint,
    WecomAccount,
    WecomAside,
    WecomMedia,
)
from tests.channels.test_wecom import COMPANY, door, send, time  # noqa: F401
from tests.channels.test_wecom_both_ways import office, voice  # noqa: F401
from tests.people import NOW

pytestmark = pytest.mark.django_db


def hint(account="kf-1", *, number=1) -> bytes:
    return (
        f"<xml><ToUserName>{COMPANY}</ToUserName><CreateTime>{number}</CreateTime><MsgType>event</MsgType>"
        f"<Event>kf_msg_or_event</Event><Token>T{number}</Token><OpenKfId>{account}</OpenKfId></xml>"
    ).encode()


def said(number, words="电梯坏了", *, who="wm-1", origin=3, kind="text", **inside) -> dict:
    inside = inside or {"content": words}
    return {
        "msgid": f"m{number}", "open_kfid": "kf-1", "external_userid": who, "send_time": 1, "origin": origin,
        "msgtype": kind, kind: inside,
    }  # fmt: skip


def fetch(minutes=0, **more) -> int:
    return syncing_wecom.fetch_told(clock=lambda: NOW + timedelta(minutes=minutes), **more)


def test_what_was_hinted_at_is_fetched_page_by_page_and_answered_there(office, door):  # noqa: F811
    office.queues["kf-1"] = [said(1), said(2, "还有漏水"), said(3, who="wm-2"), said(4, "第三句"), said(5)]
    assert send(door, hint()).status_code == 200
    assert not Case.objects.exists()  # WeCom does not wait for it
    assert fetch() == 5
    assert Case.objects.count() == 2
    account = WecomAccount.objects.get()
    assert (account.cursor, account.told, account.heard, len(office.synced)) == ("5", 1, 1, 3)
    assert office.synced[0] == {"open_kfid": "kf-1", "limit": 200, "token": "T1"}
    assert fetch() == 0
    assert len(office.synced) == 3, "nobody is asked when nothing was hinted at"


def test_the_next_hint_goes_on_where_the_cursor_stands(office, door):  # noqa: F811
    office.queues["kf-1"] = [said(1)]
    send(door, hint())
    fetch()
    office.queues["kf-1"].append(said(2))
    send(door, hint(number=2))
    assert fetch() == 1
    assert office.synced[-1]["cursor"] == "1"
    assert HookDelivery.objects.exclude(case=None).count() == 2


def test_a_crash_before_the_cursor_moved_repeats_the_page_and_no_message(office, door, monkeypatch):  # noqa: F811
    office.queues["kf-1"] = [said(1), said(2)]
    send(door, hint())

    class Killed(BaseException):
        pass

    def die(*_args, **_more):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(syncing_wecom, "_keep", die)
        with pytest.raises(Killed):
            fetch()
    assert fetch(1) == 0, "the lease still runs"
    assert fetch(4) == 2
    WecomAccount.objects.update(cursor="", heard=0)  # as if it had never been moved
    assert fetch(5) == 0
    assert (Case.objects.count(), CaseMessage.objects.filter(direction="in").count()) == (1, 1)


def test_of_two_that_fetch_the_same_page_one_moves_the_cursor(office, door):  # noqa: F811
    office.queues["kf-1"] = [said(1)]
    send(door, hint())
    account = WecomAccount.objects.select_related("endpoint__project__city").get()
    answer = {"msg_list": [said(1)], "next_cursor": "1", "has_more": 0}
    other = WecomAccount.objects.select_related("endpoint__project__city").get()
    assert syncing_wecom._keep(account, answer, 1, NOW) == (1, False)
    assert syncing_wecom._keep(other, answer, 1, NOW) == (0, False)
    assert Case.objects.count() == 1


def test_a_hint_that_comes_while_it_is_fetched_is_not_lost(office, door):  # noqa: F811
    office.queues["kf-1"] = [said(1)]
    send(door, hint())

    def client_of(endpoint):
        asking = writing_wecom.client_of(endpoint)
        sync = asking.sync

        def meanwhile(*asked):
            found = sync(*asked)
            WecomAccount.objects.update(told=2)
            return found

        asking.sync = meanwhile
        return asking

    fetch(client=client_of)
    account = WecomAccount.objects.get()
    assert (account.told, account.heard) == (2, 2)
    assert len(office.synced) == 2


def test_what_cannot_be_placed_is_set_aside_and_holds_up_no_other(office, door, monkeypatch):  # noqa: F811
    office.queues["kf-1"] = [said(1), "nonsense", {"origin": 3}, said(4, "\0坏\0了"), said(5)]
    real = taking.take_told

    def choosy(endpoint, told, **more):
        if told["MsgId"] == "kf-m5":
            raise ValueError
        return real(endpoint, told, **more)

    send(door, hint())
    with monkeypatch.context() as patched:
        patched.setattr(taking, "take_told", choosy)
        assert fetch() == 2
    assert WecomAside.objects.count() == 3
    assert CaseMessage.objects.get(direction="in").body == "坏了"
    endpoint = HookEndpoint.objects.get()
    assert syncing_wecom.try_aside_again(endpoint, now=NOW) == 1
    assert WecomAside.objects.count() == 2
    assert syncing_wecom.try_aside_again(endpoint, now=NOW) == 0
    assert set(WecomAside.objects.values_list("times", flat=True)) == {3}


def test_events_and_our_own_answers_are_no_words_of_a_customer(office, door):  # noqa: F811
    office.queues["kf-1"] = [said(1, origin=4, kind="event"), said(2, origin=5)]
    send(door, hint())
    assert fetch() == 0
    assert not Case.objects.exists()


def test_what_is_of_no_known_sort_says_that_it_came(office, door):  # noqa: F811
    office.queues["kf-1"] = [said(1, kind="business_card", userid="x")]
    send(door, hint())
    fetch()
    assert "business_card" in Case.objects.get().words


@pytest.mark.parametrize("codes", [[45009], [-1, -1]])
def test_what_wecom_puts_off_is_fetched_later(office, door, codes):  # noqa: F811
    office.queues["kf-1"] = [said(1)]
    send(door, hint())
    office.answers = list(codes)
    minutes = 0
    for _code in codes:
        assert fetch(minutes) == 0
        minutes += 10
    account = WecomAccount.objects.get()
    assert (account.attempts, account.cursor) == (len(codes), "")
    assert fetch(minutes) == 1
    assert WecomAccount.objects.get().failure == ""


def test_an_answer_that_leads_in_a_circle_is_not_followed(office, door):  # noqa: F811
    send(door, hint())
    office.page = lambda asked: office.said(0, next_cursor="", has_more=1, msg_list=[])
    assert fetch() == 0
    assert WecomAccount.objects.get().failure


def test_a_voice_out_of_an_account_hangs_on_its_case(office, door):  # noqa: F811
    office.queues["kf-1"] = [said(1, kind="voice", media_id="V1")]
    office.media["V1"] = ("audio/amr", voice())
    send(door, hint())
    fetch()
    assert fetching_wecom.fetch_waiting(clock=lambda: NOW) == 1
    assert WecomMedia.objects.get().failure == ""


def test_the_page_shows_what_was_set_aside_and_tries_it_again(office, door, signed_in, ada, api):  # noqa: F811
    office.queues["kf-1"] = ["nonsense"]
    send(door, hint())
    fetch()
    page = signed_in(ada).get("/settings/channels/hooks/wc/").content.decode()
    assert "kf-1" in page
    assert WecomAside.objects.get().event_id in page
    assert signed_in(ada).post("/settings/channels/hooks/wc/aside/").status_code == 302
    assert [row["times"] for row in api(ada).get("hooks/wc/aside").json()] == [2]
    assert api(ada).post("hooks/wc/aside").json() == {"placed": 0}
