"""A defect that homes above one another have: the homes between are looked at, and what is found is a case."""

import pytest
from django.db import IntegrityError, transaction

from crm.accounts.services import system_user
from crm.errors import IllegalMove, Refused
from owners.homes import services as homes
from service_desk.cases.models import Case
from service_desk.causes import services as causes
from service_desk.prevention import selectors, services
from service_desk.prevention.models import Inspection, Look
from service_desk.repairs import services as repairs

from .conftest import LEAK

pytestmark = pytest.mark.django_db


def proposal(user, now):
    (found,) = selectors.proposals(user, now.date())
    return found


def test_two_leaks_in_one_line_propose_the_homes_between(two_leaks, bob, now):
    found = proposal(bob, now)
    assert (found.cause.code, found.column) == (LEAK, "01")
    assert [home.unit for home in found.homes] == ["1201", "1001"]
    assert [home.unit for home in found.siblings] == ["1101", "0901"]


def test_a_leak_beside_it_and_another_defect_above_it_propose_nothing(story, line, bob, now):
    story.register(home=line["1201"], owner=None, subject=LEAK)
    story.register(home=line["1202"], owner=None, subject=LEAK)
    story.register(home=line["1101"], owner=None, subject="engineering_quality.tiles.hollow")
    assert selectors.proposals(bob, now.date()) == []


def test_what_is_known_only_roughly_proposes_nothing(story, line, bob, now):
    for unit in ("1201", "1001"):
        story.register(home=line[unit], owner=None, subject="engineering_quality.waterproofing")
    assert selectors.proposals(bob, now.date()) == []


def test_another_city_is_proposed_nothing(two_leaks, dan, now):
    assert selectors.proposals(dan, now.date()) == []


def test_what_is_looked_into_is_not_proposed_again(two_leaks, bob, hong, now):
    found = proposal(bob, now)
    inspection = services.open_inspection(bob, found, engineer=hong, now=now)
    assert inspection.looks.count() == 2 and selectors.proposals(bob, now.date()) == []
    with pytest.raises(Refused) as refusal:
        services.open_inspection(bob, found, now=now)
    assert refusal.value.code == "inspected_already" and Inspection.objects.count() == 1


@pytest.fixture
def inspection(two_leaks, bob, hong, now):
    return services.open_inspection(bob, proposal(bob, now), engineer=hong, now=now)


def look_at(inspection, unit):
    return Look.objects.get(inspection=inspection, home__unit=unit)


def test_found_there_too_it_becomes_a_case_with_its_cause(inspection, hong, now):
    look = services.record_look(
        hong, look_at(inspection, "1101"), result="found", words="天花板有水渍", now=now
    )
    assert (look.case.kind, look.case.subject, look.case.words) == ("repair", LEAK, "天花板有水渍")
    assert look.case.home.unit == "1101"


def test_nothing_found_opens_nothing_and_stands(inspection, hong, now):
    before = Case.objects.count()
    look = services.record_look(hong, look_at(inspection, "0901"), result="sound", now=now)
    assert look.status == "sound" and Case.objects.count() == before
    with pytest.raises(IllegalMove):
        services.record_look(hong, look, result="found", words="改主意", now=now)
    assert Case.objects.count() == before


def test_found_without_a_word_is_refused(inspection, hong, now):
    before = Case.objects.count()
    with pytest.raises(Refused):
        services.record_look(hong, look_at(inspection, "1101"), result="found", words=" ", now=now)
    assert Case.objects.count() == before and look_at(inspection, "1101").status == "waiting"


def test_whom_nobody_reached_is_tried_again(inspection, hong, now):
    services.record_look(hong, look_at(inspection, "1101"), result="not_reached", now=now)
    assert services.record_look(hong, look_at(inspection, "1101"), result="sound", now=now).status == "sound"


def test_the_picture_shows_the_building_floor_by_floor(inspection, hong, now):
    services.record_look(hong, look_at(inspection, "1101"), result="sound", now=now)
    shown = {
        floor: {cell.home.unit: cell.status for cell in cells if cell}
        for floor, cells in selectors.picture(inspection)
    }
    assert shown == {
        12: {"1201": "reported", "1202": ""},
        11: {"1101": "sound"},
        10: {"1001": "reported"},
        9: {"0901": "waiting"},
    }


def test_pages_and_api(two_leaks, alice, bob, hong, cai, dan, api, signed_in, now, monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    (common,) = api(bob).get("common-defects").json()["results"]
    assert len(common["siblings"]) == 2
    assert "1201" in signed_in(bob).get("/desk/prevention/").content.decode()
    assert api(alice).post("inspections", {"key": common["key"]}).status_code == 403
    answer = signed_in(bob).post("/desk/prevention/inspect/", {"key": common["key"], "engineer": "hong"})
    assert answer.status_code == 302
    inspection = Inspection.objects.get()
    assert signed_in(hong).get(f"/desk/prevention/inspections/{inspection.public_id}/").status_code == 200
    assert api(dan).get(f"inspections/{inspection.public_id}").status_code == 404
    look = Look.objects.filter(home__unit="1101").get()
    said = {"result": "found", "words": "渗水"}
    assert api(hong).post(f"inspection-looks/{look.public_id}", said).json()["case"]
    Look.objects.filter(home__unit="0901").update(engineer=bob)
    other = Look.objects.get(home__unit="0901")
    assert api(hong).post(f"inspection-looks/{other.public_id}", {"result": "sound"}).status_code == 403
    assert signed_in(cai).get("/desk/prevention/").status_code == 403


@pytest.fixture
def two_builders(story, line, riverside, home_1201, bob, now):
    """Bathrooms leak in six homes of building 3, three built by one company and three by another."""
    system = system_user("tests")
    made = {}
    for place in range(6):
        company = ("A", "B")[place % 2]
        if company not in made:
            made[company] = repairs.add_contractor(
                system, code=company, name=f"{company} 公司", trade="waterproofing", now=now
            )
        home = homes.add_home(
            system,
            riverside,
            building="3",
            entrance="2",
            floor=20 + place,
            unit=f"{20 + place}0{place + 3}",
            now=now,
        )
        case = story.register(home=home, owner=None, subject="engineering_quality.waterproofing")
        causes.name_cause(bob, case, code=LEAK, contractor=made[company], now=now)
    return made


def test_two_contractors_with_one_defect_in_one_building_are_looked_into_one_by_one(two_builders, bob, now):
    first, second = selectors.proposals(bob, now.date())
    assert {first.contractor, second.contractor} == set(two_builders.values())
    assert [len(one.homes) for one in (first, second)] == [3, 3]
    opened = services.open_inspection(bob, first, now=now)
    assert selectors.proposals(bob, now.date()) == [second]
    other = services.open_inspection(bob, second, now=now)
    assert (opened.contractor, other.contractor) == (first.contractor, second.contractor)
    assert selectors.proposals(bob, now.date()) == []
    for again in (first, second):
        with pytest.raises(Refused):
            services.open_inspection(bob, again, now=now)


def test_a_home_that_has_reported_it_already_is_not_looked_at_for_the_other_contractor(
    two_builders, bob, now
):
    known = {home.pk for one in selectors.proposals(bob, now.date()) for home in one.homes}
    for one in selectors.proposals(bob, now.date()):
        assert len(known) == 6 and not known & {home.pk for home in one.siblings}


def test_the_database_keeps_one_inspection_a_contractor_and_one_without(two_builders, bob, now):
    inspection = services.open_inspection(bob, selectors.proposals(bob, now.date())[0], now=now)
    for contractor in (inspection.contractor, None):
        kept = {field: getattr(inspection, field) for field in ("project", "building", "cause", "because")}
        one = {**kept, "contractor": contractor, "opened_by": bob, "opened_at": now}
        if contractor is None:
            Inspection.objects.create(**one)
        with pytest.raises(IntegrityError), transaction.atomic():
            Inspection.objects.create(**one)


def test_the_list_names_the_contractor(two_builders, bob, now, signed_in):
    for one in selectors.proposals(bob, now.date()):
        services.open_inspection(bob, one, now=now)
    page = signed_in(bob).get("/desk/prevention/").content.decode()
    assert "A 公司" in page and "B 公司" in page
