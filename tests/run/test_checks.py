"""The system checks, each seen failing."""

from __future__ import annotations

import os

import pytest

from crm import checks


def identifiers(found):
    return {message.id for message in found}


@pytest.mark.parametrize("key", ["short", "a" * 60])
def test_a_secret_key_that_can_be_guessed_is_an_error(settings, key):
    settings.SECRET_KEY = key
    assert identifiers(checks.secret_key_is_strong(None)) == {"doorstep.E001"}


def test_the_key_made_on_the_first_start_passes(settings, tmp_path):
    from crm.embedded import locations

    settings.SECRET_KEY = locations.secret(tmp_path, "django")
    settings.KEYS_DIR = tmp_path / "keys"
    assert checks.secret_key_is_strong(None) == [] == checks.keys_are_private(None)


def test_keys_that_others_may_read_are_an_error(settings, tmp_path):
    settings.KEYS_DIR = tmp_path
    key = tmp_path / "field_keys.json"
    key.write_text("{}")
    os.chmod(tmp_path, 0o700)
    os.chmod(key, 0o644)
    (error,) = checks.keys_are_private(None)
    assert error.id == "doorstep.E002" and str(key) in error.msg and "chmod" in error.hint


def test_debug_is_an_error_where_people_work(settings):
    settings.DEBUG = True
    assert identifiers(checks.debug_is_off(None)) == {"doorstep.E003"}


@pytest.mark.django_db
def test_a_server_that_forgets_commits_is_an_error():
    """The tests' own server is one: it runs without fsync."""
    if os.environ.get("DATABASE_URL"):
        pytest.skip("somebody else's server")
    found = identifiers(checks.database_keeps_what_it_promises(None, databases=["default"]))
    assert found == {"doorstep.E010", "doorstep.E011", "doorstep.E012"}
    assert checks.database_is_new_enough(None, databases=["default"]) == []


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("redis://redis.example.org/0", {"doorstep.W001"}),
        ("redis://:secret@redis.example.org/0", set()),
        ("redis://127.0.0.1:6379/0", set()),
        ("redis+socket:///var/redis.sock", set()),
    ],
)
def test_an_open_redis_on_the_network_is_a_warning(settings, url, found):
    settings.REDIS_URL = url
    assert identifiers(checks.redis_is_not_open(None)) == found


def test_every_check_says_what_to_do(settings, tmp_path):
    settings.SECRET_KEY, settings.DEBUG, settings.REDIS_URL = "short", True, "redis://elsewhere/0"
    found = [
        *checks.secret_key_is_strong(None),
        *checks.debug_is_off(None),
        *checks.redis_is_not_open(None),
    ]
    assert len(found) == 3 and all(message.hint for message in found)
