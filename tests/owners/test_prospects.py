"""Somebody asks about a project: opened once, heard again, followed by facts, ranked by a score that says why."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from crm.errors import IllegalMove, NotAllowed, NotFound, Refused, Stale
from owners.contracts import services as contracts
from owners.journal import services as journal
from owners.models import Owner, Prospect
from owners.prospects import keeping, rules, selectors, services, wording
from owners.prospects.access import prospect_for
from owners.prospects.choices import Step

from .staging import add_home, add_owner, buy, everything

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
WISH = {"purpose": "live_in", "bedrooms": 2, "budget_max": 400_000_000, "wanted": "quarter"}


@pytest.fixture
def asks(alice, riverside, now):
    def ask(name="王芳", phone="13700001111", **said):
        given = {"project": riverside, "source": "hotline", "now": now} | said
        return services.open_prospect(alice, name=name, phone=phone, **given)

    return ask


def kept() -> dict:
    return everything() | {"Prospect": list(Prospect.objects.order_by("pk").values())}


def points(prospect, code) -> int:
    return next(reason["points"] for reason in prospect.reasons if reason["code"] == code)


class TestOpening:
    def test_an_unknown_person_becomes_a_prospect(self, asks, alice, riverside):
        row = asks(interest=WISH, campaign="春季看房")
        assert (row.owner.kind, row.owner.stage, row.owner.name) == ("prospect", "lead", "王芳")
        assert (row.project, row.opened_on, row.source, row.campaign) == (
            riverside,
            TODAY,
            "hotline",
            "春季看房",
        )
        assert row.bedrooms == 2 and row.score > 0 and row.reasons
        assert selectors.step_of(row) == Step.LEAD

    def test_a_known_number_is_the_person_who_is_there(self, asks, riverside, chen):
        row = asks(name="谁知道", phone="+86 138-1234-5678", interest=WISH)
        assert row.owner == chen and row.owner.kind == "person"
        assert Owner.objects.filter(name="谁知道").count() == 0

    def test_who_asks_again_adds_to_his_interest(self, asks, now):
        asks(interest=WISH)
        later = now + timedelta(days=9)
        row = asks(interest={"bedrooms": 3, "purpose": ""}, now=later)
        assert Prospect.objects.count() == 1
        assert (row.bedrooms, row.purpose, row.wanted) == (3, "live_in", "quarter")
        assert (row.opened_on, row.heard_on) == (TODAY, TODAY + timedelta(days=9))

    def test_in_another_project_it_is_an_interest_of_its_own(self, asks, mei, harbour, now):
        first = asks()
        second = services.open_prospect(mei, project=harbour, phone="13700001111", source="web", now=now)
        assert second.owner == first.owner and second.pk != first.pk

    def test_numbers_do_not_tell_who_is_known_elsewhere(self, asks, dan, harbour, chen, now):
        before = kept()
        with pytest.raises(Refused) as refusal:
            services.open_prospect(dan, project=harbour, name="x", phone="13812345678", source="web", now=now)
        assert refusal.value.code == "duplicate_owner" and refusal.value.extra["existing"] is None
        assert kept() == before

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"name": "", "phone": ""}, "name"),
            ({"source": "moon"}, "source"),
            ({"interest": {"wanted": "soonish"}}, "wanted"),
            ({"interest": {"budget_min": 5, "budget_max": 4}}, "budget_max"),
            ({"interest": {"area_min": 120, "area_max": 80}}, "area_max"),
            ({"phone": "123"}, "phone"),
        ],
    )
    def test_what_makes_no_sense_is_refused_and_nothing_kept(self, asks, said, field):
        before = kept()
        with pytest.raises(Refused) as refusal:
            asks(**said)
        assert field in refusal.value.fields and kept() == before

    def test_without_a_name_the_number_names_him(self, asks):
        assert "1111" in asks(name="").owner.name


class TestFacts:
    def test_a_visit_a_call_and_a_reservation_raise_the_score(self, asks, alice, riverside, now):
        row = asks(interest=WISH)
        scores = [row.score]
        contracts.record_visit(alice, row.owner, project=riverside, on=TODAY, now=now)
        journal.log_call(alice, row.owner, direction="out", outcome="reached", now=now)
        for _ in range(2):
            row.refresh_from_db()
        scores.append(row.score)
        buy(alice, row.owner, None, now, kind="reservation", signed_on=TODAY, amount=100, project=riverside)
        row.refresh_from_db()
        assert scores[0] < scores[1] < row.score
        assert (row.visited_on, row.reserved_on) == (TODAY, TODAY)
        assert selectors.step_of(row) == Step.RESERVED

    def test_a_call_that_reached_nobody_gives_nothing(self, asks, alice, now):
        row = asks()
        journal.log_call(alice, row.owner, direction="out", outcome="no_answer", now=now)
        row.refresh_from_db()
        assert points(row, "calls") == 0

    def test_who_signs_becomes_an_owner_and_leaves_the_list(self, asks, alice, riverside, now):
        row = asks()
        buy(alice, row.owner, add_home(alice, riverside, now), now, signed_on=TODAY)
        row.refresh_from_db()
        row.owner.refresh_from_db()
        assert (row.owner.kind, row.owner.stage, row.signed_on) == ("person", "signed", TODAY)
        assert selectors.step_of(row) == Step.SIGNED
        assert not selectors.prospects_listed(alice, {}).exists()

    def test_a_cancelled_reservation_is_none(self, asks, alice, riverside, now):
        row = asks()
        purchase = buy(
            alice, row.owner, None, now, kind="reservation", signed_on=TODAY, amount=100, project=riverside
        )
        contracts.cancel_purchase(alice, purchase, because="x", on=TODAY, version=1, now=now)
        row.refresh_from_db()
        assert row.reserved_on is None

    def test_what_was_signed_before_he_asked_is_no_step_of_this_interest(self, asks, chen, home_1201):
        row = asks(phone="13812345678")
        assert row.owner == chen and row.signed_on is None

    def test_homes_on_sale_that_fit_raise_it(self, asks, alice, riverside, now):
        row = asks(interest=WISH)
        assert points(row, "budget") == 0
        for unit in ("01", "02", "03"):
            add_home(alice, riverside, now, unit=unit, bedrooms=2, area=90)
        assert keeping.turn(now=now + timedelta(days=8), limit=10) == 1
        row.refresh_from_db()
        assert points(row, "budget") == 20

    def test_time_lowers_it_by_the_daily_turn(self, asks, alice, riverside, now):
        row = asks(interest=WISH)
        contracts.record_visit(alice, row.owner, project=riverside, on=TODAY, now=now)
        row.refresh_from_db()
        assert row.score_until > TODAY
        before, day = row.score, now + timedelta(days=90)
        assert keeping.turn(now=day, limit=10) == 1
        row.refresh_from_db()
        assert row.score < before and row.score_until > day.date()
        assert keeping.turn(now=day, limit=10) == 0


class TestTheRule:
    full = rules.Facts(
        heard_on=TODAY, answered=6, wanted="now", has_budget=True, on_sale=9, fit=9,
        visits=(TODAY,) * 9, calls=(TODAY,) * 9, subscribed_on=TODAY,
    )  # fmt: skip

    def test_it_ends_at_nought_and_a_hundred(self):
        assert rules.score(rules.Facts(heard_on=date(2020, 1, 1)), rules.Weights(), TODAY).points == 0
        assert 99 <= rules.score(self.full, rules.Weights(), TODAY).points <= 100

    def test_the_points_are_the_sum_of_the_reasons(self):
        for ahead in range(0, 200, 7):
            found = rules.score(self.full, rules.Weights(), TODAY + timedelta(days=ahead))
            assert found.points == min(100, sum(reason.points for reason in found.reasons))

    @pytest.mark.parametrize(
        "less",
        [
            {"answered": 2}, {"wanted": "year"}, {"fit": 1}, {"has_budget": False}, {"visits": ()}, {"calls": ()},
            {"visits": (date(2025, 9, 1),)}, {"subscribed_on": None},
        ],
    )  # fmt: skip
    def test_every_fact_counts(self, less):
        whole = rules.score(self.full, rules.Weights(), TODAY).points
        assert rules.score(replace(self.full, **less), rules.Weights(), TODAY).points < whole

    def test_every_reason_has_words_in_every_case(self):
        for facts in (
            self.full,
            rules.Facts(heard_on=TODAY),
            replace(self.full, subscribed_on=None, reserved_on=TODAY),
        ):
            rows = wording.explained(
                [vars(reason) for reason in rules.score(facts, rules.Weights(), TODAY).reasons]
            )
            assert all(row["words"] and "%" not in row["words"] for row in rows)

    def test_it_is_told_nothing_of_who_somebody_is(self):
        known = {field.name for field in fields(rules.Facts)}
        forbidden = "gender birth age nation language identity trade income occupation education name manner"
        assert not [name for name in known for word in forbidden.split() if word in name.split("_")]

    def test_who_somebody_is_changes_nothing(self, alice, riverside, now):
        """The same facts of people as different as the profile knows: one score."""
        people = [
            {},
            {
                "gender": "female",
                "birth_date": date(1950, 1, 1),
                "sensitive_trade": "journalist",
                "language": "fi",
            },
            {
                "gender": "male",
                "birth_date": date(2001, 1, 1),
                "income_band": "over_1m",
                "education": "master",
            },
            {"identity": "A123456789", "identity_kind": "tw", "manner": "excitable", "occupation": "律师"},
        ]
        found = set()
        for n, profile in enumerate(people):
            owner = add_owner(alice, riverside, now, name=f"人{n}", kind="prospect", **profile)
            row = services.open_prospect(
                alice, project=riverside, owner=owner, source="web", interest=WISH, now=now
            )
            found.add((row.score, str(row.reasons)))
        assert len(found) == 1

    def test_no_column_of_who_somebody_is_is_read_for_it(self):
        import inspect

        text = inspect.getsource(keeping) + inspect.getsource(rules).partition('"""')[2].partition('"""')[2]
        for word in (
            "gender",
            "birth_date",
            "identity",
            "sensitive_trade",
            "income_band",
            "language",
            "Owner.",
        ):
            assert word not in text, word

    @pytest.mark.parametrize(
        "home",
        [
            {"bedrooms": 1}, {"type": "shop"}, {"area": 60}, {"price": 500.0},
        ],
    )  # fmt: skip
    def test_a_home_that_is_not_wanted_does_not_fit(self, home):
        wish = {"home_type": "apartment", "bedrooms": 2, "area_min": 80, "budget_max": 400}
        good = {"type": "apartment", "bedrooms": 2, "area": 90, "price": 415.0}
        assert rules.fits(wish, good), "a twentieth above the budget is no obstacle"
        assert not rules.fits(wish, good | home)


class TestVerbs:
    def test_lost_with_a_reason_and_won_back(self, asks, alice, now):
        row = services.lose(alice, asks(), because="price", words="差三十万", version=1, now=now)
        assert (row.lost_on, row.lost_because) == (TODAY, "price")
        assert not selectors.prospects_listed(alice, {}).exists()
        row = services.win_back(alice, row, version=row.version, now=now)
        assert row.lost_on is None and row.won_back_on == TODAY and row.score_until
        assert selectors.prospects_listed(alice, {}).exists()

    def test_who_asks_again_is_lost_no_longer(self, asks, alice, now):
        services.lose(alice, asks(), because="elsewhere", version=1, now=now)
        assert asks().won_back_on == TODAY

    def test_a_loss_without_a_known_reason_is_refused(self, asks, alice, now):
        row = asks()
        before = kept()
        with pytest.raises(Refused):
            services.lose(alice, row, because="whatever", version=1, now=now)
        assert kept() == before

    def test_nobody_is_lost_twice_or_won_back_unlost(self, asks, alice, now):
        row = asks()
        with pytest.raises(IllegalMove):
            services.win_back(alice, row, version=1, now=now)
        services.lose(alice, row, because="price", version=1, now=now)
        with pytest.raises(IllegalMove):
            services.lose(alice, row, because="price", version=2, now=now)

    def test_a_version_passed_by_is_stale(self, asks, alice, bob, now):
        row = asks()
        services.give(bob, row, to=alice, version=1, now=now)
        with pytest.raises(Stale):
            services.lose(alice, row, because="price", version=1, now=now)

    def test_an_edit_is_checked_against_what_is_there(self, asks, alice, now):
        row = asks(interest={"budget_min": 500})
        with pytest.raises(Refused):
            services.edit_prospect(alice, row, version=1, changes={"budget_max": 400}, now=now)
        row = services.edit_prospect(alice, row, version=1, changes={"wanted": "now"}, now=now)
        assert points(row, "soon") == 15

    def test_weights_are_versions_and_move_everybody(self, asks, bob, now):
        row = asks(interest={"wanted": "now"})
        flat = dict.fromkeys(rules.Weights().plain(), 0) | {"soon": 100}
        version = services.weigh(bob, points=flat, because="试一试", now=now)
        assert keeping.turn(now=now, limit=10) == 1
        row.refresh_from_db()
        assert (row.score, row.weights_version) == (100, version.version)

    @pytest.mark.parametrize("change", [{"soon": 16}, {"soon": -1, "wish": 26}, {"luck": 0}])
    def test_weights_that_are_no_hundred_are_refused(self, bob, change, now):
        with pytest.raises(Refused):
            services.weigh(bob, points=rules.Weights().plain() | change, because="x", now=now)

    def test_dan_of_another_city_finds_none_and_an_executive_only_looks(self, asks, dan, eve):
        row = asks()
        with pytest.raises(NotFound):
            prospect_for(dan, row.public_id)
        assert prospect_for(eve, row.public_id) == row
        with pytest.raises(NotAllowed):
            prospect_for(eve, row.public_id, to="prospects.work")


class TestConversion:
    def test_each_source_with_its_base_and_how_far_they_came(self, asks, alice, riverside, now):
        rows = [asks(name=f"人{n}", phone=f"1370000200{n}", source="web") for n in range(4)]
        asks(name="另", phone="13700003000", source="event")
        for row in rows[:3]:
            contracts.record_visit(alice, row.owner, project=riverside, on=TODAY, now=now)
        later = now + timedelta(days=30)
        buy(alice, rows[0].owner, add_home(alice, riverside, now), later, signed_on=later.date())
        web, event = selectors.conversion(alice)
        assert (web.source, web.opened, web.reached["visited"], web.reached["signed"]) == ("web", 4, 3, 1)
        assert (web.percent("visited"), web.days, web.small) == (75.0, 30, True)
        assert (event.source, event.opened, event.days) == ("event", 1, None)

    def test_who_signed_without_a_visit_has_come_past_it(self, asks, alice, riverside, now):
        buy(alice, asks().owner, add_home(alice, riverside, now), now, signed_on=TODAY)
        assert selectors.conversion(alice)[0].reached == {
            "visited": 1,
            "reserved": 1,
            "subscribed": 1,
            "signed": 1,
        }

    def test_a_click_on_a_figure_leads_to_its_rows(self, asks, alice, riverside, now):
        row = asks()
        contracts.record_visit(alice, row.owner, project=riverside, on=TODAY, now=now)
        asks(name="另", phone="13700003000")
        figure = selectors.conversion(alice)[0].reached["visited"]
        rows = selectors.prospects_listed(alice, {"source": "hotline", "step": "visited"})
        assert figure == rows.count() == 1

    def test_cohorts_are_of_the_month_in_which_they_first_asked(self, asks, alice, now):
        asks()
        asks(name="另", phone="13700003000", now=now + timedelta(days=31))
        month = {"month": date(2026, 3, 1), "until": date(2026, 4, 1)}
        assert selectors.conversion(alice, **month)[0].opened == 1

    def test_nobody_counts_another_citys(self, asks, dan):
        asks()
        assert selectors.conversion(dan) == []
        assert selectors.counted_by_step(dan, {}) == {}


def test_many_cost_as_many_statements_as_one(asks, alice, now):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements():
        with CaptureQueriesContext(connection) as captured:
            keeping.follow(list(Prospect.objects.values_list("owner", flat=True)), now=now)
        return len(captured)

    asks()
    one = statements()
    for n in range(6):
        asks(name=f"人{n}", phone=f"1370000200{n}")
    assert statements() == one
