"""The OpenAPI document and its page."""

import json
import re

import pytest
from django.test import Client

from crm.accounts.permissions import PUBLIC
from crm.api.views import Endpoint

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def document():
    from crm.api.document import document

    return document()


def test_it_is_openapi_3_1_and_every_route_below_v1_is_in_it(document):
    from tests.architecture.routes import endpoints

    assert document["openapi"].startswith("3.1")
    described = set(document["paths"])
    missing = [
        route.path for route in endpoints() if route.view_class.schema and route.openapi not in described
    ]
    assert missing == []


def test_refusals_are_described_with_every_operation(document):
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            statuses = set(operation["responses"])
            assert {"401", "403", "404", "422", "429"} <= statuses, f"{method} {path}"
            assert "application/problem+json" in operation["responses"]["404"]["content"]


def test_every_operation_says_who_may(document):
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation.get("x-permission") or operation.get("security", []) == [], f"{method} {path}"


def test_unsafe_methods_name_the_idempotency_key(document):
    operation = document["paths"]["/api/v1/users"]["post"]
    assert "Idempotency-Key" in {parameter["name"] for parameter in operation["parameters"]}


def test_operation_ids_are_unique(document):
    names = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))


def test_anybody_may_read_it():
    answer = Client().get("/api/v1/schema/")
    assert answer.status_code == 200
    assert json.loads(answer.content)["info"]["title"] == "Doorstep"


def test_the_page_holds_nothing_inline():
    answer = Client().get("/api/v1/docs/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=", html)
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_an_endpoint_without_verbs_answers_nothing():
    class Forgotten(Endpoint):
        def get(self, request):
            return 1 / 0

    assert Forgotten.verb_of("GET") is None
    assert Endpoint.verb_of("GET") is None

    class Open(Endpoint):
        verbs = PUBLIC

        def get(self, request):
            return None

    assert Open.verb_of("HEAD") is PUBLIC


def test_it_is_valid(document):
    from drf_spectacular.validation import validate_schema

    validate_schema(json.loads(Client().get("/api/v1/schema/").content))


def test_it_is_made_without_a_warning(capsys):
    from django.core.management import call_command

    call_command("spectacular", fail_on_warn=True)
    assert "Warning" not in capsys.readouterr().err


def test_pages_say_how_to_turn_them(document):
    parameters = document["paths"]["/api/v1/users"]["get"]["parameters"]
    assert {"cursor", "size", "q", "role"} == {parameter["name"] for parameter in parameters}
