from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owners.contracts import services as contracts
from owners.contracts.rules import StageFacts, Verdict, stage_of, years_after
from owners.contracts.selectors import stages_of
from owners.contracts.states import Stage
from owners.homes import services as homes

from .staging import add_home, add_owner, buy

TODAY = date(2026, 3, 2)
KNOWN = date(2020, 1, 1)


def facts(**dates):
    return StageFacts(known_since=KNOWN, **dates)


@pytest.mark.parametrize(
    ("dates", "stage", "fact"),
    [
        ({}, Stage.LEAD, "known"),
        ({"visited_on": date(2026, 3, 2)}, Stage.VISITED, "visited"),
        ({"visited_on": date(2026, 3, 3)}, Stage.LEAD, "known"),
        ({"visited_on": date(2026, 1, 1), "reserved_on": date(2026, 2, 1)}, Stage.RESERVED, "reserved"),
        (
            {"reserved_on": date(2026, 1, 1), "subscribed_on": date(2026, 2, 1)},
            Stage.SUBSCRIBED,
            "subscribed",
        ),
        ({"subscribed_on": date(2026, 1, 1), "signed_on": date(2026, 2, 1)}, Stage.SIGNED, "signed"),
        ({"owned_since": date(2026, 1, 1)}, Stage.SIGNED, "owns"),
        ({"owned_since": date(2024, 1, 1), "moved_in_on": TODAY}, Stage.SETTLING_IN, "moved_in"),
        ({"owned_since": date(2024, 1, 1), "moved_in_on": date(2025, 3, 3)}, Stage.SETTLING_IN, "moved_in"),
        ({"owned_since": date(2024, 1, 1), "moved_in_on": date(2025, 3, 2)}, Stage.ESTABLISHED, "moved_in"),
        ({"owned_since": date(2023, 1, 1), "moved_in_on": date(2024, 3, 3)}, Stage.ESTABLISHED, "moved_in"),
        ({"owned_since": date(2023, 1, 1), "moved_in_on": date(2024, 3, 2)}, Stage.LONG_STANDING, "moved_in"),
        ({"signed_on": date(2022, 1, 1), "left_on": date(2025, 1, 1)}, Stage.FORMER, "left"),
        ({"left_on": date(2025, 1, 1), "reserved_on": date(2025, 6, 1)}, Stage.RESERVED, "reserved"),
        ({"left_on": date(2025, 1, 1), "visited_on": date(2025, 6, 1)}, Stage.FORMER, "left"),
        ({"left_on": date(2027, 1, 1), "owned_since": date(2022, 1, 1)}, Stage.SIGNED, "owns"),
    ],
)
def test_the_most_settled_fact_decides(dates, stage, fact):
    verdict = stage_of(facts(**dates), TODAY)
    assert (verdict.stage, verdict.fact) == (stage, fact)
    assert verdict.on == KNOWN if fact == "known" else verdict.on in dates.values()


def test_a_year_after_a_leap_day_ends_on_the_first_of_march():
    assert years_after(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


_days = st.none() | st.dates(date(2018, 1, 1), date(2030, 1, 1))


@given(
    st.builds(
        StageFacts,
        known_since=st.just(KNOWN),
        **{
            name: _days
            for name in (
                "visited_on",
                "reserved_on",
                "subscribed_on",
                "signed_on",
                "moved_in_on",
                "owned_since",
                "left_on",
            )
        },
    ),
    st.dates(date(2018, 1, 1), date(2030, 1, 1)),
)
def test_every_history_has_a_stage_decided_by_a_fact_that_has_happened(history, today):
    verdict = stage_of(history, today)
    assert isinstance(verdict, Verdict) and verdict.stage in Stage
    assert verdict.on <= today or verdict.fact == "known"


@pytest.mark.django_db
def test_one_owner_walks_through_all_stages(alice, system, riverside, now):
    owner = add_owner(alice, riverside, now, kind="prospect", known_since=date(2020, 1, 1))
    home = add_home(alice, riverside, now)

    def stage_on(day):
        return stages_of([owner], day)[owner.pk].stage

    contracts.record_visit(alice, owner, project=riverside, on=date(2020, 2, 1), now=now)
    buy(alice, owner, home, now, kind="reservation", signed_on=date(2020, 3, 1), amount=100)
    buy(alice, owner, home, now, kind="subscription", signed_on=date(2020, 4, 1), amount=200)
    buy(alice, owner, home, now, signed_on=date(2020, 5, 1))
    homes.hand_over(alice, home, on=date(2021, 5, 1), now=now)
    buyer = add_owner(alice, riverside, now, name="韩梅梅")
    buy(alice, buyer, home, now, kind="resale", signed_on=date(2025, 1, 1))

    assert [stage_on(day) for day in (
        date(2020, 1, 15), date(2020, 2, 15), date(2020, 3, 15), date(2020, 4, 15), date(2020, 5, 15),
        date(2021, 6, 1), date(2022, 6, 1), date(2024, 6, 1), date(2025, 6, 1),
    )] == [
        Stage.LEAD, Stage.VISITED, Stage.RESERVED, Stage.SUBSCRIBED, Stage.SIGNED,
        Stage.SETTLING_IN, Stage.ESTABLISHED, Stage.LONG_STANDING, Stage.FORMER,
    ]  # fmt: skip
    assert stages_of([buyer], date(2025, 6, 1))[buyer.pk].stage == Stage.SETTLING_IN
    owner.refresh_from_db()
    assert owner.kind == "person"


@pytest.mark.django_db
def test_a_cancelled_purchase_leaves_no_stage_behind(alice, riverside, now):
    owner, home = add_owner(alice, riverside, now), add_home(alice, riverside, now)
    purchase = buy(alice, owner, home, now)
    contracts.cancel_purchase(alice, purchase, because="贷款未批", on=TODAY, version=1, now=now)
    day_before = TODAY - timedelta(days=1)
    assert stages_of([owner], TODAY)[owner.pk].stage in (Stage.LEAD, Stage.FORMER)
    assert stages_of([owner], day_before)[owner.pk].stage == Stage.SIGNED
