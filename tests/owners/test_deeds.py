"""The way of a title deed: planned from the handover, done in order, late ones listed, a building at once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.errors import IllegalMove, Refused
from owners.contracts import services as contracts
from owners.deeds import rules, selectors
from owners.deeds import services as deeds
from owners.deeds.models import DeedStep, TitleDeed
from owners.deeds.states import ORDER, Milestone
from owners.homes import services as homes
from owners.models import Home

from .staging import add_home, add_owner, buy

pytestmark = pytest.mark.django_db
HANDOVER = date(2025, 11, 1)


def hand_over(actor, project, now, floor=1, name="李雷"):
    owner, home = add_owner(actor, project, now, name=name), add_home(actor, project, now, floor=floor)
    buy(actor, owner, home, now, signed_on=date(2025, 3, 2))
    return homes.hand_over(actor, home, on=HANDOVER, now=now)


@pytest.fixture
def deed(alice, riverside, now) -> TitleDeed:
    home = hand_over(alice, riverside, now)
    return TitleDeed.objects.get(home=home)


def state() -> list:
    return [*TitleDeed.objects.order_by("pk").values(), *DeedStep.objects.order_by("pk").values()]


def test_a_handover_begins_the_deed_and_plans_its_milestones(deed):
    planned = {step.milestone: step.planned_on for step in deed.steps.all()}
    assert planned == rules.planned_from(HANDOVER)
    assert (deed.next_milestone, deed.due_on) == (Milestone.DOCUMENTS, HANDOVER + timedelta(days=30))
    assert list(planned.values()) == sorted(planned.values())


def test_milestones_are_reached_one_after_the_other_until_the_owner_has_his_deed(alice, deed, now):
    for number, milestone in enumerate(ORDER):
        deed = deeds.reach(alice, deed, milestone=milestone, on=HANDOVER + timedelta(days=number), now=now)
    assert (deed.next_milestone, deed.due_on) == ("", None)
    assert not selectors.deeds_listed(alice).exists()
    with pytest.raises(IllegalMove):
        deeds.reach(alice, deed, milestone=Milestone.DELIVERED, on=HANDOVER, now=now)


@pytest.mark.parametrize(
    ("milestone", "on", "error"),
    [
        ("submitted", HANDOVER, IllegalMove),  # documents come first
        ("documents", date(2026, 3, 3), Refused),  # tomorrow
        ("birthday", HANDOVER, Refused),
    ],
)
def test_a_milestone_out_of_order_or_to_come_is_refused_and_changes_nothing(
    alice, deed, now, milestone, on, error
):
    before = state()
    with pytest.raises(error):
        deeds.reach(alice, deed, milestone=milestone, on=on, now=now)
    assert state() == before


def test_a_slip_of_the_hand_is_taken_back(alice, deed, now):
    before = state()
    deeds.reach(alice, deed, milestone="documents", on=HANDOVER, now=now)
    deeds.take_back(alice, deed, now=now)
    assert state() == before
    with pytest.raises(IllegalMove):
        deeds.take_back(alice, deed, now=now)


def test_other_days_keep_the_order_and_move_what_is_due(alice, deed, now):
    with pytest.raises(Refused):
        deeds.plan(alice, deed, {"submitted": HANDOVER}, now=now)
    later = deeds.plan(alice, deed, {"documents": HANDOVER + timedelta(days=40)}, now=now)
    assert later.due_on == HANDOVER + timedelta(days=40)


def test_a_cancelled_purchase_and_a_deed_in_hand_are_not_late(alice, deed, now):
    assert list(selectors.deeds_listed(alice, overdue_on=now.date())) == [deed]
    purchase = deed.purchase
    type(purchase).objects.filter(pk=purchase.pk).update(cancelled_on=now.date(), cancelled_because="x")
    assert not selectors.deeds_listed(alice, overdue_on=now.date()).exists()
    with pytest.raises(IllegalMove):
        deeds.reach(alice, deed, milestone="documents", on=HANDOVER, now=now)


@pytest.mark.parametrize("count", [1, 8])
def test_a_building_is_marked_at_once_in_as_many_statements_as_a_home(alice, riverside, now, count):
    built = [hand_over(alice, riverside, now, floor=floor + 1, name=f"张{floor}") for floor in range(count)]
    with CaptureQueriesContext(connection) as asked:
        done = deeds.reach_in_building(alice, built[0].building, milestone="documents", on=HANDOVER, now=now)
    assert done == count and len(asked) <= 12
    assert set(TitleDeed.objects.values_list("next_milestone", flat=True)) == {"submitted"}
    assert deeds.reach_in_building(alice, built[0].building, milestone="documents", on=HANDOVER, now=now) == 0


def test_deeds_of_homes_handed_over_before_are_begun_for_a_building(alice, riverside, now):
    owner, home = add_owner(alice, riverside, now), add_home(alice, riverside, now)
    buy(alice, owner, home, now, signed_on=date(2020, 3, 2))
    homes.hand_over_many(alice, {home.pk: date(2021, 1, 1)}, now=now)
    assert not TitleDeed.objects.exists()  # history carried over begins nothing by itself
    building = Home.objects.get(pk=home.pk).building
    assert deeds.open_for_building(alice, building, now=now) == 1
    assert deeds.open_for_building(alice, building, now=now) == 0


def test_a_buyer_of_a_resale_has_a_deed_of_his_own(alice, riverside, deed, now):
    buyer = add_owner(alice, riverside, now, name="王芳")
    buy(alice, buyer, deed.home, now, kind="resale", signed_on=date(2026, 2, 1))
    assert deeds.open_for_homes(alice, [deed.home_id], now=now) == 1
    assert TitleDeed.objects.get(purchase__owner=buyer).due_on == date(2026, 2, 1) + timedelta(days=30)


def test_the_pages_show_what_is_late_and_mark_it(alice, deed, now, signed_in, monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    client = signed_in(alice)
    assert deed.home.number in client.get("/deeds/").content.decode()
    path = f"/deeds/{deed.public_id}/"
    assert client.post(f"{path}reach/", {"milestone": "submitted", "on": "2025-12-01"}).status_code == 422
    assert (
        client.post(
            f"{path}reach/", {"milestone": "documents", "on": "2025-12-01", "remark": "齐"}
        ).status_code
        == 302
    )
    assert "2025" in client.get(path).content.decode()
    assert client.post(f"{path}back/").status_code == 302
    days = {milestone: "2026-12-0" + str(number + 1) for number, milestone in enumerate(ORDER)}
    assert client.post(f"{path}plan/", days).status_code == 302
    assert deed.home.number not in client.get("/deeds/").content.decode()
    assert deed.home.number in client.get("/deeds/?show=all&project=RIVERSIDE").content.decode()
    card = client.get(f"/owners/{deed.purchase.owner.number}/").content.decode()
    assert path in card
    said = {"milestone": "documents", "on": "2026-03-01"}
    assert client.post(f"/deeds/buildings/RIVERSIDE/{deed.home.building.code}/", said).status_code == 302
    assert TitleDeed.objects.get(pk=deed.pk).next_milestone == "submitted"
    told = client.get(f"/owners/{deed.purchase.owner.number}/?kind=deed").content.decode()
    assert deed.home.number in told


def test_the_api_marks_milestones_where_one_may(alice, mei, dan, deed, api):
    path = f"deeds/{deed.public_id}"
    said = {"milestone": "documents", "on": "2025-12-01"}
    assert api(dan).get(path).status_code == 404
    assert api(mei).post(f"{path}/reached", said).status_code == 403
    assert api(alice).post(f"{path}/reached", said).json()["next_milestone"] == "submitted"
    assert api(alice).post(f"{path}/reached", said).json()["code"] == "illegal_move"
    assert api(alice).delete(f"{path}/reached").json()["next_milestone"] == "documents"
    assert (
        api(alice).put(f"{path}/plan", {"days": {"documents": "2025-12-20"}}).json()["due_on"] == "2025-12-20"
    )
    assert [row["id"] for row in api(alice).get("deeds?late=1").json()["results"]] == [str(deed.public_id)]
    code = deed.home.building.code
    assert api(alice).post(f"buildings/RIVERSIDE/{code}/deeds", said).json() == {"count": 1}


def test_cancelling_before_the_handover_needs_no_deed(alice, riverside, now):
    owner, home = add_owner(alice, riverside, now), add_home(alice, riverside, now)
    purchase = buy(alice, owner, home, now)
    contracts.cancel_purchase(alice, purchase, because="贷款未批", on=now.date(), version=1, now=now)
    assert not TitleDeed.objects.exists()
