"""Until when which part of a home is warranted, by law, by the house, by project."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import Refused
from owners.homes import services as homes
from owners.models import WarrantyPart, WarrantyTerm
from owners.warranty import services as warranty
from owners.warranty.rules import standing_on, warranty_until
from owners.warranty.selectors import warranty_of
from owners.warranty.states import Measure, Standing

from .staging import add_home, add_owner, buy


@pytest.mark.parametrize(
    ("measure", "length", "handover", "until"),
    [
        (Measure.YEARS, 5, date(2026, 3, 2), date(2031, 3, 2)),
        (Measure.YEARS, 2, date(2024, 2, 29), date(2026, 3, 1)),
        (Measure.DESIGN_LIFE, 50, date(2026, 3, 2), date(2076, 3, 2)),
        # two whole seasons: one that had begun before the handover does not count
        (Measure.SEASONS, 2, date(2026, 11, 14), date(2028, 3, 15)),
        (Measure.SEASONS, 2, date(2026, 11, 15), date(2028, 3, 15)),
        (Measure.SEASONS, 2, date(2026, 11, 16), date(2029, 3, 15)),
        (Measure.SEASONS, 1, date(2026, 2, 1), date(2027, 3, 15)),
    ],
)
def test_a_part_is_warranted_until_a_day(measure, length, handover, until):
    assert warranty_until(measure, length, handover) == until


@given(
    st.sampled_from(list(Measure)),
    st.integers(1, 60),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    st.integers(1, 9),
)
def test_longer_and_later_never_end_earlier(measure, length, handover, more):
    until = warranty_until(measure, length, handover)
    assert until > handover
    assert warranty_until(measure, length + more, handover) > until
    assert warranty_until(measure, length, handover + timedelta(days=more)) >= until


def test_the_last_day_is_still_covered_and_the_last_ninety_are_told():
    until = date(2031, 3, 2)
    assert standing_on(until, until) == Standing.ENDING
    assert standing_on(until, until + timedelta(days=1)) == Standing.OUT
    assert standing_on(until, until - timedelta(days=90)) == Standing.ENDING
    assert standing_on(until, until - timedelta(days=91)) == Standing.IN


@pytest.fixture
def parts(ada, now) -> dict[str, WarrantyPart]:
    warranty.add_standard_parts(ada, now=now)
    return {part.code: part for part in WarrantyPart.objects.all()}


@pytest.mark.django_db
def test_the_house_begins_with_what_the_law_names_once(ada, parts, now):
    assert {"structure", "waterproofing", "heating", "electrical", "plumbing", "decoration"} <= set(parts)
    assert (parts["waterproofing"].length, parts["heating"].measure) == (5, Measure.SEASONS)
    assert all(set(part.names) == {"en", "zh-hans", "zh-hant", "fi"} for part in parts.values())
    assert warranty.add_standard_parts(ada, now=now) == 0


@pytest.mark.django_db
def test_a_project_grants_more_and_never_less_than_the_law(ada, parts, riverside, now):
    part = parts["waterproofing"]
    warranty.grant_term(ada, part, riverside, length=8, now=now)
    with pytest.raises(Refused) as refusal:
        warranty.grant_term(ada, part, riverside, length=4, now=now)
    assert refusal.value.code == "below_legal_minimum"
    assert WarrantyTerm.objects.get().length == 8
    with pytest.raises(Refused) as refusal:
        warranty.edit_part(ada, part, changes={"length": 10, "legal_minimum": 9}, now=now)
    assert "legal_minimum" in refusal.value.fields
    assert WarrantyPart.objects.get(pk=part.pk).legal_minimum == 5
    warranty.grant_term(ada, part, riverside, length=None, now=now)
    assert not WarrantyTerm.objects.exists()


@pytest.mark.django_db
def test_the_database_holds_the_legal_minimum_too(parts):
    with pytest.raises(IntegrityError), transaction.atomic():
        WarrantyPart.objects.filter(code="waterproofing").update(length=4)


@pytest.mark.django_db
def test_a_homes_page_says_what_is_in_what_ends_soon_and_what_is_out(
    alice, ada, parts, riverside, now, signed_in, monkeypatch
):
    home, owner = add_home(alice, riverside, now), add_owner(alice, riverside, now)
    page = signed_in(alice).get(f"/homes/{home.public_number}/").content.decode()
    assert "保修自交付之日起算" in page or "Warranties run" in page
    buy(alice, owner, home, now, signed_on=date(2020, 1, 1))
    homes.hand_over(alice, home, on=date(2021, 4, 1), now=now)
    warranty.grant_term(ada, parts["plumbing"], riverside, length=6, now=now)
    home.refresh_from_db()
    held = {row.part.code: row for row in warranty_of(home, now.date())}
    assert held["structure"].standing == Standing.IN
    assert (held["waterproofing"].until, held["waterproofing"].standing) == (
        date(2026, 4, 1),
        Standing.ENDING,
    )
    assert held["electrical"].standing == Standing.OUT
    assert held["plumbing"].until == date(2027, 4, 1)
    monkeypatch.setattr("crm.clock.now", lambda: now)
    page = signed_in(alice).get(f"/homes/{home.public_number}/").content.decode()
    assert page.count('class="est-warranty-ending"') == 1 and 'class="est-warranty-out"' in page


@pytest.mark.django_db
def test_parts_are_written_by_the_administrator_and_granted_by_supervisors(
    ada, bob, alice, parts, riverside, signed_in, api
):
    assert signed_in(ada).get("/warranty/").status_code == 200
    said = {
        "code": "lift",
        "name": "电梯",
        "measure": "years",
        "length": 5,
        "legal_minimum": 2,
        "position": 90,
    }
    assert signed_in(ada).post("/warranty/add/", said).status_code == 302
    assert signed_in(ada).post("/warranty/parts/lift/", said | {"length": 1}).status_code == 422
    assert signed_in(bob).post("/warranty/parts/lift/", said).status_code == 403
    granted = {"project": "RIVERSIDE", "length": 7}
    assert signed_in(bob).post("/warranty/parts/lift/grant/", granted).status_code == 302
    assert WarrantyTerm.objects.get().length == 7
    assert api(alice).put("warranty-parts/lift/terms/RIVERSIDE", {"length": 9}).status_code == 403
    assert (
        api(bob).put("warranty-parts/lift/terms/RIVERSIDE", {"length": 1}).json()["code"]
        == "below_legal_minimum"
    )
    assert api(bob).put("warranty-parts/lift/terms/HARBOUR", {"length": 9}).status_code == 404
    assert WarrantyTerm.objects.get().length == 7
    assert api(ada).patch("warranty-parts/lift", {"length": 6}).json()["length"] == 6
    listed = api(alice).get("warranty-parts").json()["results"]
    assert listed[0]["code"] == "structure"


@pytest.mark.django_db
def test_the_api_says_until_when_a_home_is_warranted(alice, parts, home_1201, dan, api):
    answer = api(alice).get(f"homes/{home_1201.public_number}/warranty").json()
    assert answer["handover_on"] is None and answer["results"][0]["until"] is None
    assert api(dan).get(f"homes/{home_1201.public_number}/warranty").status_code == 404
