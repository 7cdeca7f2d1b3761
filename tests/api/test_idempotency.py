"""One key, one effect, one answer."""

import json
import threading

import pytest
from django.db import connection, transaction
from django.test import RequestFactory

from crm.accounts.models import User
from crm.api import idempotency
from crm.api.models import IdempotencyKey
from tests.people import NOW, ApiClient

pytestmark = pytest.mark.django_db
NEW = {"username": "fan", "display_name": "范"}


def code_of(answer) -> str:
    return json.loads(answer.content)["code"]


def test_a_retry_gets_the_first_answer_and_has_no_second_effect(api, ada):
    client = api(ada)
    first = client.post("users", NEW, Idempotency_Key="k1")
    again = client.post("users", NEW, Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again["Idempotent-Replay"] == "true"
    assert again["Content-Type"] == first["Content-Type"]
    assert User.objects.filter(username="fan").count() == 1


def test_without_the_key_the_retry_is_a_second_request(api, ada):
    """The negative control."""
    client = api(ada)
    client.post("users", NEW)
    assert client.post("users", NEW).status_code == 422


def test_another_body_under_the_same_key_is_refused(api, ada):
    client = api(ada)
    client.post("users", NEW, Idempotency_Key="k1")
    other = client.post("users", {**NEW, "username": "other"}, Idempotency_Key="k1")
    assert (other.status_code, code_of(other)) == (422, "key_reused")
    assert not User.objects.filter(username="other").exists()


def test_another_address_under_the_same_key_is_refused(api, ada):
    client = api(ada)
    client.post("users", NEW, Idempotency_Key="k1")
    assert code_of(client.post("tokens", NEW, Idempotency_Key="k1")) == "key_reused"


def test_keys_of_different_people_do_not_meet(api, ada, alice):
    api(ada).post("tokens", {"name": "x"}, Idempotency_Key="k1")
    answer = api(alice).post("tokens", {"name": "x"}, Idempotency_Key="k1")
    assert answer.status_code == 201
    assert "Idempotent-Replay" not in answer


def test_a_refused_request_leaves_no_key_and_may_be_asked_again(api, ada):
    client = api(ada)
    wrong = client.post("users", {**NEW, "password": "short"}, Idempotency_Key="k1")
    assert wrong.status_code == 422
    assert not IdempotencyKey.objects.exists()
    assert client.post("users", NEW, Idempotency_Key="k1").status_code == 201


def test_a_crash_after_the_effect_leaves_neither(ada, monkeypatch):
    client = ApiClient(ada, raise_errors=False)
    with monkeypatch.context() as broken:
        broken.setattr("crm.accounts.api._user", lambda user: 1 / 0)
        assert client.post("users", NEW, Idempotency_Key="k1").status_code == 500
    assert not IdempotencyKey.objects.exists()
    assert not User.objects.filter(username="fan").exists()
    assert client.post("users", NEW, Idempotency_Key="k1").status_code == 201


def test_the_kept_answer_is_not_readable_in_the_database(api, ada):
    api(ada).post("users", {**NEW, "display_name": "Unmistakable"}, Idempotency_Key="k1")
    kept = IdempotencyKey.objects.get()
    assert b"Unmistakable" not in bytes(kept.response)


def test_a_key_of_impossible_length_is_refused(api, ada):
    assert api(ada).post("users", NEW, Idempotency_Key="k" * 201).status_code == 422


def test_old_keys_are_forgotten(api, ada):
    api(ada).post("users", NEW, Idempotency_Key="k1")
    IdempotencyKey.objects.update(created_at=NOW - idempotency.KEPT * 2)
    assert idempotency.forget(now=NOW) == 1


def test_forms_are_compared_by_their_parts_and_not_by_their_boundary():
    from django.core.files.uploadedfile import SimpleUploadedFile

    def asked(content):
        file = SimpleUploadedFile("a.csv", content)
        return idempotency.fingerprint(RequestFactory().post("/", {"name": "n", "file": file}))

    assert asked(b"1") == asked(b"1")
    assert asked(b"1") != asked(b"2")


class Rival(threading.Thread):
    """Holds the key in an open transaction until it is told how to end."""

    def __init__(self, request):
        super().__init__(daemon=True)
        self.request, self.holds, self.may_end = request, threading.Event(), threading.Event()
        self.commits = True

    def run(self):
        def act():
            from django.http import HttpResponse

            self.holds.set()
            self.may_end.wait(20)
            if not self.commits:
                raise RuntimeError
            return HttpResponse(b"first", status=201)

        try:
            idempotency.once(self.request, "k1", act)
        except RuntimeError:
            pass
        finally:
            connection.close()


@pytest.fixture
def rivals(transactional_db):
    """A rival who holds the key, and a way to ask as his twin."""
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpResponse

    def request():
        asked = RequestFactory().post("/x", {"a": "1"}, content_type="application/json")
        asked.user = AnonymousUser()
        return asked

    rival = Rival(request())
    rival.start()
    assert rival.holds.wait(20)
    yield rival, lambda: idempotency.once(request(), "k1", lambda: HttpResponse(b"second", status=201))
    rival.may_end.set()
    rival.join(20)


def when_waiting(rival):
    """Lets the rival end once somebody waits for him, seen in the database."""
    from django.db import connections

    def watch():
        own = connections.create_connection("default")
        try:
            with own.cursor() as cursor:
                waiting = 0
                while not waiting:
                    cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                    waiting = cursor.fetchone()[0]
        finally:
            own.close()
            rival.may_end.set()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    return watcher


def test_a_concurrent_twin_waits_and_gets_the_stored_answer(rivals):
    rival, twin = rivals
    watcher = when_waiting(rival)
    answer = twin()
    watcher.join(20)
    assert answer.content == b"first"


def test_a_concurrent_twin_becomes_the_first_when_the_first_fails(rivals):
    rival, twin = rivals
    rival.commits = False
    watcher = when_waiting(rival)
    answer = twin()
    watcher.join(20)
    assert answer.content == b"second"


def test_a_twin_that_waited_too_long_is_told_to_come_again(rivals, monkeypatch):
    monkeypatch.setattr(idempotency, "WAIT_MS", 50)
    _rival, twin = rivals
    with pytest.raises(idempotency.StillRunning):
        twin()


def test_the_wait_is_limited_for_the_key_only(db):
    claim = {"actor": "anyone", "key": "k", "method": "POST", "path": "/", "body_hash": b"h"}
    with transaction.atomic(), connection.cursor() as cursor:
        idempotency._claim(claim, NOW)
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone()[0] == "0"
