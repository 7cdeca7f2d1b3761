"""Departments are served and judged by the same clocks, and rate each other."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.errors import IllegalMove, Refused
from crm.organisation.models import Department
from service_desk.cases import services as cases
from service_desk.cases.models import TransferSlip
from service_desk.rating import charts, rules, selectors, services
from tests.cases.story import nothing_changes


@pytest.fixture
def slip(story):
    return story.drive("answered").slips.get()


def test_both_sides_rate_once(story, slip):
    services.rate(story.alice, slip, side="desk", stars=4, words="方案具体", now=story.now)
    services.rate(story.hong, slip, side="department", stars=2, now=story.now)
    for side in ("desk", "department"):
        with nothing_changes(), pytest.raises(IllegalMove):
            services.rate(story.bob, slip, side=side, stars=5, now=story.now)
    found = selectors.service_of(story.bob, story.engineering, now=story.now)
    assert (found.stars_from_desk, found.stars_from_department) == (4.0, 2.0)


@pytest.mark.parametrize("wrong", [{"stars": 0}, {"stars": 6}, {"side": "owner"}])
def test_what_is_no_rating_is_refused(story, slip, wrong):
    with nothing_changes(), pytest.raises(Refused):
        services.rate(story.alice, slip, **{"side": "desk", "stars": 3, **wrong}, now=story.now)


def test_before_the_answer_nobody_rates(story):
    waiting = story.drive("transferred").slips.get()
    with nothing_changes(), pytest.raises(IllegalMove):
        services.rate(story.alice, waiting, side="desk", stars=3, now=story.now)


def test_on_time_and_accepted_at_once_are_counted(story):
    in_time = story.drive("answered")
    late = story.drive("transferred")
    slip = late.slips.get()
    cases.answer_slip(story.hong, slip, solution="迟了", now=slip.due_at + timedelta(hours=1))
    asked_again = story.drive("answered")
    cases.transfer(story.alice, asked_again, request="不够具体", now=story.now)
    found = selectors.service_of(story.bob, story.engineering, now=slip.due_at + timedelta(days=1))
    assert in_time.slips.count() == 1
    assert (found.answered, found.on_time, found.on_time_share) == (3, 2, 67)
    assert (found.first_answers, found.accepted_at_once, found.accepted_share) == (3, 2, 67)
    assert (found.waiting, found.overdue) == (1, 1)


def test_remarks_that_are_too_long_are_refused_with_the_limit_and_never_cut(story, slip, signed_in, api):
    long, client, hers = "字" * (services.LONGEST + 1), signed_in(story.alice), api(story.alice)
    with nothing_changes():
        answer = client.post(f"/desk/slips/{slip.number}/rating/", {"stars": "4", "words": long})
        said = {"side": "desk", "stars": 4, "words": long}
        assert hers.post(f"transfer-slips/{slip.number}/ratings", said).status_code == 422
    page = answer.content.decode()
    assert answer.status_code == 422
    assert str(services.LONGEST) in page
    assert long in page, "nothing typed is lost"
    assert "maxlength" not in page.partition("<textarea")[2].partition(">")[0], "a browser would cut it"
    client.post(f"/desk/slips/{slip.number}/rating/", {"stars": "4", "words": long[1:]})
    assert slip.ratings.get().words == long[1:]


def test_the_course_of_a_department_is_shown_month_by_month(story, slip, signed_in, api):
    services.rate(story.alice, slip, side="desk", stars=2, now=story.now)
    later = story.now + timedelta(days=31)
    case = story.drive("transferred")
    second = case.slips.get()
    cases.answer_slip(story.hong, second, solution="迟了", now=later)
    services.rate(story.alice, second, side="desk", stars=5, now=later)
    services.rate(story.hong, second, side="department", stars=3, now=later)
    months = selectors.months_of(story.alice, story.engineering, now=later)
    assert [str(row.first) for row in months[-3:]] == ["2026-02-01", "2026-03-01", "2026-04-01"]
    shown = [(row.answered, row.on_time_share, row.stars_from_desk) for row in months[-3:]]
    assert shown == [(0, None, None), (1, 100, 2.0), (1, 0, 5.0)]
    assert "5" in charts.headline(months)
    assert charts.stars(months)["series"][0]["data"][-3:] == [None, 2.0, 5.0]
    address = f"/desk/departments/{story.engineering.code}/"
    assert "department-stars" in signed_in(story.alice).get(address).content.decode()
    told = api(story.alice).get(f"department-service/{story.engineering.code}/months").json()
    assert len(told) == selectors.MONTHS
    assert api(story.alice).get("department-service/NOWHERE/months").status_code == 404


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [("2026-01-31", "2025-02-01", "2026-01-01"), ("2026-12-01", "2026-01-01", "2026-12-01")],
)
def test_twelve_months_end_with_this_one(today, first, last):
    months = rules.months_until(date.fromisoformat(today), 12)
    assert (len(months), str(months[0]), str(months[-1])) == (12, first, last)


def test_of_nothing_there_is_no_share(story, property_service):
    found = selectors.service_of(story.bob, property_service, now=story.now)
    assert (found.on_time_share, found.accepted_share, found.stars_from_desk) == (None, None, None)


def test_the_pages_and_the_api(story, slip, signed_in, api, dan):
    client = signed_in(story.bob)
    assert "ENG" in client.get("/desk/departments/").content.decode()
    assert slip.number in client.get("/desk/departments/ENG/").content.decode()
    assert client.post(f"/desk/slips/{slip.number}/rating/", {"stars": 5}).status_code == 302
    handler = signed_in(story.hong)
    assert slip.number in handler.get("/desk/departments/ENG/").content.decode()
    assert (
        handler.post(f"/desk/slips/{slip.number}/rating/", {"stars": 3, "words": "需求清楚"}).status_code
        == 302
    )
    assert signed_in(dan).get("/desk/departments/ENG/").status_code == 404
    rows = api(story.bob).get("department-service").json()
    assert (rows[0]["department"]["code"], rows[0]["service"]["stars_from_desk"]) == ("ENG", 5.0)
    said = {"side": "desk", "stars": 5}
    assert api(story.hong).post(f"transfer-slips/{slip.number}/ratings", said).status_code in (403, 404)
    assert api(story.bob).post(f"transfer-slips/{slip.number}/ratings", said).status_code == 409
    assert api(dan).post(f"transfer-slips/{slip.number}/ratings", said).status_code == 404


def test_the_page_asks_as_little_for_twelve_departments_as_for_two(
    story, slip, signed_in, api, property_service
):
    cases_of = [story.register(summary=f"第 {n} 件") for n in range(12)]
    client, machine = signed_in(story.bob), api(story.bob)

    def sent_to(department, n):
        row = TransferSlip.objects.values().get(pk=slip.pk)
        changed = {"id": None, "number": f"S-x{n}", "department_id": department.pk, "case_id": cases_of[n].pk}
        TransferSlip.objects.bulk_create([TransferSlip(**{**row, **changed})])

    def asked():
        counts = []
        for call in (lambda: client.get("/desk/departments/"), lambda: machine.get("department-service")):
            call()
            with CaptureQueriesContext(connection) as queries:
                assert call().status_code == 200
            counts.append(len(queries))
        return counts

    sent_to(property_service, 0)
    few = asked()
    for n in range(1, 11):
        sent_to(Department.objects.create(code=f"D{n}", kind=property_service.kind), n)
    assert len(selectors.departments_of(story.bob)) == 12
    assert asked() == few
