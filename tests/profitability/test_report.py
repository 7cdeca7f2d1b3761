"""What the report says about groups, and about the last twelve months."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from profitability.ledger import services as ledger
from profitability.lifetime import charts, report
from profitability.lifetime.report import Group, Year
from tests.people import NOW


def group(key, owners):
    return Group(key, key, owners, revenue=100, cost=-10)


def test_who_owns_in_two_projects_counts_once():
    projects, stages = [group("river", 3), group("harbour", 2)], [group("settling", 4)]
    assert report.total(projects, stages).owners == 4
    assert report.total(projects).owners == 5
    assert report.total(projects, stages).net == report.total(projects).net == 180


@pytest.mark.django_db
def test_a_year_has_twelve_months_and_only_its_costs(eve, bob, chen, riverside):
    spent = [
        ("repair", -50_000, NOW),
        ("visit", -7_000, NOW - timedelta(days=100)),
        ("gift", -9_000, NOW - timedelta(days=500)),
        ("property_fee", 90_000, NOW),
    ]
    for number, (kind, amount, at) in enumerate(spent):
        ledger.post(
            bob,
            owner=chen,
            project=riverside,
            at=at,
            kind=kind,
            amount=amount,
            currency="CNY",
            source=ledger.Source("test", str(number)),
            now=NOW,
        )
    year = report.year(eve, "CNY", now=NOW)
    assert len(year.months) == 12
    assert year.months[-1] == (date(2026, 3, 1), 50_000)
    assert year.cost == 57_000
    assert (year.at_stake, year.owners) == (0, 0)


@pytest.mark.parametrize(
    ("cost", "stake", "said"),
    [
        (100, 0, "nothing was at stake"),
        (100, 6_000, "60 times as much"),
        (100, 150, "¥2 was at stake"),
        (0, 150, "¥2 was at stake"),
    ],
)
def test_worth_is_said_in_a_sentence(cost, stake, said):
    year = Year([(date(2026, 3, 1), cost)], at_stake=stake, owners=1)
    with translation.override("en"):
        assert said in charts.worth(year, "¥1", "¥2")
