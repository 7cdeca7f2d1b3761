"""An assessment is written down once, and can be read line by line."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, InternalError
from django.test.utils import CaptureQueriesContext

from profitability.ledger.services import Source, post, post_many
from profitability.lifetime import services
from profitability.models import Assessment, AssumptionsVersion, LedgerEntry
from profitability.plans.rules import Situation
from tests.people import NOW

pytestmark = pytest.mark.django_db
UNHAPPY = Situation(currency="CNY", score=25, attitude="dissatisfied", subject="handover", rounds=1)


def earn(owner, project, amount, ref, kind="purchase_margin", currency="CNY"):
    post(
        None,
        owner=owner,
        project=project,
        kind=kind,
        amount=amount,
        currency=currency,
        source=Source("test", str(ref)),
        at=NOW,
        now=NOW,
    )


def assess(owner, project):
    return services.assess(owner, UNHAPPY, project=project, now=NOW)


def test_what_was_earned_and_spent_is_the_value_to_date(chen, riverside):
    earn(chen, riverside, 40_000_000, 1)
    earn(chen, riverside, -150_000, 2, kind="repair")
    row = assess(chen, riverside)
    assert row.value_to_date == 39_850_000
    assert row.at_stake > 0
    assert row.best_plan == "repair_again"


def test_another_currency_is_not_added_to_this_one(chen, riverside):
    earn(chen, riverside, 40_000_000, 1)
    earn(chen, riverside, 1_000_000, 2, currency="EUR")
    assert assess(chen, riverside).value_to_date == 40_000_000


def test_it_names_the_version_of_the_assumptions_it_used(chen, riverside, bob):
    before = assess(chen, riverside)
    services.change_assumptions(bob, values={"horizon_years": 5}, because="shorter", now=NOW)
    after = assess(chen, riverside)
    assert (before.assumptions.version, after.assumptions.version) == (1, 2)
    assert after.expected_value != before.expected_value or after.expected_value == 0
    assert AssumptionsVersion.objects.count() == 2


def test_an_assumption_nobody_knows_is_refused_and_nothing_changes(chen, riverside, bob):
    assess(chen, riverside)
    with pytest.raises(TypeError):
        services.change_assumptions(bob, values={"luck": 1}, because="?", now=NOW)
    assert AssumptionsVersion.objects.count() == 1


@pytest.mark.parametrize("model", [Assessment, AssumptionsVersion])
def test_the_database_refuses_to_rewrite_history(chen, riverside, model):
    assess(chen, riverside)
    with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
        model.objects.all().delete()
    assert model.objects.exists()


def test_it_asks_as_often_with_1_entry_as_with_1000(chen, riverside):
    earn(chen, riverside, 40_000_000, 1)
    assess(chen, riverside)
    assess(chen, riverside)  # the version is kept from here on
    with CaptureQueriesContext(connection) as few:
        assess(chen, riverside)
    post_many(
        LedgerEntry(
            owner=chen,
            project=riverside,
            at=NOW,
            kind="property_fee",
            amount=1000,
            currency="CNY",
            source_kind="test",
            source_ref=f"fee{number}",
            posted_at=NOW,
        )
        for number in range(999)
    )
    with CaptureQueriesContext(connection) as many:
        assess(chen, riverside)
    assert len(many) == len(few) <= 3


def test_the_page_explains_every_line(signed_in, bob, chen, riverside):
    earn(chen, riverside, 40_000_000, 1)
    row = assess(chen, riverside)
    page = signed_in(bob).get(f"/value/assessments/{row.public_id}/").content.decode()
    for words in ("迄今价值", "今后预期", "可能流失的价值", "标准服务", "最佳"):
        assert words in page


def test_another_city_and_another_role_do_not_open_it(signed_in, alice, dan, chen, riverside):
    row = assess(chen, riverside)
    address = f"/value/assessments/{row.public_id}/"
    assert signed_in(alice).get(address).status_code == 403
    assert signed_in(dan).get(address).status_code == 403


def test_the_report_adds_up_and_asks_as_often_for_many_owners(signed_in, eve, chen, dai, riverside, harbour):
    client = signed_in(eve)
    earn(chen, riverside, 40_000_000, 1)
    client.get("/value/")
    with CaptureQueriesContext(connection) as few:
        page = client.get("/value/").content.decode()
    assert "¥400,000" in page or "400,000" in page
    earn(dai, harbour, 20_000_000, 2)
    earn(dai, harbour, -10_000_000, 3, kind="compensation")
    with CaptureQueriesContext(connection) as many:
        page = client.get("/value/").content.decode()
    assert "500,000" in page
    assert len(many) == len(few)


def test_the_api_values_a_relation_without_writing_anything_down(api, bob, chen, riverside):
    earn(chen, riverside, 40_000_000, 1)
    answer = api(bob).get(f"valuations/{chen.number}").json()
    assert (answer["value_to_date"], answer["currency"]) == (40_000_000, "CNY")
    assert not Assessment.objects.exists()


def test_the_api_assesses_on_request(api, bob, chen, riverside):
    said = {"owner": chen.number, "project": riverside.code, "score": 0, "attitude": "very_dissatisfied"}
    answer = api(bob).post("assessments", said)
    assert answer.status_code == 201
    assert answer.json()["plans"][0]["plan"] == "standard"
    listed = api(bob).get(f"assessments?owner={chen.number}").json()["results"]
    assert [row["id"] for row in listed] == [answer.json()["id"]]
