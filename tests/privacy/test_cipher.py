"""Sealed values: what opens them, what does not, and changing the key under way."""

import base64
import json
import stat

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from crm.privacy import cipher, keys, rotation
from owners.people.models import Owner

CANARY = "13812345678"


@pytest.fixture
def own_keys(tmp_path, settings):
    """Keys of this test alone."""
    settings.KEYS_DIR = tmp_path
    keys.ring.cache_clear()
    keys.index_key.cache_clear()
    yield tmp_path
    keys.ring.cache_clear()
    keys.index_key.cache_clear()


def test_what_is_sealed_opens_and_never_looks_the_same_twice(own_keys):
    first, second = cipher.encrypt(CANARY, "a.b"), cipher.encrypt(CANARY, "a.b")
    assert first != second
    assert CANARY.encode() not in first
    assert cipher.decrypt(first, "a.b") == cipher.decrypt(second, "a.b") == CANARY


def test_a_value_copied_into_another_column_does_not_open(own_keys):
    sealed = cipher.encrypt(CANARY, "owner.phone")
    with pytest.raises(cipher.Unreadable):
        cipher.decrypt(sealed, "owner.email")


@pytest.mark.parametrize("at", [0, 1, 2, 3, 14, 15, -1])
def test_a_value_with_one_changed_bit_does_not_open(own_keys, at):
    sealed = bytearray(cipher.encrypt(CANARY, "a.b"))
    sealed[at] ^= 1
    with pytest.raises((cipher.Unreadable, ImproperlyConfigured)):
        cipher.decrypt(bytes(sealed), "a.b")


def test_the_overhead_is_small(own_keys):
    assert len(cipher.encrypt(CANARY, "a.b")) == len(CANARY) + 31


def test_the_key_files_are_for_their_owner_alone(own_keys):
    keys.ring()
    keys.index_key()
    for name in ("field_keys.json", "index.key"):
        assert stat.S_IMODE((own_keys / name).stat().st_mode) == 0o600


def test_keys_from_the_environment_come_first(own_keys, monkeypatch):
    key = base64.urlsafe_b64encode(b"k" * 32).decode()
    monkeypatch.setenv("DOORSTEP_FIELD_KEYS", json.dumps({"7": key}))
    keys.ring.cache_clear()
    assert keys.current() == (7, b"k" * 32)
    assert not (own_keys / "field_keys.json").exists()
    with pytest.raises(ImproperlyConfigured):
        keys.add()


@pytest.mark.parametrize("wrong", ["x", "{}", '{"1": "short"}', '{"0": "' + "A" * 43 + '="}', "[]"])
def test_keys_that_are_none_fail_loudly(own_keys, monkeypatch, wrong):
    monkeypatch.setenv("DOORSTEP_FIELD_KEYS", wrong)
    keys.ring.cache_clear()
    with pytest.raises(ImproperlyConfigured):
        keys.ring()


def test_another_process_that_added_a_key_is_noticed(own_keys):
    old = cipher.encrypt(CANARY, "a.b")
    ring = keys.ring()
    keys.add()
    new = cipher.encrypt(CANARY, "a.b")
    keys.ring.cache_clear()
    keys.ring.__wrapped__  # noqa: B018  the cache holds what this process read first
    assert cipher.key_id_of(old) == 1 and cipher.key_id_of(new) == 2
    assert set(ring) == {1}
    assert cipher.decrypt(new, "a.b") == CANARY


@pytest.mark.django_db
def test_the_database_holds_no_clear_text(chen):
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(o)::text FROM owners_owner o WHERE id = %s", [chen.pk])
        row = cursor.fetchone()[0]
    assert CANARY not in row
    assert CANARY.encode().hex() not in row
    assert Owner.objects.get(pk=chen.pk).phone == CANARY


@pytest.mark.django_db
def test_an_encrypted_column_cannot_be_searched():
    for lookup in ("phone", "phone__contains", "phone__in", "phone__startswith"):
        with pytest.raises(FieldError):
            list(Owner.objects.filter(**{lookup: CANARY}))
    assert list(Owner.objects.filter(phone__isnull=False)) == []


@pytest.mark.django_db
def test_rotation_moves_every_value_and_drops_the_old_key(own_keys, chen, dai, capsys):
    call_command("rotate_keys")
    assert set(keys.ring()) == {2}
    assert Owner.objects.get(pk=chen.pk).phone == CANARY
    assert rotation.still_sealed_with(1) == 0
    assert "key 1 is gone" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_value_sealed_with_the_old_key_keeps_it_alive(own_keys, chen, monkeypatch):
    monkeypatch.setattr(rotation, "reseal", lambda: 0)
    call_command("rotate_keys")
    assert set(keys.ring()) == {1, 2}
    assert Owner.objects.get(pk=chen.pk).phone == CANARY


@pytest.mark.django_db
def test_without_its_key_a_value_is_lost_and_says_so(own_keys, chen):
    """The negative control: the keys, not the code, are what opens values."""
    (own_keys / "field_keys.json").unlink()
    keys.ring.cache_clear()
    with pytest.raises(cipher.Unreadable):
        Owner.objects.get(pk=chen.pk)


@pytest.mark.django_db
def test_a_new_key_of_the_indexes_finds_everybody_as_before(own_keys, capsys):
    from crm.privacy import blind_index, reindexing
    from owners.people import services as people
    from tests.people import NOW, machine

    for number in range(3):
        people.add_owner(machine(), kind="person", name=f"张{number}", phone=f"1370000000{number}", now=NOW)
    before, old = blind_index.of("13700000001", "phone"), Owner.objects.get(name="张1")
    call_command("rotate_keys", "--index")
    after = blind_index.of("13700000001", "phone")
    assert after != before
    assert Owner.objects.get(phone_index=after) == old
    assert not Owner.objects.filter(phone_index=before).exists()
    assert "3 values indexed anew" in capsys.readouterr().out
    assert {index for _model, _field, index in reindexing.indexed_columns()} >= {"phone_index", "email_index"}
