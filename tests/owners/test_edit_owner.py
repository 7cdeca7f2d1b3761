import pytest
from django.db import IntegrityError

from crm.audit.models import AuditEntry
from crm.errors import Refused, Stale
from crm.events.models import OutboxEvent
from owners.people import services as people
from owners.people.selectors import find_owners

from .staging import add_owner, everything

pytestmark = pytest.mark.django_db


def test_an_edit_raises_the_version_and_names_the_fields_it_changed(alice, chen, now):
    owner = people.edit_owner(
        alice, chen, version=1, changes={"manner": "exacting", "occupation": "教师"}, now=now
    )
    assert (owner.version, owner.manner, owner.occupation) == (2, "exacting", "教师")
    event = OutboxEvent.objects.filter(name="OwnerChanged").get()
    assert event.payload == {"owner_id": chen.pk, "fields": ["manner", "occupation"]}


def test_an_edit_by_an_old_version_is_stale_and_says_both(alice, chen, now):
    people.edit_owner(alice, chen, version=1, changes={"hours": "evening"}, now=now)
    before = everything()
    with pytest.raises(Stale) as stale:
        people.edit_owner(alice, chen, version=1, changes={"hours": "morning"}, now=now)
    assert stale.value.extra == {"yours": 1, "current": 2}
    assert everything() == before


def test_an_edit_that_changes_nothing_writes_nothing(alice, chen, now):
    before = everything()
    people.edit_owner(alice, chen, version=1, changes={"name": chen.name, "phone": "138 1234 5678"}, now=now)
    assert everything() == before


def test_the_audit_never_holds_personal_values(alice, chen, now):
    people.edit_owner(
        alice,
        chen,
        version=1,
        changes={"phone": "13911112222", "name": "陈建军", "hours": "evening"},
        now=now,
    )
    entry = AuditEntry.objects.filter(verb="owners.edit").get()
    assert entry.after == {"phone": "changed", "name": "changed", "hours": "evening"}
    assert "13911112222" not in str(entry.before) + str(entry.after)
    assert entry.before["hours"] == "any"


def test_a_new_phone_finds_the_owner_and_the_old_one_no_more(alice, chen, now):
    people.change_phone(alice, chen, phone="139 1111 2222", version=1, now=now)
    assert list(find_owners(alice, "13911112222")) == [chen]
    assert list(find_owners(alice, "2222")) == [chen]
    assert not find_owners(alice, "13812345678").exists()
    assert not find_owners(alice, "5678").exists()


def test_an_edit_cannot_take_somebody_elses_phone(alice, chen, riverside, now):
    other = add_owner(alice, riverside, now, phone="13911112222")
    before = everything()
    with pytest.raises(Refused) as refusal:
        people.edit_owner(alice, other, version=1, changes={"phone": "13812345678"}, now=now)
    assert refusal.value.code == "duplicate_owner"
    assert everything() == before


def test_an_owner_may_keep_his_own_phone_while_other_fields_change(alice, chen, now):
    owner = people.edit_owner(
        alice, chen, version=1, changes={"phone": "13812345678", "gender": "male"}, now=now
    )
    assert owner.gender == "male"


def test_a_new_name_is_found_by_its_own_sound(alice, chen, now):
    people.edit_owner(alice, chen, version=1, changes={"name": "单小雄"}, now=now)
    assert list(find_owners(alice, "shanxiaoxiong")) == [chen]
    assert not find_owners(alice, "陈建国").exists()


def test_a_household_joins_its_members(alice, chen, riverside, now):
    wife = add_owner(alice, riverside, now, name="王芳")
    people.join_household(alice, [chen, wife], label="3-2-1201", now=now)
    chen.refresh_from_db()
    wife.refresh_from_db()
    assert chen.household == wife.household and chen.household.label == "3-2-1201"


def test_a_phone_taken_between_check_and_write_is_refused_by_the_constraint(
    alice, chen, riverside, now, monkeypatch
):
    check, competing = people.refuse_duplicate, []

    def overtaken(*args, **kwargs):
        check(*args, **kwargs)
        if not competing:
            competing.append(True)
            add_owner(alice, riverside, now, name="更快", phone="13911112222")

    monkeypatch.setattr(people, "refuse_duplicate", overtaken)
    with pytest.raises((Refused, IntegrityError)):
        people.change_phone(alice, chen, phone="13911112222", version=1, now=now)
    chen.refresh_from_db()
    assert (chen.phone, chen.version) == ("13812345678", 1)
