"""A repair from its order to the day it is done: times, the owner's choice, nobody in two places, done again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from crm.errors import IllegalMove, Refused
from crm.messages.models import OutgoingMessage
from owners.people.models import Owner
from service_desk.cases.models import CaseHistory, CaseMessage
from service_desk.repairs import letters, selectors, services
from service_desk.repairs.models import RepairCall, RepairOrder
from service_desk.warranty import services as warranty

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def times(now, *hours):
    return [(now + hour * HOUR, now + (hour + 1) * HOUR) for hour in hours]


def agreed(alice, order, hong, now, hour=24):
    call = services.offer(alice, order, engineer=hong, times=times(now, hour), now=now)
    return services.choose(alice, call, position=1, now=now)


def test_a_repair_is_ordered_for_the_part_that_the_warranty_was_judged_by(case, alice, now):
    warranty.judge(alice, case, part="waterproofing", now=now)
    case.refresh_from_db()
    order = services.order(alice, case, description="重做防水", now=now)
    assert order.part.code == "waterproofing" and order.number.startswith("R-")
    assert CaseHistory.objects.filter(case=case, verb="repair_ordered").count() == 1


def test_the_owner_chooses_one_of_the_times_offered(order, alice, hong, now):
    call = services.offer(alice, order, engineer=hong, times=times(now, 24, 48, 72), now=now)
    call = services.choose(alice, call, position=2, now=now)
    assert (call.status, call.starts_at) == ("agreed", now + 48 * HOUR)


@pytest.mark.parametrize("hours", [(), (1, 2, 3, 4, 5), (-2,)])
def test_no_time_too_many_and_a_past_one_are_refused(order, alice, hong, now, hours):
    with pytest.raises(Refused):
        services.offer(alice, order, engineer=hong, times=times(now, *hours), now=now)
    assert not RepairCall.objects.exists()


def test_somebody_goes_there_and_only_one(order, alice, hong, builders, now):
    for who in ({}, {"engineer": hong, "contractor": builders[0]}):
        with pytest.raises(Refused):
            services.offer(alice, order, times=times(now, 24), now=now, **who)


def test_nobody_is_offered_while_promised_elsewhere(order, alice, hong, now):
    agreed(alice, order, hong, now)
    with pytest.raises(Refused) as refusal:
        services.offer(alice, order, engineer=hong, times=times(now, 24), now=now)
    assert refusal.value.code == "engineer_busy"
    services.offer(alice, order, engineer=hong, times=times(now, 25), now=now)  # the hour after is free


def test_a_time_given_away_meanwhile_is_refused_and_the_other_still_stands(order, alice, hong, now):
    first = services.offer(alice, order, engineer=hong, times=times(now, 24, 30), now=now)
    second = services.offer(alice, order, engineer=hong, times=times(now, 24, 31), now=now)
    services.choose(alice, first, position=1, now=now)
    with pytest.raises(Refused) as refusal:
        services.choose(alice, second, position=1, now=now)
    assert refusal.value.code == "time_taken"
    second.refresh_from_db()
    assert second.status == "offered"
    assert services.choose(alice, second, position=2, now=now).status == "agreed"


def test_the_database_itself_sends_nobody_to_two_places(order, alice, hong, now):
    call = agreed(alice, order, hong, now)
    again = services.offer(alice, order, engineer=hong, times=times(now, 30), now=now)
    services.choose(alice, again, position=1, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        RepairCall.objects.filter(pk=again.pk).update(starts_at=call.starts_at, ends_at=call.ends_at)


def test_a_cancelled_visit_gives_its_time_back(order, alice, hong, now):
    call = agreed(alice, order, hong, now)
    services.cancel_call(alice, call, because="业主出差", now=now)
    assert agreed(alice, order, hong, now).status == "agreed"


def test_a_needed_part_is_named(order, alice, hong, now):
    call = agreed(alice, order, hong, now)
    with pytest.raises(Refused):
        services.record_outcome(hong, call, outcome="needs_part", now=now)
    assert (
        services.record_outcome(hong, call, outcome="needs_part", words="地漏", now=now).status
        == "needs_part"
    )
    with pytest.raises(IllegalMove):
        services.record_outcome(hong, call, outcome="done", now=now)


def test_nothing_is_done_while_a_visit_is_ahead(order, alice, hong, now):
    call = agreed(alice, order, hong, now)
    with pytest.raises(Refused) as refusal:
        services.finish(alice, order, result="已修", now=now)
    assert refusal.value.code == "visit_ahead"
    services.record_outcome(hong, call, outcome="done", now=now)
    assert services.finish(alice, order, result="已修", now=now).status == "done"


def finished(alice, case, parts, now, part="waterproofing"):
    order = services.order(alice, case, description="修", part=parts[part], now=now)
    return services.finish(alice, order, result="已修", now=now)


def test_the_same_part_within_ninety_days_is_marked_as_again(case, alice, parts, now):
    finished(alice, case, parts, now)
    later = now + timedelta(days=90)
    assert services.order(alice, case, description="又漏", part=parts["waterproofing"], now=later).again
    assert not services.order(alice, case, description="插座", part=parts["electrical"], now=later).again
    much_later = now + timedelta(days=91)
    assert not services.order(
        alice, case, description="又漏", part=parts["waterproofing"], now=much_later
    ).again


def test_a_case_without_a_home_and_a_closed_one_get_no_repair(story, alice, now):
    with pytest.raises(Refused):
        services.order(alice, story.register(home=None), description="修", now=now)
    with pytest.raises(IllegalMove):
        services.order(alice, story.drive("closed"), description="修", now=now)
    assert not RepairOrder.objects.exists()


def test_called_off_its_visits_are_free_again(order, alice, hong, now):
    call = agreed(alice, order, hong, now)
    services.cancel(alice, order, because="业主自己修了", now=now)
    call.refresh_from_db()
    assert call.status == "cancelled"


def test_the_owner_chooses_by_his_own_link(order, alice, hong, now, signed_in, monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    Owner.objects.filter(pk=order.case.owner_id).update(email="chen@example.cn", preferred_channel="mail")
    call = services.offer(alice, order, engineer=hong, times=times(now, 24, 48), write=True, now=now)
    sent, kept = OutgoingMessage.objects.latest("pk").body, CaseMessage.objects.latest("pk").body
    assert "/times/" in sent, "the owner has his link"
    assert "/times/" not in kept and "…" in kept, "who reads the case cannot choose in his name"
    address = f"/times/{letters.token_of(call)}/"
    page = signed_in(None).get(address)
    assert page.status_code == 200 and page.content.decode().count('name="time"') == 2
    assert "no-store" in page["Cache-Control"]
    assert signed_in(None).post(address, {"time": "2"}).status_code == 302
    call.refresh_from_db()
    assert call.chosen_by_owner and call.starts_at == now + 48 * HOUR
    assert signed_in(None).post(address, {"time": "1"}).status_code == 200  # chosen once; reading goes on
    call.refresh_from_db()
    assert call.starts_at == now + 48 * HOUR
    assert signed_in(None).get("/times/not-a-link/").status_code == 404


def test_the_calendar_costs_one_statement_however_full(order, alice, hong, now, django_assert_num_queries):
    for hour in range(24, 40):
        agreed(alice, order, hong, now, hour)
    alice.held_grants  # noqa: B018  read once a request
    with django_assert_num_queries(1):
        days, rows = selectors.calendar(alice, "week", now.date())
    assert len(days) == 7 and sum(len(cell) for row in rows for cell in row.days) == 16
