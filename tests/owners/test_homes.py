from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from crm.errors import IllegalMove, Refused, Stale
from crm.events.models import OutboxEvent
from owners.homes import selectors, services
from owners.homes.states import FINAL, MOVES, HomeStatus
from owners.models import Building, Entrance, Home

from .staging import add_home, add_owner, buy, everything

pytestmark = pytest.mark.django_db


def test_a_home_is_added_with_its_building_and_entrance(alice, riverside, now):
    home = services.add_home(
        alice, riverside, building="3", entrance="2", floor=12, unit="01", area="89.50", now=now
    )
    assert (home.number, home.building.code, home.entrance.code) == ("3-2-1201", "3", "2")
    assert home.public_number.startswith("H-2026-")
    assert home.building.floors == 12
    assert Home.objects.get(pk=home.pk).area == 89.5


def test_the_second_home_of_an_entrance_makes_no_second_entrance(alice, riverside, now):
    add_home(alice, riverside, now, unit="01")
    add_home(alice, riverside, now, unit="02", floor=7)
    assert Building.objects.count() == Entrance.objects.count() == 1
    assert Building.objects.get().floors == 7


def test_a_number_the_project_has_is_refused(alice, home_1201, riverside, now):
    before = everything()
    with pytest.raises(Refused) as refusal:
        services.add_home(alice, riverside, building="3", entrance="2", floor=12, unit="01", now=now)
    assert refusal.value.code == "duplicate_home"
    assert everything() == before


def test_two_projects_may_have_homes_of_one_number(alice, dan, riverside, harbour, now):
    assert add_home(alice, riverside, now).number == add_home(dan, harbour, now).number


@pytest.mark.parametrize(
    "said", [{"area": "0"}, {"area": "large"}, {"type": "castle"}, {"building": ""}, {"number": "x" * 41}]
)
def test_what_is_not_valid_is_refused(alice, riverside, now, said):
    before = everything()
    with pytest.raises(Refused):
        services.add_home(
            alice, riverside, **{"building": "1", "entrance": "1", "unit": "01"} | said, now=now
        )
    assert everything() == before


def test_an_edit_by_an_old_version_is_stale(alice, home_1201, now):
    services.edit_home(alice, home_1201, version=1, changes={"address": "江滨路 88 号"}, now=now)
    with pytest.raises(Stale) as stale:
        services.edit_home(alice, home_1201, version=1, changes={"address": "别处"}, now=now)
    assert stale.value.extra == {"yours": 1, "current": 2}
    assert list(selectors.find_homes(alice, "江濱路")) == [home_1201]


def test_a_signed_home_is_handed_over_and_says_so(alice, riverside, now):
    owner, home = add_owner(alice, riverside, now), add_home(alice, riverside, now)
    buy(alice, owner, home, now)
    home = services.hand_over(alice, home, on=now.date(), now=now)
    assert (home.status, home.handover_on) == ("handed_over", now.date())
    assert OutboxEvent.objects.get(name="HomeHandedOver").payload["home_id"] == home.pk


def test_a_handover_of_tomorrow_is_refused(alice, home_1201, now):
    before = everything()
    with pytest.raises(Refused):
        services.hand_over(alice, home_1201, on=now.date() + timedelta(days=1), now=now)
    assert everything() == before


def test_a_handover_this_morning_counts_by_the_day_of_the_project(alice, riverside, home_1201):
    """At 07:00 in Hangzhou it is still yesterday in UTC."""
    from datetime import UTC, datetime

    early = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)
    assert services.hand_over(alice, home_1201, on=date(2026, 3, 2), now=early).handover_on == date(
        2026, 3, 2
    )


@pytest.mark.parametrize("before", HomeStatus)
@pytest.mark.parametrize("after", HomeStatus)
def test_only_the_moves_of_the_table_are_made_whoever_writes(alice, riverside, now, before, after):
    handed = {"handover_on": now.date()} if before == HomeStatus.HANDED_OVER else {}
    rows = [{"building": "1", "unit": "01", "status": before, **handed}]
    home = services.add_homes(alice, riverside, rows, now=now)[0].row
    kept = everything()
    columns = {"status": after, "handover_on": now.date() if after == HomeStatus.HANDED_OVER else None}
    if before == after or after in MOVES[before]:
        Home.objects.filter(pk=home.pk).update(**columns)
        return
    with pytest.raises(IntegrityError, match="illegal move"), transaction.atomic():
        Home.objects.filter(pk=home.pk).update(**columns)
    with pytest.raises(IllegalMove):
        services._move(home, after, by=alice, because="", now=now)
    assert everything() == kept


def test_every_state_has_its_row_in_the_table_and_the_final_ones_lead_nowhere():
    assert set(MOVES) == set(HomeStatus)
    assert {state for state, onward in MOVES.items() if not onward} == FINAL


def test_a_building_is_pictured_floor_by_floor_from_the_top(alice, riverside, now):
    for floor, unit in ((1, "01"), (2, "01"), (2, "02"), (10, "01")):
        add_home(alice, riverside, now, floor=floor, unit=unit)
    picture = selectors.picture_of(Building.objects.get())
    assert picture.entrances == [("1", 2)]
    assert [(floor, [home and home.number for home in doors]) for floor, doors in picture.floors] == [
        (10, ["9-1-1001", None]),
        (2, ["9-1-201", "9-1-202"]),
        (1, ["9-1-101", None]),
    ]


def test_buildings_are_counted_by_state(alice, riverside, now):
    rows = [{"building": "2", "unit": f"{n:02d}", "status": "signed"} for n in range(3)]
    rows += [{"building": "10", "unit": "01"}]
    services.add_homes(alice, riverside, rows, now=now)
    counted = selectors.buildings_counted(riverside)
    assert [(row.building.code, row.total, row.sold) for row in counted] == [("2", 3, 3), ("10", 1, 0)]
    assert counted[0].shares == [("signed", 3, 100)]
