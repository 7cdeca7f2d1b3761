from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.audit.models import AuditEntry
from owners.contracts import services as contracts
from owners.duplicates import services as duplicates
from owners.homes import services as homes
from owners.models import Home, Owner, OwnerProject, Ownership, Purchase
from owners.people import services as people
from owners.people.selectors import find_owners

from .staging import add_home, add_owner, buy

pytestmark = pytest.mark.django_db


def rows(project, count=50, **said):
    return [
        {"project": project, "kind": "person", "name": f"张{n}", "phone": f"139{n:08d}", "source": "import",
         "external_ref": f"r{n}", **said}
        for n in range(count)
    ]  # fmt: skip


def test_many_are_added_by_the_rules_of_one(alice, riverside, now):
    outcomes = people.add_owners(alice, rows(riverside), now=now)
    assert all(outcome.made for outcome in outcomes)
    assert [outcome.row.name for outcome in outcomes] == [f"张{n}" for n in range(50)]
    one = add_owner(alice, riverside, now, name="张7", phone="13812345678")
    many = Owner.objects.get(external_ref="r7")
    assert (many.name_key, many.search_text, many.language) == (one.name_key, one.search_text, one.language)
    assert list(find_owners(alice, "13900000007")) == [many]
    assert Owner.objects.visible_to(alice).count() == 51


def test_a_second_run_adds_nothing(alice, riverside, now):
    first = people.add_owners(alice, rows(riverside), now=now)
    again = people.add_owners(alice, rows(riverside), now=now)
    assert not any(outcome.made or outcome.refused for outcome in again)
    assert [outcome.row.pk for outcome in again] == [outcome.row.pk for outcome in first]
    assert Owner.objects.count() == 50


def test_refused_rows_stand_in_their_place_with_the_reason(alice, dan, dai, chen, riverside, now):
    given = [
        {"project": riverside, "kind": "person", "name": "好"},
        {"project": riverside, "kind": "person", "name": ""},
        {"project": riverside, "kind": "person", "name": "陈", "phone": "138-1234-5678"},
        {"project": riverside, "kind": "person", "name": "戴", "phone": "13987654321"},
        {"project": riverside, "kind": "person", "name": "甲", "phone": "13700000001"},
        {"project": riverside, "kind": "person", "name": "乙", "phone": "+86 13700000001"},
    ]
    outcomes = people.add_owners(alice, given, now=now)
    assert [outcome.made for outcome in outcomes] == [True, False, False, False, True, False]
    assert [outcome.code for outcome in outcomes] == [
        "", "invalid", "duplicate_owner", "duplicate_owner", "", "duplicate_owner",
    ]  # fmt: skip
    assert outcomes[2].row == chen
    assert outcomes[3].row is None, "an owner out of scope is not named"
    assert outcomes[5].row == outcomes[4].row


def test_a_known_owner_named_by_another_projects_file_belongs_to_both(system, riverside, harbour, now):
    people.add_owners(system, rows(riverside, 1), now=now)
    people.add_owners(system, rows(harbour, 1), now=now)
    assert Owner.objects.count() == 1
    assert OwnerProject.objects.count() == 2


def test_the_number_of_queries_is_the_same_for_ten_owners_and_a_thousand(alice, riverside, now):

    def queries(given):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            people.add_owners(alice, given, now=now)
        return len(captured)

    given = rows(riverside, 1000)
    assert queries(given[:10]) == queries(given[10:])


def test_one_entry_of_the_audit_tells_of_all(alice, riverside, now):
    people.add_owners(alice, rows(riverside), now=now)
    entry = AuditEntry.objects.get(verb="owners.add_many")
    assert entry.after["count"] == 50


def test_homes_are_added_and_repeated_without_a_second(alice, riverside, now):
    given = [{"building": b, "entrance": "1", "floor": f, "unit": "01"} for b in "12" for f in range(1, 6)]
    assert all(outcome.made for outcome in homes.add_homes(alice, riverside, given, now=now))
    assert not any(outcome.made for outcome in homes.add_homes(alice, riverside, given, now=now))
    assert Home.objects.count() == 10


def test_a_row_twice_in_one_file_is_one_home(alice, riverside, now):
    given = [{"building": "1", "floor": 1, "unit": "01"}] * 2
    outcomes = homes.add_homes(alice, riverside, given, now=now)
    assert [outcome.made for outcome in outcomes] == [True, False]
    assert outcomes[0].row == outcomes[1].row


def test_a_history_of_purchases_is_recorded_as_one_by_one(alice, riverside, now):
    first, second = (
        add_owner(alice, riverside, now, kind="prospect"),
        add_owner(alice, riverside, now, name="韩"),
    )
    home, other = add_home(alice, riverside, now), add_home(alice, riverside, now, unit="02")
    given = [
        {"owner": first, "home": home, "kind": "reservation", "signed_on": date(2023, 1, 1), "amount": 1},
        {"owner": first, "home": home, "kind": "contract", "signed_on": date(2023, 2, 1), "amount": 2},
        {"owner": second, "home": home, "kind": "contract", "signed_on": date(2023, 3, 1), "amount": 2},
        {"owner": second, "home": home, "kind": "resale", "signed_on": date(2025, 1, 1), "amount": 3},
        {"owner": second, "home": other, "kind": "contract", "signed_on": date(2027, 1, 1), "amount": 3},
        {"owner": second, "home": other, "kind": "contract", "signed_on": date(2024, 1, 1), "amount": 3,
         "cancelled_on": date(2024, 2, 1), "cancelled_because": "退房"},
    ]  # fmt: skip
    outcomes = contracts.record_purchases(alice, given, now=now)
    assert [outcome.code for outcome in outcomes] == ["", "", "home_taken", "", "invalid", ""]
    assert list(Ownership.objects.order_by("since").values_list("owner", "since", "until")) == [
        (first.pk, date(2023, 2, 1), date(2025, 1, 1)),
        (second.pk, date(2025, 1, 1), None),
    ]
    assert dict(Home.objects.values_list("number", "status")) == {
        home.number: "signed",
        other.number: "on_sale",
    }
    first.refresh_from_db()
    assert first.kind == "person"


def test_a_repeated_file_of_purchases_adds_nothing(alice, riverside, now):
    owner, home = add_owner(alice, riverside, now), add_home(alice, riverside, now)
    given = [{"owner": owner, "home": home, "kind": "contract", "signed_on": date(2023, 2, 1), "amount": 2,
              "source": "erp", "external_ref": "1"}]  # fmt: skip
    first = contracts.record_purchases(alice, given, now=now)
    again = contracts.record_purchases(alice, given, now=now)
    assert again[0].row == first[0].row and not again[0].made and not again[0].refused
    assert Purchase.objects.count() == Ownership.objects.count() == 1


def test_many_purchases_see_what_was_sold_before(alice, riverside, now):
    owner, other, home = (
        add_owner(alice, riverside, now), add_owner(alice, riverside, now, name="韩"), add_home(alice, riverside, now)
    )  # fmt: skip
    buy(alice, owner, home, now)
    given = [{"owner": other, "home": home, "kind": "contract", "signed_on": date(2025, 4, 1), "amount": 1}]
    assert contracts.record_purchases(alice, given, now=now)[0].code == "home_taken"


def test_handovers_carried_over_move_only_signed_homes(alice, riverside, now):
    signed, free = add_home(alice, riverside, now), add_home(alice, riverside, now, unit="02")
    buy(alice, add_owner(alice, riverside, now), signed, now)
    moved = homes.hand_over_many(alice, {signed.pk: now.date(), free.pk: now.date()}, now=now)
    assert moved == 1
    assert list(Home.objects.filter(status="handed_over")) == [signed]


def test_a_reference_brings_nobody_of_another_city_into_ones_scope(alice, dan, riverside, harbour, now):
    people.add_owners(dan, rows(harbour, count=1), now=now)
    told = [row | {"phone": ""} for row in rows(riverside, count=1)]
    (outcome,) = people.add_owners(alice, told, now=now)
    assert (outcome.row, outcome.made, outcome.code) == (None, False, "duplicate_owner")
    assert not Owner.objects.visible_to(alice).exists()


def test_a_reference_of_somebody_who_was_merged_leads_to_the_one_who_stayed(alice, bob, riverside, now):
    (first,) = people.add_owners(alice, rows(riverside, count=1), now=now)
    kept = add_owner(alice, riverside, now, name="张零", phone="13812345678")
    duplicates.merge(bob, kept, first.row, now=now)
    (again,) = people.add_owners(alice, rows(riverside, count=1), now=now)
    assert (again.row, again.made, again.refused) == (kept, False, "")
