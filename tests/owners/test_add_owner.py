import pytest

from crm.errors import Refused
from crm.events.models import OutboxEvent
from owners.models import Owner
from owners.people import services as people

from .staging import add_owner, everything

pytestmark = pytest.mark.django_db


def test_an_owner_is_added_with_what_follows_from_what_was_said(alice, riverside, now):
    owner = add_owner(
        alice, riverside, now, name=" 張  偉 ", phone="+86 138-0000-1111", email="Zhang@Example.com"
    )
    owner.refresh_from_db()
    assert owner.number.startswith("O-2026-")
    assert owner.name == "張 偉"
    assert owner.name_key == "zhang wei 张 伟"
    assert (owner.phone, owner.phone_last4, owner.email) == ("13800001111", "1111", "zhang@example.com")
    assert owner.known_since.isoformat() == "2026-03-02"
    assert list(Owner.objects.visible_to(alice)) == [owner]


def test_the_phone_is_not_in_the_table_in_clear(alice, riverside, now, django_assert_num_queries):
    from django.db import connection

    add_owner(alice, riverside, now, phone="13800001111", identity="11010519491231002X")
    with connection.cursor() as cursor:
        cursor.execute("SELECT owners_owner::text FROM owners_owner")
        row = cursor.fetchone()[0]
    assert "13800001111" not in row and "11010519491231002" not in row


def test_adding_publishes_the_fact_without_personal_data(alice, riverside, now):
    owner = add_owner(alice, riverside, now, phone="13800001111")
    event = OutboxEvent.objects.get(name="OwnerAdded")
    assert event.stream == f"owner:{owner.pk}"
    assert event.payload == {"owner_id": owner.pk, "kind": "person"}


@pytest.mark.parametrize(
    "written", ["13812345678", "+86 138 1234 5678", "0086-138-1234-5678", "１３８１２３４５６７８"]
)
def test_a_phone_somebody_has_is_refused_with_the_match_however_it_is_written(
    alice, chen, riverside, now, written
):
    before = everything()
    with pytest.raises(Refused) as refusal:
        add_owner(alice, riverside, now, phone=written)
    assert refusal.value.code == "duplicate_owner"
    assert refusal.value.extra["existing"] == chen.number
    assert "phone" in refusal.value.fields
    assert everything() == before


def test_a_duplicate_of_an_owner_out_of_scope_is_refused_without_naming_him(dan, chen, harbour, now):
    with pytest.raises(Refused) as refusal:
        add_owner(dan, harbour, now, phone="13812345678")
    assert refusal.value.code == "duplicate_owner"
    assert refusal.value.extra["existing"] is None


def test_an_identity_number_somebody_has_is_refused(alice, riverside, now):
    add_owner(alice, riverside, now, identity="11010519491231002X")
    before = everything()
    with pytest.raises(Refused) as refusal:
        add_owner(alice, riverside, now, name="别人", identity="11010519491231002x")
    assert refusal.value.code == "duplicate_owner" and "identity" in refusal.value.fields
    assert everything() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("phone", "123"),
        ("email", "nobody"),
        ("identity", "110105194912310021"),
        ("language", "xx"),
        ("kind", "ghost"),
        ("manner", "rude"),
        ("occupation", "x" * 81),
    ],
)
def test_what_is_not_valid_is_refused_beside_its_field_and_nothing_is_written(
    alice, riverside, now, field, value
):
    before = everything()
    said = {"name": "李雷", "kind": "person", field: value}
    with pytest.raises(Refused) as refusal:
        people.add_owner(alice, project=riverside, now=now, **said)
    assert list(refusal.value.fields) == [field]
    assert everything() == before


def test_an_agent_must_say_which_project_an_owner_belongs_to(alice, now):
    with pytest.raises(Refused) as refusal:
        add_owner(alice, None, now)
    assert "project" in refusal.value.fields


def test_a_birth_date_in_the_future_is_refused(alice, riverside, now):
    from datetime import date

    with pytest.raises(Refused):
        add_owner(alice, riverside, now, birth_date=date(2026, 3, 3))
    assert add_owner(alice, riverside, now, birth_date=date(2026, 3, 2)).pk


def test_two_who_add_the_same_phone_at_one_moment_make_one_owner(alice, riverside, now, monkeypatch):
    """The competitor is injected between the check and the write; the constraint is the last guard."""
    check, competing = people.refuse_duplicate, []

    def overtaken(*args, **kwargs):
        check(*args, **kwargs)
        if not competing:
            competing.append(True)
            competing.append(add_owner(alice, riverside, now, name="更快", phone="13800001111"))

    monkeypatch.setattr(people, "refuse_duplicate", overtaken)
    with pytest.raises(Refused) as refusal:
        add_owner(alice, riverside, now, phone="13800001111")
    assert refusal.value.extra["existing"] == competing[1].number
    assert list(Owner.objects.values_list("name", flat=True)) == ["更快"]
