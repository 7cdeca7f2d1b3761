"""Every refusal is problem details with a code, in the reader's language."""

import json

import pytest
from django.test import Client

from crm.api.problems import flatten
from tests.people import ApiClient

pytestmark = pytest.mark.django_db


def body_of(answer) -> dict:
    assert answer["Content-Type"] == "application/problem+json"
    body = json.loads(answer.content)
    assert body["status"] == answer.status_code
    assert body["type"] == f"urn:doorstep:problem:{body['code']}"
    return body


def test_an_unknown_address():
    assert body_of(Client().get("/api/v1/nowhere"))["code"] == "not_found"
    assert body_of(Client().post("/api/v1/nowhere/at/all"))["code"] == "not_found"


def test_nobody_signed_in():
    answer = Client().get("/api/v1/me")
    assert answer["WWW-Authenticate"] == "Bearer"
    assert body_of(answer)["code"] == "not_signed_in"


def test_a_token_that_is_none():
    answer = Client().get("/api/v1/me", headers={"Authorization": "Bearer ds_nothing"})
    assert (answer.status_code, body_of(answer)["code"]) == (401, "bad_credentials")


def test_a_role_without_the_verb(api, alice):
    assert body_of(api(alice).get("users"))["code"] == "not_allowed"


def test_out_of_scope_is_not_found(api, alice, harbour):
    assert body_of(api(alice).get(f"projects/{harbour.code}"))["code"] == "not_found"


def test_a_method_that_the_address_does_not_know(api, alice):
    answer = api(alice).post("me")
    assert answer.status_code == 405
    assert body_of(answer)["code"] == "method_not_allowed"


@pytest.mark.parametrize("sent", ["{no", "[" * 100_000])
def test_json_that_cannot_be_read(api, ada, sent):
    headers = api(ada).headers
    answer = Client().post("/api/v1/users", sent, content_type="application/json", headers=headers)
    assert (answer.status_code, body_of(answer)["code"]) == (400, "malformed")


def test_a_media_type_that_is_not_understood(api, ada):
    headers = api(ada).headers
    answer = Client().post("/api/v1/users", "<a/>", content_type="text/xml", headers=headers)
    assert (answer.status_code, body_of(answer)["code"]) == (415, "unsupported_media_type")


def test_fields_that_are_wrong_are_named(api, ada):
    body = body_of(api(ada).post("users", {"display_name": "", "language": "de"}))
    assert body["code"] == "invalid"
    assert set(body["fields"]) == {"username", "display_name", "language"}


def test_a_body_past_the_limit(api, ada, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = api(ada).post("users", {"username": "x" * 200}, Idempotency_Key="big")
    assert (answer.status_code, body_of(answer)["code"]) == (413, "too_large")


def test_what_nobody_foresaw_gives_an_id_and_no_details(api, alice, monkeypatch, caplog):
    def broken(user):
        raise RuntimeError("secret detail 13812345678")

    monkeypatch.setattr("crm.accounts.api._user", broken)
    answer = ApiClient(alice, raise_errors=False).get("me")
    body = body_of(answer)
    assert (answer.status_code, body["code"]) == (500, "unforeseen")
    assert "secret" not in answer.content.decode()
    assert body["id"] in caplog.text


def test_the_language_is_the_one_asked_for(api, alice):
    client = api(alice)
    asked = body_of(client.get("users", Accept_Language="fi"))
    own = body_of(client.get("users"))
    assert asked["code"] == own["code"]
    assert client.get("users", Accept_Language="fi")["Content-Language"] == "fi"
    assert client.get("users")["Content-Language"] == "zh-hans"


def test_messages_of_nested_fields_are_flat():
    detail = {"parts": [{}, {"amount": ["Wrong.", "Really."]}], "name": ["Needed."]}
    assert flatten(detail) == {"parts.1.amount": "Wrong. Really.", "name": "Needed."}


def test_the_session_of_the_pages_needs_the_csrf_token(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/me").status_code == 200
    answer = client.post("/api/v1/tokens", {"name": "x"}, content_type="application/json")
    assert body_of(answer)["code"] == "not_allowed"
    assert not alice.tokens.exists()


@pytest.mark.parametrize(
    "address",
    ["users?q=%00", "users/%00", "projects?cursor=%00", "users?q=%ff%fe", "users?size=9" + "9" * 40],
)
def test_addresses_that_no_database_takes(api, ada, address):
    assert api(ada).get(address).status_code in (200, 400, 404, 422)
