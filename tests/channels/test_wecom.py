"""WeCom's callbacks as WeCom documents them; the vectors are made here, with the other half of the same rules."""

import secrets

import pytest

from crm import clock
from service_desk.cases.models import Case, CaseMessage
from service_desk.channels.hooks import services, wecom
from service_desk.channels.hooks.models import HookDelivery
from tests.people import NOW, machine

pytestmark = pytest.mark.django_db
TOKEN, COMPANY = "QDG6eK", "wx5823bf96d3bd56c7"
AES = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"


@pytest.fixture(autouse=True)
def time(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def door(client, riverside):
    services.add_endpoint(
        machine(),
        code="wc",
        name="企业微信",
        sort="wecom",
        project=riverside,
        channel="wecom",
        kind="complaint",
        language="zh-hans",
        company=COMPANY,
        token=TOKEN,
        aes_key=AES,
        now=NOW,
    )
    return client


def message(words="厨房的水管漏了", *, number="1", kind="text", sender="zhangsan") -> bytes:
    return (
        f"<xml><ToUserName>{COMPANY}</ToUserName><FromUserName>{sender}</FromUserName>"
        f"<CreateTime>1</CreateTime><MsgType>{kind}</MsgType><Content><![CDATA[{words}]]></Content>"
        f"<MsgId>{number}</MsgId></xml>"
    ).encode()


def address(sealed: str, *, at=NOW, token=TOKEN, echo="") -> str:
    stamp, nonce = str(int(at.timestamp())), secrets.token_hex(4)
    from urllib.parse import urlencode

    asked = {
        "msg_signature": wecom.signature(token, stamp, nonce, sealed),
        "timestamp": stamp,
        "nonce": nonce,
    }
    return "/hooks/wecom/wc/?" + urlencode(asked | ({"echostr": echo} if echo else {}))


def send(client, plain: bytes, *, company=COMPANY, **more):
    sealed = wecom.sealed(wecom.key_of(AES), plain, company)
    body = f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    return client.post(address(sealed, **more), body, content_type="text/xml")


def test_an_envelope_is_opened_only_by_the_company_it_is_meant_for():
    sealed = wecom.sealed(wecom.key_of(AES), b"1616140317555161061", COMPANY)
    assert wecom.opened(wecom.key_of(AES), sealed, COMPANY) == b"1616140317555161061"
    with pytest.raises(wecom.Unproved):
        wecom.opened(wecom.key_of(AES), sealed, "wx-somebody-else")


def test_the_echo_is_answered_in_the_clear_to_who_proves_himself(door):
    sealed = wecom.sealed(wecom.key_of(AES), b"echo-123", COMPANY)
    assert door.get(address(sealed, echo=sealed)).content == b"echo-123"
    assert door.get(address(sealed, echo=sealed, token="x")).status_code == 403  # noqa: S106


def test_what_somebody_writes_is_a_case_and_what_he_adds_belongs_to_it(door):
    assert send(door, message()).content == b""
    send(door, message("还在漏", number="2"))
    case = Case.objects.get()
    assert (case.words, case.channel) == ("厨房的水管漏了", "wecom")
    assert CaseMessage.objects.get().body == "还在漏"


def test_the_same_message_told_three_times_is_one(door):
    for _time in range(3):
        send(door, message())
    assert (Case.objects.count(), HookDelivery.objects.get().times) == (1, 3)


def test_two_people_have_two_cases(door):
    send(door, message())
    send(door, message("另一件事", number="5", sender="lisi"))
    assert Case.objects.count() == 2


def test_a_picture_is_told_and_an_event_is_nothing(door):
    send(door, message("", kind="image"))
    send(door, message("", number="9", kind="event", sender="lisi"))
    assert Case.objects.count() == 1
    assert Case.objects.get().words


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": "another"},
        {"company": "wx-somebody-else"},
        {"at": NOW.replace(hour=9)},
    ],
)
def test_whoever_cannot_prove_himself_is_refused(door, wrong):
    assert send(door, message(), **wrong).status_code == 403
    assert not Case.objects.exists()
    assert HookDelivery.objects.get().outcome == "refused"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no xml",
        "<xml><Encrypt>!!!</Encrypt></xml>",
        '<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>',
        "<xml><Encrypt>QUFBQQ==</Encrypt></xml>",
    ],
)
def test_nonsense_is_refused_and_no_error(door, body):
    sealed = body.partition("<Encrypt>")[2].partition("</Encrypt>")[0]
    assert door.post(address(sealed), body, content_type="text/xml").status_code == 403


@pytest.mark.parametrize("alphabet", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-7", "cp037"])
def test_definitions_are_refused_in_every_alphabet(alphabet):
    head = f'<?xml version="1.0" encoding="{alphabet}"?>' if alphabet in ("utf-7", "cp037") else ""
    text = f'{head}<!DOCTYPE x [<!ENTITY a "boom">]><xml><Content>&a;</Content></xml>'
    with pytest.raises(wecom.Unproved):
        wecom.fields(text.encode(alphabet))


def test_plain_messages_are_read_with_and_without_a_declaration():
    for head in ("", "\ufeff", '<?xml version="1.0" encoding="UTF-8"?>', "<?xml version='1.0'?>\n"):
        assert wecom.fields(f"{head}<xml><a>漏水</a></xml>".encode()) == {"a": "漏水"}
