"""What a gateway says later of a text message: signed, kept once, and it settles what nobody knew."""

import json

import pytest

from crm import clock, signing
from crm.events.models import Alarm
from crm.messages import courier, gateway_services
from crm.messages.models import OutgoingMessage
from crm.messages.services import send
from tests.messages.test_texting import SETTINGS, connected, provider, work  # noqa: F401
from tests.people import NOW

pytestmark = pytest.mark.django_db
KEY = "report-key"


@pytest.fixture(autouse=True)
def time(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def gateway(connected, ada):  # noqa: F811
    changes = {
        "report_key": KEY,
        "report_id": "id",
        "report_delivered": "DELIVRD",
        "report_failed": "UNDELIV, EXPIRED",
    }
    gateway_services.set_gateway(ada, changes=changes, now=NOW)
    return connected


@pytest.fixture
def sent(gateway):
    row = send(
        to="13812345678", channel="sms", body="您好", language="zh-hans", subject_ref="case:1", now=NOW
    )
    work()
    row.refresh_from_db()
    return row


def report(client, said, *, key=KEY, at=NOW, kind="application/json"):
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    stamp = str(int(at.timestamp()))
    headers = {"X-Doorstep-Timestamp": stamp, "X-Doorstep-Signature": signing.signature(key, stamp, body)}
    return client.post("/api/v1/text-reports", body, content_type=kind, headers=headers)


def test_that_it_arrived_is_kept_by_either_id_and_once(client, sent):
    for said in ({"id": "sms-0", "status": "DELIVRD"}, {"id": str(sent.public_id), "status": "DELIVRD"}):
        assert report(client, said).json() == {"known": 1, "unknown": 0}
    sent.refresh_from_db()
    assert (sent.arrival, sent.delivered_at) == ("delivered", NOW)


def test_that_it_never_will_is_kept_with_its_code_until_it_arrives_after_all(client, sent):
    report(client, {"id": "sms-0", "status": "UNDELIV"})
    sent.refresh_from_db()
    assert (sent.arrival, sent.returned_code, sent.told_at) == ("failed", "UNDELIV", None)
    report(client, {"id": "sms-0", "status": "DELIVRD"})
    report(client, {"id": "sms-0", "status": "EXPIRED"})
    sent.refresh_from_db()
    assert (sent.arrival, sent.returned_at) == ("delivered", None)


def test_many_in_a_list_and_as_a_form_are_read(client, ada, sent):
    rows = [
        {"id": "sms-0", "status": "DELIVRD"},
        {"id": "other", "status": "DELIVRD"},
        {"id": "x", "status": "ACCEPTD"},
    ]
    assert report(client, rows).json() == {"known": 2, "unknown": 1}
    gateway_services.set_gateway(ada, changes={"report_list": "data.reports"}, now=NOW)
    assert report(client, {"data": {"reports": rows[:1]}}).json() == {"known": 1, "unknown": 0}
    gateway_services.set_gateway(ada, changes={"report_list": ""}, now=NOW)
    form = "application/x-www-form-urlencoded"
    assert report(client, b"id=sms-0&status=DELIVRD", kind=form).json() == {"known": 1, "unknown": 0}


def test_a_report_on_nothing_of_ours_is_asked_for_again_later(client, sent):
    assert report(client, {"id": "sms-99", "status": "DELIVRD"}).status_code == 404


@pytest.mark.parametrize("body", [b"{", b"[1]", b"no form", b"\xff\xfe", b'{"id": 1}' * 2])
def test_what_cannot_be_read_is_refused_and_changes_nothing(client, sent, body):
    assert report(client, body).status_code == 400
    sent.refresh_from_db()
    assert sent.arrival == "sent"


def test_who_cannot_sign_changes_nothing(client, sent, ada):
    said = {"id": "sms-0", "status": "UNDELIV"}
    assert report(client, said, key="other").status_code == 403
    assert report(client, said, at=NOW.replace(hour=9)).status_code == 403
    assert client.post("/api/v1/text-reports", said, content_type="application/json").status_code == 403
    gateway_services.set_gateway(ada, changes={}, is_open=False, now=NOW)
    assert report(client, said).status_code == 403
    sent.refresh_from_db()
    assert sent.arrival == "sent"


def test_a_report_settles_what_the_gateway_took_without_saying_so(client, gateway):
    row = send(to="13812345678", channel="sms", body="您好", language="zh-hans", now=NOW)
    gateway.tricks = ["gone"]
    work()
    assert OutgoingMessage.objects.get().state == "waiting"
    report(client, {"id": str(row.public_id), "status": "DELIVRD"})
    assert OutgoingMessage.objects.get().arrival == "delivered"
    assert work(NOW.replace(hour=15)) is None
    assert len(gateway.asked) == 1


def test_a_report_that_is_faster_than_the_courier_is_not_undone_by_it(client, gateway, monkeypatch):
    row = send(to="13812345678", channel="sms", body="您好", language="zh-hans", now=NOW)
    talk = courier._talk

    def slow(leased):
        found = talk(leased)
        report(client, {"id": str(row.public_id), "status": "DELIVRD"})
        return found

    monkeypatch.setattr(courier, "_talk", slow)
    work()
    assert OutgoingMessage.objects.get().arrival == "delivered"


def test_one_given_up_that_arrived_after_all_needs_nobody_to_look(client, gateway):
    gateway.tricks = ["status:400"]
    row = send(to="13812345678", channel="sms", body="您好", language="zh-hans", now=NOW)
    work()
    assert Alarm.objects.filter(kind="dead_message", cleared_at=None).exists()
    report(client, {"id": str(row.public_id), "status": "DELIVRD"})
    assert not Alarm.objects.filter(kind="dead_message", cleared_at=None).exists()
    assert OutgoingMessage.objects.get().arrival == "delivered"
