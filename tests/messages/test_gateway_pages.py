"""The administrator's page of the gateway, and its API: no secret comes back, a try goes out."""

import pytest

from crm.messages import selectors
from crm.messages.models import OutgoingMessage, TextGateway
from tests.messages.test_texting import provider, work  # noqa: F401

pytestmark = pytest.mark.django_db
FORM = {
    "method": "POST", "shape": "json", "body": '{"to": "{to}", "text": "{text}"}', "numbers": "plus",
    "ok_statuses": "200-299", "report_id": "id", "report_state": "status", "report_delivered": "ok",
    "report_failed": "no", "quiet_since": "21:00", "quiet_until": "08:00",
    "headers": "Authorization: Bearer top-secret", "signing_key": "sign-secret", "report_key": "report-secret",
}  # fmt: skip


def test_it_is_set_up_tried_and_taken_out_of_use(signed_in, ada, provider):  # noqa: F811
    client = signed_in(ada)
    assert "not in use" in client.get("/settings/texts/").content.decode()
    assert client.post("/settings/texts/", FORM | {"url": provider.place}).status_code == 302
    page = client.get("/settings/texts/").content.decode()
    assert provider.place in page
    for secret in ("top-secret", "sign-secret", "report-secret"):
        assert secret not in page
    way = client.post("/settings/texts/try/", {"to": "138 1234 5678", "text": "hello"})
    row = OutgoingMessage.objects.get()
    work()
    shown = client.get(way["Location"]).content.decode()
    assert str(row.public_id) in way["Location"]
    assert "13812345678" not in shown
    assert len(provider.sent) == 1
    client.post("/settings/texts/use/", {})
    assert selectors.gateway_in_force() is None
    assert client.post("/settings/texts/try/", {"to": "13812345678"}).status_code == 422


def test_what_cannot_be_is_said_at_its_field(signed_in, ada):
    answer = signed_in(ada).post("/settings/texts/", FORM | {"url": "http://sms.example/"})
    assert answer.status_code == 422
    assert not TextGateway.objects.exists()


def test_the_api_does_the_same_and_gives_no_secret_back(api, ada, alice, provider):  # noqa: F811
    said = {name: value for name, value in FORM.items() if name != "sender"} | {"url": provider.place}
    put = api(ada).put("text-gateway", said)
    assert put.status_code == 200
    answer = put.content.decode() + api(ada).get("text-gateway").content.decode()
    assert "secret" not in answer
    tried = api(ada).post("text-gateway/try", {"to": "13812345678"})
    assert (tried.status_code, tried.json()["arrival"]) == (201, "waiting")
    for answer in (api(alice).get("text-gateway"), api(alice).put("text-gateway", said)):
        assert answer.status_code == 403
