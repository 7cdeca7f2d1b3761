"""The figures about causes, held against counting by hand; a click leads to just those cases."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_desk.causes import counting, rules, services
from service_desk.causes.report_views import asked_in
from service_desk.repairs import services as repairs

CODES = [
    "engineering_quality.tiles.hollow",
    "engineering_quality.tiles",
    "engineering_quality",
    "handover.delay",
]
NAMES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 50), max_size=8)


@given(NAMES, st.integers(0, 8))
def test_a_pareto_holds_everything_once_and_falls(counts, most):
    bars = rules.pareto(counts, most=most)
    assert sum(bar.count for bar in bars) == sum(counts.values())
    named = [bar.count for bar in bars if bar.key]
    assert named == sorted(named, reverse=True)
    assert all(bar.count for bar in bars)
    if bars:
        assert bars[-1].together == pytest.approx(100)
        assert [bar.together for bar in bars] == sorted(bar.together for bar in bars)


@given(st.lists(st.tuples(st.sampled_from(CODES), st.integers(1, 9)), max_size=20), st.integers(1, 3))
def test_rolled_up_nothing_is_lost_and_nothing_of_others_comes_in(rows, level):
    whole = rules.rolled_up(rows, level)
    assert sum(whole.values()) == sum(count for _code, count in rows)
    part = rules.rolled_up(rows, level, "engineering_quality")
    assert sum(part.values()) == sum(count for code, count in rows if code.startswith("engineering_quality"))


def test_a_longer_word_is_not_below_a_shorter_one():
    assert not rules.below("handover.delayed", "handover.delay") and rules.below(
        "handover.delay.x", "handover.delay"
    )


@pytest.fixture
def town(story, alice, now):
    """Eight cases over three months: five leaks, two hollow tiles, one inquiry that is not counted."""
    made = []
    for days, subject, kind in [
        (1, "engineering_quality.waterproofing.leak_bathroom", "complaint"),
        (2, "engineering_quality.waterproofing.leak_bathroom", "repair"),
        (35, "engineering_quality.waterproofing", "complaint"),
        (36, "engineering_quality.waterproofing.leak_wall", "complaint"),
        (70, "engineering_quality.waterproofing.leak_wall", "complaint"),
        (3, "engineering_quality.tiles.hollow", "complaint"),
        (4, "engineering_quality.tiles.hollow", "complaint"),
        (5, "engineering_quality.tiles.hollow", "inquiry"),
    ]:
        made.append(story.register(subject=subject, kind=kind, received_at=now - timedelta(days=days)))
    return made


def asked(now, **more):
    return counting.Asked(since=now.date() - timedelta(days=89), until=now.date(), **more)


@pytest.mark.django_db
def test_the_bars_are_what_one_counts_by_hand(town, alice, now):
    found = {line.key: line.count for line in counting.lines(alice, asked(now, level=2))}
    assert found == {"engineering_quality.waterproofing": 5, "engineering_quality.tiles": 2}
    finer = asked(now, level=3, under="engineering_quality.waterproofing")
    assert Counter({line.key: line.count for line in counting.lines(alice, finer)}) == {
        "engineering_quality.waterproofing": 1,
        "engineering_quality.waterproofing.leak_bathroom": 2,
        "engineering_quality.waterproofing.leak_wall": 2,
    }


@pytest.mark.django_db
def test_every_month_stands_there_and_together_they_hold_all(town, alice, now):
    months = counting.lines(alice, asked(now, by="month"))
    assert [line.key for line in months] == ["2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01"]
    assert sum(line.count for line in months) == 7


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["cause", "month", "building"])
def test_behind_every_bar_stand_just_its_cases(town, alice, now, by):
    question = asked(now, by=by)
    for line in counting.lines(alice, question):
        if line.count:
            assert counting.cases_behind(alice, question, line.key).count() == line.count


@pytest.mark.django_db
@pytest.mark.parametrize("level", [1, 2, 3])
def test_behind_a_cause_stand_its_own_cases_where_some_are_named_no_finer(town, alice, now, level):
    question = replace(asked(now, by="cause"), level=level)
    for line in counting.lines(alice, question):
        assert counting.cases_behind(alice, question, line.key).count() == line.count


@pytest.mark.django_db
def test_by_building_and_by_the_contractor_named(town, alice, now):
    (line,) = counting.lines(alice, asked(now, by="building"))
    assert line.count == 7 and "3" in line.label
    company = repairs.add_contractor(alice, code="YH", name="雨虹防水", trade="waterproofing", now=now)
    services.name_cause(alice, town[0], code=town[0].subject, contractor=company, now=now)
    (line,) = counting.lines(alice, asked(now, by="contractor"))
    assert (line.label, line.count) == ("雨虹防水", 1)
    assert counting.cases_behind(alice, asked(now, by="contractor"), line.key).get().pk == town[0].pk


@pytest.mark.django_db
def test_another_city_counts_nothing_of_it(town, dan, eve, now):
    assert counting.lines(dan, asked(now)) == []
    assert sum(line.count for line in counting.lines(eve, asked(now))) == 7


@pytest.mark.django_db
def test_an_address_that_makes_no_sense_asks_for_the_usual(alice, now):
    found = asked_in(alice, {"since": "x", "level": "9", "by": "moon", "under": "A B"}, now.date())
    assert found == counting.Asked(since=now.date() - timedelta(days=365), until=now.date(), level=2)
    turned = asked_in(alice, {"since": "2026-05-01", "until": "2026-03-01"}, now.date())
    assert turned.since == turned.until == date(2026, 3, 1)


@pytest.mark.django_db
def test_the_pages_the_api_and_the_file_say_the_same(town, alice, cai, now, signed_in, api, monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    page = signed_in(alice).get("/desk/causes/report/").content.decode()
    assert "防水" in page and "71" in page
    answer = api(alice).get("cause-report").json()
    assert answer["count"] == 7 and answer["results"][0]["key"] == "engineering_quality.waterproofing"
    rows = signed_in(alice).get("/desk/causes/rows/?key=engineering_quality.tiles").content.decode()
    assert rows.count("data-row>") == 2
    label = answer["results"][0]["label"]
    clicked = signed_in(alice).get("/desk/causes/rows/", {"at": label}).content.decode()
    assert clicked.count("data-row>") == 5
    for by in counting.BY:
        assert signed_in(alice).get(f"/desk/causes/report/?by={by}").status_code == 200
    assert signed_in(cai).get("/desk/causes/report/").status_code == 403
    from service_desk.causes.exporting import figures

    file = figures(alice, {"by": "cause"}, now=now)
    assert [row[1] for row in file.rows] == [5, 2]
