"""The town shows prevention at work: an inspection halfway, and changes of which one helped and one did not."""

from datetime import date
from types import SimpleNamespace

import pytest

from owners.homes import services as homes
from service_desk.cases.models import Case
from service_desk.prevention import demo, selectors
from service_desk.prevention.models import CorrectiveAction, Inspection

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(two_leaks, line, riverside, bob, hong, now, system):
    for home in line.values():
        homes.hand_over(system, home, on=date(2023, 1, 15), now=now)
    demo.load(SimpleNamespace(projects={"riverside": riverside}, staff={"bob": bob, "hong": hong}), now=now)


def test_one_change_helped_and_one_did_not(town):
    said = dict(CorrectiveAction.objects.filter(status="checked").values_list("cause__code", "effect"))
    assert said == {
        "engineering_quality.plumbing.pressure": "helped",
        "engineering_quality.electrical.intercom": "unclear",
    }
    assert set(CorrectiveAction.objects.values_list("status", flat=True)) == {"planned", "done", "checked"}


def test_where_fewer_homes_stand_beside_it_no_inspection_is_told(town):
    assert not Inspection.objects.exists(), "two homes beside the two are fewer than were looked at"


def test_with_enough_homes_beside_it_an_inspection_stands_halfway(
    two_leaks, line, riverside, bob, hong, now, system
):
    for floor in range(1, 9):
        homes.add_home(
            system, riverside, building="3", entrance="2", floor=floor, unit=f"{floor:02}01", now=now
        )
    before = Case.objects.count()
    demo.load(SimpleNamespace(projects={"riverside": riverside}, staff={"bob": bob, "hong": hong}), now=now)
    looks = Inspection.objects.get().looks
    assert looks.filter(status="waiting").count() == 5 and looks.exclude(status="waiting").count() == 5
    assert len(selectors.looks_for(hong)) == 6, "five that wait, and one where nobody was reached"
    assert Case.objects.count() == before + 1, "what was found is a case"
