"""Region, city, project, phase, building, entrance, home: browsed, written, and laid out many at once."""

from datetime import date
from decimal import Decimal

import pytest

from crm.audit.models import AuditEntry
from crm.errors import Refused
from owners.homes import rules
from owners.homes import services as homes
from owners.models import Building, Home, Phase

from .staging import add_home, everything

pytestmark = pytest.mark.django_db
PROMISED = date(2026, 9, 30)


@pytest.fixture
def phase(alice, riverside, now) -> Phase:
    names = {"en": "Phase one", "zh-hant": "一期", "fi": "Vaihe 1"}
    return homes.add_phase(
        alice, riverside, code="1", name="一期", names=names, handover_promised_on=PROMISED, now=now
    )


@pytest.fixture
def building(alice, riverside, phase, now) -> Building:
    return homes.add_building(alice, riverside, code="9", floors=6, phase=phase, now=now)


def test_a_phase_has_a_name_in_the_readers_language(phase):
    from django.utils import translation

    for language, name in (("fi", "Vaihe 1"), ("en", "Phase one"), ("zh-hans", "一期")):
        with translation.override(language):
            assert phase.label == name


def test_the_same_code_twice_is_refused_and_changes_nothing(alice, riverside, phase, building, now):
    before = everything(), list(Phase.objects.values()), list(Building.objects.values())
    with pytest.raises(Refused) as refusal:
        homes.add_phase(alice, riverside, code="1", name="又一期", now=now)
    assert refusal.value.code == "duplicate_phase"
    with pytest.raises(Refused):
        homes.add_building(alice, riverside, code="9", now=now)
    homes.add_entrance(alice, building, code="1", now=now)
    with pytest.raises(Refused):
        homes.add_entrance(alice, building, code="1", now=now)
    assert before[1:] == (list(Phase.objects.values()), list(Building.objects.values()))


def test_a_building_takes_no_phase_of_another_project(alice, building, harbour, now):
    foreign = homes.add_phase(alice, harbour, code="H", name="海一期", now=now)
    with pytest.raises(Refused) as refusal:
        homes.edit_building(alice, building, changes={"phase": foreign}, now=now)
    assert "phase" in refusal.value.fields
    assert Building.objects.get(pk=building.pk).phase.code == "1"


def test_homes_take_over_the_promise_of_their_phase_and_follow_it(alice, riverside, phase, building, now):
    promised = add_home(alice, riverside, now, building="9")
    own_day = add_home(alice, riverside, now, building="9", floor=2, handover_due_on=date(2026, 12, 1))
    assert promised.handover_due_on == PROMISED
    homes.edit_phase(alice, phase, changes={"handover_promised_on": date(2026, 10, 31)}, now=now)
    assert Home.objects.get(pk=promised.pk).handover_due_on == date(2026, 10, 31)
    assert Home.objects.get(pk=own_day.pk).handover_due_on == date(2026, 12, 1)
    assert AuditEntry.objects.filter(verb="homes.edit_phase").count() == 1


def test_homes_are_found_by_a_new_address_of_their_building(alice, riverside, building, now):
    home = add_home(alice, riverside, now, building="9")
    homes.edit_building(alice, building, changes={"address": "滨江大道 7 号"}, now=now)
    home.refresh_from_db()
    assert "滨江大道" in home.search_text


def test_a_layout_leaves_floors_out_and_gives_each_door_its_area():
    layout = rules.Layout(
        entrances=("1", "2"), first_floor=-1, last_floor=3, doors=2, left_out=frozenset({2}),
        areas=(Decimal(89), Decimal("118.5")), bedrooms=(2,),
    )  # fmt: skip
    rows = rules.homes_laid_out("9", layout)
    assert layout.count == len(rows) == 2 * 3 * 2
    assert {row["floor"] for row in rows} == {-1, 1, 3}  # there is no floor 0
    assert [row["area"] for row in rows[:2]] == [Decimal(89), Decimal("118.5")]
    assert {row["bedrooms"] for row in rows} == {2}


LAYOUT = {
    "entrances": "1, 2",
    "first_floor": 1,
    "last_floor": 6,
    "left_out": "4",
    "doors": 2,
    "type": "apartment",
}


def test_many_homes_are_shown_first_and_then_added_once(alice, riverside, building, now, signed_in):
    client, path = signed_in(alice), "/homes/many/RIVERSIDE/9/"
    held = add_home(alice, riverside, now, building="9", floor=3, unit="01")
    page = client.post(path, LAYOUT)
    assert page.status_code == 200 and "9-1-301" in page.content.decode()
    assert Home.objects.filter(building=building).count() == 1
    assert client.post(path, LAYOUT | {"add": "1"}).status_code == 302
    assert Home.objects.filter(building=building).count() == 20
    assert client.post(path, LAYOUT | {"add": "1"}).status_code == 302
    assert Home.objects.filter(building=building).count() == 20
    held.refresh_from_db()
    assert held.version == 1
    assert Home.objects.filter(building=building, handover_due_on=PROMISED).count() == 20


@pytest.mark.parametrize("wrong", [{"last_floor": 0}, {"areas": "viel"}, {"doors": 40, "last_floor": 200}])
def test_a_layout_that_makes_no_sense_is_refused_and_adds_nothing(alice, building, signed_in, wrong):
    answer = signed_in(alice).post("/homes/many/RIVERSIDE/9/", LAYOUT | {"add": "1"} | wrong)
    assert answer.status_code == 422
    assert not Home.objects.filter(building=building).exists()


def test_the_tree_is_browsed_and_written_on_pages(alice, riverside, phase, building, signed_in):
    client = signed_in(alice)
    page = client.get("/homes/?project=RIVERSIDE").content.decode()
    assert "一期" in page and "华东" in page
    assert (
        client.post("/homes/phases/add/", {"project": "RIVERSIDE", "code": "2", "name": "二期"}).status_code
        == 302
    )
    assert (
        client.post("/homes/phases/RIVERSIDE/2/", {"name": "滨水二期", "name_en": "Two"}).status_code == 302
    )
    assert Phase.objects.get(code="2").names == {"en": "Two"}
    said = {"project": "RIVERSIDE", "code": "10", "phase": "2", "floors": 3}
    assert client.post("/homes/buildings/add/", said).status_code == 302
    assert client.post("/homes/building-data/RIVERSIDE/10/", {"phase": "1", "floors": 4}).status_code == 302
    made = Building.objects.get(code="10")
    assert (made.phase.code, made.floors) == ("1", 4)
    assert client.post("/homes/entrances/RIVERSIDE/10/", {"code": "A"}).status_code == 302
    assert made.entrances.get().code == "A"
    assert client.get("/homes/buildings/RIVERSIDE/10/").status_code == 200


def test_the_api_writes_the_tree_and_lays_homes_out(alice, riverside, api):
    client = api(alice)
    said = {"project": "RIVERSIDE", "code": "3", "name": "三期", "handover_promised_on": "2027-01-31"}
    assert client.post("phases", said).status_code == 201
    assert client.post("phases", said).json()["code"] == "duplicate_phase"
    made = client.post("buildings", {"project": "RIVERSIDE", "code": "11", "phase": "3", "floors": 2})
    assert made.json()["phase"] == "3"
    assert client.post("buildings/RIVERSIDE/11/entrances", {"code": "1"}).json()["entrances"] == ["1"]
    layout = {"entrances": ["1"], "last_floor": 2, "doors": 2, "areas": ["88.5"]}
    tried = client.post("buildings/RIVERSIDE/11/homes", layout | {"dry_run": True}).json()
    assert tried == {"count": 4, "known": 0, "added": 0}
    assert client.post("buildings/RIVERSIDE/11/homes", layout).json()["added"] == 4
    assert client.post("buildings/RIVERSIDE/11/homes", layout).json() == {"count": 4, "known": 4, "added": 0}
    patched = client.patch("phases/RIVERSIDE/3", {"handover_promised_on": "2027-02-28"})
    assert patched.json()["handover_promised_on"] == "2027-02-28"
    assert set(Home.objects.filter(building__code="11").values_list("handover_due_on", flat=True)) == {
        date(2027, 2, 28)
    }
    listed = client.get("buildings?project=RIVERSIDE").json()["results"]
    assert [row["code"] for row in listed] == ["11"]


def test_nobody_elsewhere_reads_or_writes_the_tree(dan, mei, phase, building, api):
    assert api(dan).get("phases").json()["results"] == []
    assert api(dan).get("phases/RIVERSIDE/1").status_code == 404
    assert api(dan).patch("buildings/RIVERSIDE/9", {"floors": 9}).status_code == 404
    assert api(mei).patch("buildings/RIVERSIDE/9", {"floors": 9}).status_code == 403
    assert Building.objects.get(pk=building.pk).floors == 6


@pytest.mark.parametrize("phases", [1, 4])
def test_a_projects_page_asks_as_often_for_many_phases_as_for_one(
    alice, riverside, now, signed_in, django_assert_max_num_queries, phases
):
    for number in range(phases):
        made = homes.add_phase(alice, riverside, code=f"P{number}", name=f"{number}期", now=now)
        homes.add_building(alice, riverside, code=f"B{number}", phase=made, now=now)
    client = signed_in(alice)
    with django_assert_max_num_queries(14):
        assert client.get("/homes/?project=RIVERSIDE").status_code == 200
