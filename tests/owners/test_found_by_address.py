"""A postal address lies sealed, and whoever knows it whole finds its owner, however it is written."""

from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.accounts.models import User
from crm.privacy import keys
from crm.written.addresses import compared
from owners.duplicates import services as duplicates
from owners.finding.owners import find_owners
from owners.finding.ranking import ranked_owners
from owners.models import Owner
from owners.people import services as people
from owners.privacy import services as privacy

from .staging import add_owner

pytestmark = pytest.mark.django_db
ADDRESS = "杭州市滨江区闻涛路18号3幢2单元"
WITHOUT_DIGITS = "Vanha Pappila, Savonlinna"


@pytest.fixture
def lei(alice, riverside, now):
    add_owner(alice, riverside, now, name="韩梅梅", postal_address="杭州市滨江区闻涛路18号3幢3单元")
    return add_owner(alice, riverside, now, postal_address=ADDRESS)


def found(user, query) -> list[Owner]:
    """Whom the lists find; the search over everything must find the same."""
    listed = list(find_owners(user, query).order_by("-pk"))
    assert [match.owner.pk for match in ranked_owners(user, query, 20)] == [owner.pk for owner in listed]
    return listed


@pytest.mark.parametrize(
    "query",
    [
        ADDRESS,
        "杭州市滨江区闻涛路１８号３幢２单元",
        " 杭州市 滨江区 闻涛路 18号 3幢 2单元 ",
        "杭州市，滨江区，闻涛路18号（3幢）2单元。",
        "杭州市濱江區聞濤路18號3幢2單元",
    ],
)
def test_an_owner_is_found_by_his_postal_address_however_it_is_written(alice, lei, query):
    assert found(alice, query) == [lei]


@pytest.mark.parametrize("query", ["vanha pappila savonlinna", "VANHA  PAPPILA; SAVONLINNA"])
def test_an_address_need_not_have_a_number(alice, riverside, now, query):
    matti = add_owner(alice, riverside, now, name="Matti", postal_address=WITHOUT_DIGITS)
    assert found(alice, query) == [matti]
    assert found(alice, "Vanha Pappila") == []


@pytest.mark.parametrize("query", ["闻涛路18号", ADDRESS[:-1], ADDRESS[1:], ADDRESS + "1", "18"])
def test_a_part_of_an_address_or_more_than_it_finds_nobody(alice, lei, query):
    assert found(alice, query) == []


def test_numbers_side_by_side_stay_apart():
    assert compared("1-23") == compared("1 － 23") != compared("12-3")
    assert compared(" ，。- ") == ""


def test_who_may_not_see_the_owner_or_the_address_finds_nobody(dan, eve, pia, lei):
    assert found(dan, ADDRESS) == []
    assert found(eve, ADDRESS) == [], "an executive sees no postal address and learns none by asking"
    assert found(pia, ADDRESS) == [lei]


def test_what_is_found_over_the_api_shows_it_masked(alice, lei, api):
    answer = api(alice).post("search", {"q": ADDRESS})
    assert lei.number in answer.content.decode()
    card = api(alice).get(f"owners/{lei.number}")
    for said in (answer, card):
        assert ADDRESS not in said.content.decode() and "18号" not in said.content.decode()
    assert "*" in card.json()["postal_address"]


def test_nothing_of_it_lies_clear_in_the_database(lei):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o::text, postal_address, postal_address_index FROM owners_owner o WHERE id = %s", [lei.pk]
        )
        row, sealed, index = cursor.fetchone()
    for written in (ADDRESS, compared(ADDRESS)):
        assert written not in row and written.encode().hex() not in row
        assert written.encode() not in bytes(sealed) and written.encode() not in bytes(index)
    assert len(bytes(index)) == 32


def test_another_address_finds_him_and_the_old_one_no_more(alice, lei, now):
    moved = people.edit_owner(alice, lei, version=1, changes={"postal_address": "湖滨街9号"}, now=now)
    assert found(alice, ADDRESS) == [] and found(alice, "湖濱街 9 號") == [lei]
    people.edit_owner(alice, moved, version=2, changes={"postal_address": ""}, now=now)
    assert Owner.objects.get(pk=lei.pk).postal_address_index is None


def test_two_may_live_at_one_address_and_many_are_added_at_once(alice, riverside, now, lei):
    rows = [
        {"project": riverside, "kind": "person", "name": name, "postal_address": ADDRESS.replace("号", "號")}
        for name in ("李梅", "李明")
    ]
    added = [outcome.row for outcome in people.add_owners(alice, rows, now=now)]
    assert {owner.pk for owner in found(alice, ADDRESS)} == {lei.pk, *(owner.pk for owner in added)}


def test_a_merge_takes_the_address_along_and_its_undoing_gives_it_back(bob, riverside, now, lei):
    kept = add_owner(bob, riverside, now, name="李磊")
    merge = duplicates.merge(bob, kept, lei, choices={}, now=now)
    assert found(bob, ADDRESS) == [kept]
    duplicates.undo(bob, merge, now=now)
    assert found(bob, ADDRESS) == [lei]
    assert Owner.objects.get(pk=kept.pk).postal_address_index is None


def test_of_an_erased_owner_no_index_is_left(pia, lei, now, settings, tmp_path):
    settings.VAR = tmp_path
    wish = privacy.request_erasure(pia, lei, because="本人要求", now=now)
    privacy.confirm_erasure(pia, wish, typed=lei.number, now=now)
    assert Owner.objects.get(pk=lei.pk).postal_address_index is None
    assert found(pia, ADDRESS) == []


def test_a_merge_older_than_the_index_is_undone_with_it(bob, riverside, now, lei):
    kept = add_owner(bob, riverside, now, name="李磊", postal_address="湖滨街9号")
    Owner.objects.update(postal_address_index=None)
    merge = duplicates.merge(bob, kept, lei, choices={"postal_address": "gone"}, now=now)
    duplicates.undo(bob, merge, now=now)
    assert found(bob, ADDRESS) == [lei] and found(bob, "湖滨街9号") == [kept]


def test_who_was_here_before_the_index_is_found_after_the_migration(alice, lei, chen):
    Owner.objects.update(postal_address_index=None)
    assert found(alice, ADDRESS) == []
    migration = import_module("owners.migrations.0023_by_hand_address_index")
    with connection.schema_editor() as editor:
        migration.index(None, editor)
    assert found(alice, ADDRESS) == [lei]
    assert Owner.objects.get(pk=chen.pk).postal_address_index is None


@pytest.mark.parametrize("ask", [find_owners, lambda user, query: ranked_owners(user, query, 20)])
def test_as_many_statements_for_one_who_lives_there_as_for_many(alice, riverside, now, lei, ask):
    def asking() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert list(ask(User.objects.get(pk=alice.pk), ADDRESS))
        return len(asked)

    def statements() -> int:
        return min(
            asking(), asking()
        )  # now and then a process reads the shares of words anew, never twice running

    once = statements()
    for name in ("李梅", "李明", "李强"):
        add_owner(alice, riverside, now, name=name, postal_address=ADDRESS)
    assert statements() == once


def test_a_new_key_of_the_indexes_still_finds_by_address(alice, riverside, now, settings, tmp_path):
    settings.KEYS_DIR = tmp_path
    keys.ring.cache_clear()
    keys.index_key.cache_clear()
    try:
        owner = add_owner(alice, riverside, now, postal_address=ADDRESS)
        before = bytes(owner.postal_address_index)
        call_command("rotate_keys", "--index")
        assert bytes(Owner.objects.get(pk=owner.pk).postal_address_index) != before
        assert found(alice, ADDRESS.replace("号", "號")) == [owner]
    finally:
        keys.ring.cache_clear()
        keys.index_key.cache_clear()
