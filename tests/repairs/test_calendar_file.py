"""Visits in the calendar of a phone: as a file, by an address of one's own, and for the owner."""

from datetime import UTC, datetime, timedelta

import pytest

from crm.accounts import services as accounts
from crm.accounts.models import User
from service_desk.repairs import letters, selectors, services
from service_desk.repairs.calendar_views import address_of
from service_desk.repairs.ics import Entry, calendar_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr("crm.clock.now", lambda: now)


@pytest.fixture
def call(order, alice, hong, now):
    starts = now + timedelta(hours=24)
    call = services.offer(alice, order, engineer=hong, times=[(starts, starts + timedelta(hours=1))], now=now)
    return services.choose(alice, call, position=1, now=now)


def path_of(user) -> str:
    return "/" + address_of(user).split("/", 3)[3]


def test_a_file_keeps_to_the_standard():
    at = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
    words = "逗号, 分号; 反斜线\\\n换行" + "长" * 60
    text = calendar_file("我的上门", [Entry("x-1", at, at + timedelta(hours=1), words, "江畔花园")], now=at)
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = text.replace("\r\n ", "")
    assert "DTSTART:20260303T020000Z" in unfolded and "DTEND:20260303T030000Z" in unfolded
    assert "SUMMARY:逗号\\, 分号\\; 反斜线\\\\\\n换行" + "长" * 60 in unfolded
    assert "\n" not in text.replace("\r\n", "")


def test_an_engineer_downloads_his_agreed_visits(call, hong, signed_in, order):
    answer = signed_in(hong).get("/desk/repairs/mine.ics")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert str(call.public_id) in text and order.number in text and "1201" in text


def test_what_is_only_offered_or_cancelled_stands_in_no_calendar(order, call, alice, hong, signed_in, now):
    services.offer(
        alice,
        order,
        engineer=hong,
        times=[(now + timedelta(days=3), now + timedelta(days=3, hours=1))],
        now=now,
    )
    assert signed_in(hong).get("/desk/repairs/mine.ics").content.decode().count("BEGIN:VEVENT") == 1
    services.cancel_call(alice, call, because="业主改期", now=now)
    assert "BEGIN:VEVENT" not in signed_in(hong).get("/desk/repairs/mine.ics").content.decode()


def test_the_address_shows_times_and_homes_without_signing_in_and_no_names(call, hong, chen, client):
    text = client.get(path_of(hong)).content.decode().replace("\r\n ", "")
    assert "1201" in text and str(call.public_id) in text
    assert chen.name not in text and chen.phone not in text


def test_the_address_ends_with_the_sessions_with_the_role_and_with_the_account(
    call, hong, client, system, now
):
    before = path_of(hong)
    User.objects.filter(pk=hong.pk).update(session_generation=hong.session_generation + 1)
    assert client.get(before).status_code == 404
    hong = User.objects.get(pk=hong.pk)
    after = path_of(hong)
    assert client.get(after).status_code == 200
    for grant in hong.grants.all():
        accounts.revoke(system, grant, now=now)
    assert client.get(after).status_code == 404
    User.objects.filter(pk=hong.pk).update(is_active=False)
    assert client.get(after).status_code == 404


@pytest.mark.parametrize("token", ["x", "1:2:3", "eyJ4IjoxfQ:1aaaaa:bbbb"])
def test_an_address_made_up_is_not_found(token, client, db):
    assert client.get(f"/visits/{token}.ics").status_code == 404


def test_the_owners_link_gives_no_calendar_of_the_engineer_and_the_other_way_round(call, hong, client):
    token = letters.token_of(call)
    assert client.get(f"/visits/{token}.ics").status_code == 404
    mine = path_of(hong).removeprefix("/visits/").removesuffix(".ics")
    assert client.get(f"/times/{mine}/visit.ics").status_code == 404


def test_the_owner_puts_the_agreed_time_into_his_calendar(call, client):
    token = letters.token_of(call)
    assert f"/times/{token}/visit.ics" in client.get(f"/times/{token}/").content.decode()
    text = client.get(f"/times/{token}/visit.ics").content.decode()
    assert "BEGIN:VEVENT" in text and f"UID:{call.public_id}" in text


def test_before_a_time_is_agreed_the_owner_has_nothing_to_put_there(order, alice, hong, now, client):
    starts = now + timedelta(hours=24)
    call = services.offer(alice, order, engineer=hong, times=[(starts, starts + timedelta(hours=1))], now=now)
    assert client.get(f"/times/{letters.token_of(call)}/visit.ics").status_code == 404


def test_a_supervisor_who_is_no_engineer_has_an_empty_calendar_and_a_stranger_none(call, bob, cai, signed_in):
    assert "BEGIN:VEVENT" not in signed_in(bob).get("/desk/repairs/mine.ics").content.decode()
    assert signed_in(cai).get("/desk/repairs/mine.ics").status_code == 403


def test_the_calendar_takes_one_query_however_many_visits(call, hong, now, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(selectors.visits_between(hong, now - timedelta(days=1), now + timedelta(days=9)))
