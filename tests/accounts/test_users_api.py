"""Everything the users pages do, over the API."""

import json

import pytest

from crm.accounts import tokens
from crm.accounts.models import Grant, User
from tests.people import NOW, PASSWORD

pytestmark = pytest.mark.django_db


def body(answer):
    return json.loads(answer.content)


def test_from_a_new_user_to_a_closed_account(api, ada, hangzhou, engineering):
    client = api(ada)
    made = client.post("users", {"username": "fan", "display_name": "范", "password": PASSWORD})
    assert made.status_code == 201
    assert "password" not in body(made)
    role = {"role": "handler", "city": "HZ", "department": "ENG"}
    assert body(client.post("users/fan/roles", role)) == {**role, "region": None, "project": None}
    assert [row["role"] for row in body(client.get("users/fan"))["roles"]] == ["handler"]
    renamed = client.put("users/fan", {"display_name": "范工", "language": "zh-hans"})
    assert body(renamed)["display_name"] == "范工"
    assert client.post("users/fan/roles/revocation", role).status_code == 204
    assert client.post("users/fan/roles/revocation", role).status_code == 422
    assert client.post("users/fan/password", {"password": "another long one"}).status_code == 204
    assert body(client.post("users/fan/deactivation", {"because": "left"}))["is_active"] is False
    assert body(client.post("users/fan/activation"))["is_active"] is True


def test_codes_that_nothing_has_are_named(api, ada, alice):
    answer = api(ada).post("users/alice/roles", {"role": "agent", "project": "NOWHERE"})
    assert (answer.status_code, list(body(answer)["fields"])) == (422, ["project"])
    assert Grant.objects.filter(user=alice).count() == 1


def test_the_list_pages_and_filters(api, ada, alice, bob, dan):
    client = api(ada)
    first = body(client.get("users?size=2"))
    assert len(first["results"]) == 2
    second = body(client.get(f"users?size=2&cursor={first['next']}"))
    names = {row["username"] for row in first["results"] + second["results"]}
    assert names == {"ada", "alice", "bob", "dan"}
    assert [row["username"] for row in body(client.get("users?role=supervisor"))["results"]] == ["bob"]


def test_me(api, hong, riverside):
    mine = body(api(hong).get("me"))
    assert mine["roles"][0]["department"] == "ENG"
    assert mine["projects"] == ["RIVERSIDE"]
    assert "account.own" in mine["verbs"] and "users.edit" not in mine["verbs"]


def test_tokens_of_ones_own(api, alice):
    client = api(alice)
    made = body(client.post("tokens", {"name": "spreadsheet"}))
    assert tokens.find(made["token"], now=NOW).user == alice
    listed = body(client.get("tokens"))
    assert "token" not in listed[0]
    assert client.delete(f"tokens/{made['ref']}").status_code == 204
    assert tokens.find(made["token"], now=NOW) is None
    assert client.delete(f"tokens/{made['ref']}").status_code == 404


def test_a_token_ends_on_its_day(api, alice, system):
    from datetime import timedelta

    _token, secret = tokens.issue(system, alice, name="x", now=NOW, expires_at=NOW + timedelta(days=1))
    assert tokens.find(secret, now=NOW)
    assert tokens.find(secret, now=NOW + timedelta(days=1)) is None


def test_using_a_token_writes_at_most_every_ten_minutes(alice, system, django_assert_num_queries):
    _token, secret = tokens.issue(system, alice, name="x", now=NOW)
    tokens.find(secret, now=NOW)
    with django_assert_num_queries(1):  # the token with its user
        tokens.find(secret, now=NOW)


def test_the_command_prints_a_token_once(alice, capsys):
    from django.core.management import call_command

    call_command("issue_token", "alice")
    secret = capsys.readouterr().out.strip()
    assert tokens.find(secret, now=NOW).user == alice


def test_machines_are_nobodys_to_manage(api, ada, system):
    assert api(ada).get(f"users/{system.username}").status_code == 404
    assert User.objects.get(pk=system.pk).is_system
