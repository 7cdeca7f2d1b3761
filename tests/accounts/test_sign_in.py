"""Signing in, being locked out, and not being locked out by others."""

import pytest
from axes.models import AccessAttempt
from django.test import Client

from crm.accounts import services
from tests.people import NOW, PASSWORD

pytestmark = pytest.mark.django_db
LIMIT = 8


def attempt(client, password, username="alice", address="10.1.1.1"):
    form = {"username": username, "password": password}
    return client.post("/sign-in/", form, REMOTE_ADDR=address)


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_leads_to_where_one_wanted_to_go(alice, client):
    answer = client.post("/sign-in/", {"username": "alice", "password": PASSWORD, "next": "/account/"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert is_in(client)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "nowhere"])
def test_another_site_is_no_place_to_go_on_to(alice, client, elsewhere):
    form = {"username": "alice", "password": PASSWORD, "next": elsewhere}
    assert client.post("/sign-in/", form)["Location"] == "/"


@pytest.mark.parametrize("username", ["alice", "nobody"])
def test_wrong_name_and_wrong_password_look_the_same(alice, client, username):
    answer = attempt(client, "wrong", username)
    assert answer.status_code == 200
    assert "The name or the password is not right." in answer.content.decode()
    assert not is_in(client)


def test_a_closed_account_looks_like_a_wrong_password(alice, bob, client):
    services.deactivate(bob, alice, because="left", now=NOW)
    answer = attempt(client, PASSWORD)
    assert "The name or the password is not right." in answer.content.decode()
    assert not is_in(client)


def test_after_eight_failures_the_right_password_does_not_help_either(alice):
    stranger = Client()
    for _ in range(LIMIT):
        attempt(stranger, "wrong")
    answer = attempt(stranger, PASSWORD)
    assert answer.status_code == 429
    assert not is_in(stranger)


def test_without_the_lock_the_same_guessing_gets_in(alice, settings):
    """The negative control of the test above."""
    settings.AXES_ENABLED = False
    stranger = Client()
    for _ in range(LIMIT):
        attempt(stranger, "wrong")
    attempt(stranger, PASSWORD)
    assert is_in(stranger)


def test_a_stranger_elsewhere_cannot_lock_alice_out(alice):
    stranger = Client()
    for _ in range(LIMIT + 2):
        attempt(stranger, "wrong", address="203.0.113.9")
    own = Client()
    attempt(own, PASSWORD, address="10.1.1.1")
    assert is_in(own)


def test_a_known_device_is_not_locked_by_guessing_from_the_same_address(alice):
    own = Client()
    attempt(own, PASSWORD)
    own.post("/sign-out/")
    colleague = Client()
    for _ in range(LIMIT + 2):
        attempt(colleague, "wrong")
    assert attempt(colleague, PASSWORD).status_code == 429
    attempt(own, PASSWORD)
    assert is_in(own)


def test_a_known_device_has_a_lock_of_its_own(alice):
    own = Client()
    attempt(own, PASSWORD)
    own.post("/sign-out/")
    for _ in range(LIMIT):
        attempt(own, "wrong")
    assert attempt(own, PASSWORD).status_code == 429
    assert not is_in(own)


def test_a_device_that_knows_bob_is_no_known_device_of_alice(alice, bob):
    shared = Client()
    attempt(shared, PASSWORD, username="bob")
    shared.post("/sign-out/")
    for _ in range(LIMIT):
        attempt(shared, "wrong")
    fresh = Client()
    assert attempt(fresh, PASSWORD).status_code == 429  # counted by the address they share


def test_guessing_from_many_networks_ends_too(alice, settings):
    settings.THROTTLE_RATES = {"account": (5, 3_600, "firm")}
    answers = [attempt(Client(), "wrong", address=f"203.0.113.{n}").status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2


def test_a_success_gives_its_attempt_back(alice, settings):
    settings.THROTTLE_RATES = {"sign_in": (3, 300, "firm")}
    for _ in range(6):
        client = Client()
        attempt(client, PASSWORD)
        assert is_in(client)


def test_no_password_is_kept_of_a_failed_attempt(alice, client):
    attempt(client, "geheim-wrong-password")
    kept = AccessAttempt.objects.get()
    assert "geheim-wrong-password" not in kept.post_data


def test_signing_out_needs_a_post(alice, client):
    attempt(client, PASSWORD)
    assert client.get("/sign-out/").status_code == 405
    assert is_in(client)
    client.post("/sign-out/")
    assert not is_in(client)


def test_signing_in_needs_the_csrf_token(alice):
    client = Client(enforce_csrf_checks=True)
    assert attempt(client, PASSWORD).status_code == 403


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(alice, signed_in):
    here, there = signed_in(alice), signed_in(alice)
    form = {"old": PASSWORD, "password": "quite another one"}
    assert here.post("/account/password/", form).status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_closing_the_account_ends_its_sessions_with_the_next_request(alice, bob, signed_in):
    client = signed_in(alice)
    assert client.get("/account/").status_code == 200
    services.deactivate(bob, alice, because="left", now=NOW)
    services.activate(bob, alice, now=NOW)
    assert client.get("/account/").status_code == 302  # even though it is open again


def test_signing_in_goes_on_with_redis_gone(alice, client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    attempt(client, PASSWORD)
    assert is_in(client)


def test_the_old_password_cannot_be_guessed_from_an_open_session(alice, signed_in):
    client = signed_in(alice)
    form = {"old": "wrong", "password": "quite another one"}
    answers = [client.post("/account/password/", form).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
    form["old"] = PASSWORD
    assert client.post("/account/password/", form).status_code == 429
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
