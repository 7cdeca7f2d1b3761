"""The settings page and the API of working calendars: seen by all, changed by those who may."""

from datetime import date

import pytest

from crm.calendars import services
from crm.calendars.models import Calendar
from crm.calendars.selectors import calendar_of_version, draft_of
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def china(system) -> Calendar:
    return services.load_holidays(system, "CN", first=2026, last=2027, now=NOW)[0]


def current(calendar):
    calendar.refresh_from_db()
    return calendar_of_version(calendar.current_id)


def test_the_list_names_the_calendars(signed_in, alice, china):
    page = signed_in(alice).get("/settings/calendars/").content.decode()
    assert "中国大陆" in page
    assert "/settings/calendars/CN/" in page


def test_an_empty_list_says_what_would_fill_it(signed_in, ada):
    assert "load_holidays" in signed_in(ada).get("/settings/calendars/").content.decode()


def test_a_year_shows_working_days_holidays_and_make_up_days(signed_in, ada, china):
    page = signed_in(ada).get("/settings/calendars/CN/?year=2026").content.decode()
    assert "248 working days" in page
    assert page.count('class="cal-day cal-make_up') == 6 + 1  # six days and the legend
    assert "Chinese New Year" in page


def test_a_year_that_is_not_announced_says_so(signed_in, ada, china):
    page = signed_in(ada).get("/settings/calendars/CN/?year=2027").content.decode()
    assert "not announced yet" in page
    assert "cal-provisional" in page


@pytest.mark.parametrize("year", ["", "abc", "99999", "1"])
def test_a_year_that_is_none_shows_the_present_one(year, signed_in, ada, china):
    assert signed_in(ada).get(f"/settings/calendars/CN/?year={year}").status_code == 200


def test_the_hours_of_the_week_are_edited_as_people_write_them(signed_in, bob, china):
    hours = {f"day{day}": "08:30-12:00, 14:00-17:30" for day in range(5)} | {
        "day5": "09:00-24:00",
        "day6": "",
    }
    answer = signed_in(bob).post("/settings/calendars/CN/week/", hours | {"version": 1})
    assert answer.status_code == 302
    value = current(china)
    assert value.frames_on(date(2026, 3, 2)) == ((510, 720), (840, 1050))
    assert value.frames_on(date(2026, 3, 7)) == ((540, 1440),)


@pytest.mark.parametrize("hours", ["nine to five", "18:00-09:00", "09:00-12:00, 11:00-13:00", "25:00-26:00"])
def test_hours_that_are_none_stay_in_the_form_with_the_reason(hours, signed_in, bob, china):
    answer = signed_in(bob).post("/settings/calendars/CN/week/", {"day0": hours, "version": 1})
    assert answer.status_code == 422
    assert hours in answer.content.decode()
    assert Calendar.objects.get(code="CN").current.number == 1


def test_a_week_without_any_hours_is_refused(signed_in, ada, china):
    answer = signed_in(ada).post("/settings/calendars/CN/week/", {"version": 1})
    assert answer.status_code == 422
    assert "nothing could ever fall due" in answer.content.decode()


def test_a_day_is_made_a_holiday_or_a_working_day_and_cleared_again(signed_in, bob, china):
    client = signed_in(bob)
    client.post(
        "/settings/calendars/CN/dates/", {"date": "2026-03-03", "name": "盘点", "hours": "", "version": 1}
    )
    assert not current(china).is_working_day(date(2026, 3, 3))
    fair = {"date": "2026-03-07", "name": "开放日", "hours": "10:00-16:00", "version": 2}
    client.post("/settings/calendars/CN/dates/", fair)
    assert current(china).frames_on(date(2026, 3, 7)) == ((600, 960),)
    client.post("/settings/calendars/CN/dates/clear/", {"date": "2026-03-03", "version": 3})
    assert current(china).is_working_day(date(2026, 3, 3))
    assert draft_of(china.current_id).dates[date(2026, 3, 7)].name == "开放日"


def test_who_saw_an_older_version_is_told_and_nothing_changes(signed_in, bob, china):
    fair = {"date": "2026-03-07", "name": "开放日", "hours": "10:00-16:00", "version": 7}
    assert signed_in(bob).post("/settings/calendars/CN/dates/", fair).status_code == 409
    assert not current(china).is_working_day(date(2026, 3, 7))


def test_an_agent_sees_the_calendar_and_may_not_change_it(signed_in, alice, china):
    client = signed_in(alice)
    assert "Set this day" not in client.get("/settings/calendars/CN/").content.decode()
    fair = {"date": "2026-03-07", "name": "x", "hours": "10:00-16:00", "version": 1}
    assert client.post("/settings/calendars/CN/dates/", fair).status_code == 403
    assert not current(china).is_working_day(date(2026, 3, 7))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("start=2026-03-02T10:00&days=5", "18:00"),
        ("start=2026-02-13T10:00&days=2", "24 Feb 2026"),
        ("start=2026-03-02T09:00&hours=3", "12:00"),
        ("start=soon&days=5", "Enter a valid date/time"),
        ("start=2026-03-02T09:00", "Give a number"),
        ("start=2026-03-02T09:00&days=0", "greater than or equal to 1"),
    ],
)
def test_the_calculator_answers_or_says_what_it_lacks(asked, said, signed_in, eve, china):
    assert said in signed_in(eve).get(f"/settings/calendars/CN/due/?{asked}").content.decode()


def test_an_unknown_calendar_is_not_there(signed_in, ada):
    assert signed_in(ada).get("/settings/calendars/XX/").status_code == 404


def test_the_api_lists_calendars_and_days(api, alice, china):
    (row,) = api(alice).get("calendars").json()
    assert (row["code"], row["version"], row["timezone"]) == ("CN", 1, "Asia/Shanghai")
    days = api(alice).get("calendars/CN/days?year=2026").json()
    assert len(days) == 365
    saturday = next(day for day in days if day["date"] == "2026-02-14")
    assert (saturday["kind"], saturday["hours"][0]) == ("make_up", {"opens": "09:00", "closes": "12:00"})


def test_the_api_says_when_something_is_due(api, alice, china):
    client = api(alice)
    days = client.get("calendars/CN/due?start=2026-03-02T10:00:00%2B08:00&working_days=5").json()
    assert days["due"] == "2026-03-09T18:00:00+08:00"
    minutes = client.get("calendars/CN/due?start=2026-03-02T09:00:00&working_minutes=180").json()
    assert minutes["due"] == "2026-03-02T12:00:00+08:00"


@pytest.mark.parametrize(
    "query",
    ["", "start=x&working_days=1", "start=2026-03-02T09:00:00", "start=2026-03-02T09:00:00&working_days=-1"],
)
def test_the_api_says_what_a_question_lacks(query, api, alice, china):
    assert api(alice).get(f"calendars/CN/due?{query}").status_code == 422


def test_the_api_changes_a_day_and_the_week_with_the_version_seen(api, bob, china):
    client = api(bob)
    body = {"version": 1, "name": "fair", "hours": [{"opens": "10:00", "closes": "24:00"}]}
    assert client.put("calendars/CN/days/2026-03-07", body).status_code == 200
    assert current(china).frames_on(date(2026, 3, 7)) == ((600, 1440),)
    assert client.put("calendars/CN/days/2026-03-08", body).status_code == 409
    assert client.delete("calendars/CN/days/2026-03-07?version=2").status_code == 204
    weekly = [[{"opens": "09:00", "closes": "17:00"}]] * 5 + [[], []]
    assert client.put("calendars/CN/week", {"version": 3, "weekly": weekly}).status_code == 200
    assert current(china).frames_on(date(2026, 3, 2)) == ((540, 1020),)


def test_the_api_keeps_agents_from_changing_calendars(api, alice, china):
    body = {"version": 1, "name": "fair", "hours": []}
    assert api(alice).put("calendars/CN/days/2026-03-03", body).status_code == 403
    assert current(china).is_working_day(date(2026, 3, 3))


def test_the_year_costs_the_same_queries_however_many_days_differ(
    signed_in, ada, china, django_assert_max_num_queries
):
    client = signed_in(ada)
    client.get("/settings/calendars/CN/?year=2026")
    with django_assert_max_num_queries(14):
        client.get("/settings/calendars/CN/?year=2026")
