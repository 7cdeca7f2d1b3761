from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.errors import Refused
from service_desk.cases import selectors, services
from service_desk.cases.models import Case


def numbers(story, user, view="open", **filters):
    rows = selectors.queue(user, view, filters, now=story.now).order_by(*selectors.order_of(view))
    return [row["number"] for row in rows]


def test_each_view_holds_its_cases(story):
    waiting, offered = story.drive("transferred"), story.drive("proposed")
    visiting, closed, fresh = story.drive("visiting"), story.drive("closed"), story.register()
    held = {view: set(numbers(story, story.alice, view)) for view in selectors.VIEWS}
    assert held["waiting_department"] == {waiting.number}
    assert held["waiting_owner"] == {offered.number}
    assert held["return_visits"] == {visiting.number}
    assert held["unassigned"] == {fresh.number}
    assert held["mine"] == {waiting.number, offered.number, visiting.number}
    assert held["open"] == held["mine"] | {fresh.number}
    assert held["all"] == held["open"] | {closed.number}


def test_overdue_is_what_is_past_its_first_clock(story):
    case = story.register()
    later = case.due_at + timedelta(seconds=1)
    rows = selectors.queue(story.alice, "overdue", {}, now=later)
    assert [row["number"] for row in rows] == [case.number]
    assert numbers(story, story.alice, "overdue") == []


def test_counts_agree_with_the_lists(story):
    story.drive("transferred"), story.drive("closed"), story.register()
    counted = selectors.counts(story.alice, now=story.now)
    assert counted == {view: len(numbers(story, story.alice, view)) for view in selectors.VIEWS}


def test_newest_come_first(story):
    older = story.register(received_at=story.later(days=-2))
    newer = story.register()
    assert numbers(story, story.alice) == [newer.number, older.number]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "repair"}, "repair"),
        ({"subject": "handover"}, "repair"),
        ({"subject": "handover.keys"}, "repair"),
        ({"subject": "hand"}, None),
        ({"severity": "important"}, "complaint"),
        ({"q": "漏水"}, "complaint"),
        ({"q": "漏电"}, None),
        ({"q": "一直在漏"}, "complaint"),
        ({"q": "鑰匙"}, "repair"),
        ({"assignee": "nobody"}, None),
        ({"project": "RIVERSIDE", "kind": "repair"}, "repair"),
        ({"project": "HARBOUR"}, None),
    ],
)
def test_filters_narrow_and_searching_knows_both_scripts(story, filters, found):
    cases = {
        "complaint": story.register(impact={"safety": True}),
        "repair": story.register(
            kind="repair", subject="handover.keys", words="钥匙少了一把", summary="钥匙"
        ),
    }
    expected = [cases[found].number] if found else []
    assert numbers(story, story.alice, **filters) == expected


@pytest.mark.parametrize("query", ["20230517", "2023-0517", "123456"])
def test_a_number_that_was_said_is_found_though_it_looks_like_the_number_of_a_case(story, query):
    case = story.register(words=f"合同号 {query}，一直没有回复", summary="合同")
    assert numbers(story, story.alice, q=query) == [case.number]


def test_a_case_is_found_by_its_number_or_the_end_of_it(story):
    case = story.register()
    assert numbers(story, story.alice, q=case.number) == [case.number]
    assert numbers(story, story.alice, q=case.number.partition("-")[2]) == [case.number]


def test_an_unknown_view_is_refused():
    with pytest.raises(Refused):
        selectors.view_called("secret")


def test_dan_never_sees_a_case_of_hangzhou(story, dan):
    story.register()
    for view in selectors.VIEWS:
        assert numbers(story, dan, view) == []
    assert set(selectors.counts(dan, now=story.now).values()) == {0}


def test_a_handler_of_the_same_city_reads_no_queue(story, hong):
    story.register()
    assert numbers(story, hong, "all") == []


def test_the_queue_takes_as_many_statements_for_one_row_as_for_a_thousand(story, api):
    client = api(story.alice)
    story.drive("assigned")
    client.get("cases?size=200")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("cases?size=200")
        return len(queries), len(answer.json()["results"])

    few, _rows = asked()
    row = Case.objects.values().get()
    row.pop("id")
    Case.objects.bulk_create([Case(**{**row, "number": f"X-{n}"}) for n in range(1000)])
    many, listed = asked()
    assert listed == 200
    # token, its last use, grants, throttle, the rows: one page, whatever its length
    assert few == many
    assert many <= 8


def test_searching_reads_one_page_and_not_the_table(story):
    story.register()
    list(
        selectors.queue(story.alice, "all", {"q": "漏水"}, now=story.now)[:25]
    )  # reads the statistics, kept then
    with CaptureQueriesContext(connection) as queries:
        list(selectors.queue(story.alice, "all", {"q": "漏水"}, now=story.now)[:25])
    assert len(queries) <= 4


def test_open_cases_are_counted_for_each_agent(story):
    story.drive("assigned"), story.drive("closed")
    services.assign(story.bob, story.register(), to=story.bob, because="", now=story.now)
    assert selectors.open_case_counts([story.alice.pk, story.bob.pk, story.hong.pk]) == {
        story.alice.pk: 1,
        story.bob.pk: 1,
    }
