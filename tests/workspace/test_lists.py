"""The views of the queue, their filters, orders and columns."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.translation import gettext

from crm.accounts.models import Role
from crm.errors import Refused
from service_desk.cases import selectors
from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.workspace import filters, lists
from service_desk.workspace import services as workspace
from service_desk.workspace.lists import Reader
from tests.cases.test_case_page import page


def numbers(story, user, view="open", sort="", **asked):
    rows = selectors.queue(user, view, asked, now=story.now).order_by(*selectors.order_of(view, sort))
    return [row["number"] for row in rows]


def test_my_team_holds_what_colleagues_have_in_hand_where_one_takes_cases(story, dan):
    theirs, fresh = story.drive("assigned"), story.register()
    assert numbers(story, story.bob, "team") == [theirs.number]
    assert fresh.number not in numbers(story, story.bob, "team")
    assert numbers(story, dan, "team") == []


def test_whoever_answers_for_a_department_has_its_cases_as_his_team(story, engineering, city_reader):
    case = story.drive("assigned")
    reader = city_reader(engineering)
    assert numbers(story, reader, "team") == []
    Case.objects.filter(pk=case.pk).update(team=engineering)
    assert numbers(story, reader, "team") == [case.number]


def test_ones_own_work_and_the_teams_stand_most_urgent_first(story):
    late, soon = story.drive("assigned"), story.drive("assigned")
    Case.objects.filter(pk=late.pk).update(due_at=story.now - timedelta(days=1))
    Case.objects.filter(pk=soon.pk).update(due_at=story.now + timedelta(hours=1))
    for view in ("mine", "team"):
        assert numbers(story, story.alice, view) == [late.number, soon.number]


def test_whoever_leads_begins_with_the_team_and_everybody_else_with_his_own(story):
    held = {"mine": 1, "team": 5}
    assert lists.first_of(story.bob, held) == "team"
    assert lists.first_of(story.alice, held) == "mine"
    assert lists.first_of(story.alice, {"mine": 0, "team": 5}) == "team"
    assert lists.first_of(story.bob, {"mine": 0, "team": 0}) == "open"


@pytest.fixture
def city_reader(riverside):
    from crm.accounts.models import Role
    from tests import factories

    return lambda department: factories.a_user(Role.SUPERVISOR, city=riverside.city, department=department)


def test_each_order_sorts_by_its_own_column(story):
    first, second, third = story.register(), story.register(), story.register()
    hour = timedelta(hours=1)
    stand = {
        first: {"received_at": story.now - 3 * hour, "due_at": None, "moved_at": story.now - hour},
        second: {"received_at": story.now - 2 * hour, "due_at": story.now, "moved_at": story.now - 3 * hour},
        third: {"received_at": story.now - hour, "due_at": story.now + hour, "moved_at": story.now},
    }
    for case, changes in stand.items():
        Case.objects.filter(pk=case.pk).update(**changes)
    one, two, three = first.number, second.number, third.number
    assert numbers(story, story.alice, sort="newest") == [three, two, one]
    assert numbers(story, story.alice, sort="urgent") == [two, three, one], "without a clock comes last"
    assert numbers(story, story.alice, sort="waiting") == [two, one, three]
    assert numbers(story, story.alice, sort="moved") == [three, one, two]


@pytest.mark.parametrize("sort", list(lists.SORTS))
def test_page_after_page_gives_every_case_once_in_every_order(story, api, sort):
    made = {story.register().number for _ in range(7)}
    Case.objects.filter(number__in=sorted(made)[:3]).update(due_at=None)
    client, seen, mark = api(story.alice), [], ""
    while mark is not None:
        answer = client.get(f"cases?size=2&sort={sort}&cursor={mark}").json()
        seen += [row["number"] for row in answer["results"]]
        mark = answer["next"]
    assert sorted(seen) == sorted(made)


def test_the_archive_has_one_order_and_another_one_is_refused(story, api):
    assert api(story.alice).get("cases?view=all&sort=urgent").status_code == 422
    assert lists.VIEWS["all"].sort_called("urgent") == "newest"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"emotion": "angry"}, 1),
        ({"severity": "hot,important,major"}, 0),
        ({"status": "registered,assigned"}, 2),
        ({"assignee": "none"}, 1),
        ({"assignee": "me"}, 1),
        ({"team": "none"}, 2),
        ({"department": "ENG"}, 0),
        ({"due": "overdue"}, 0),
        ({"due": "none"}, 0),
        ({"tag": "漏水"}, 1),
        ({"tag": "别的"}, 0),
        ({"received_from": "2026-03-02", "received_to": "2026-03-02"}, 2),
        ({"received_from": "2026-03-03"}, 0),
        ({"received_to": "2026-03-01"}, 0),
    ],
)
def test_the_list_is_narrowed_by_each_filter(story, asked, found):
    tagged = story.drive("assigned")
    workspace.tag(story.alice, tagged, name="漏水", now=story.now)
    story.register(emotion="angry")
    assert len(numbers(story, story.alice, **asked)) == found


@pytest.mark.parametrize("asked", [{"due": "someday"}, {"received_from": "yesterday"}])
def test_a_value_that_cannot_be_read_is_refused_and_left_out_of_a_bookmark(story, asked, signed_in, api):
    story.register()
    with pytest.raises(Refused):
        selectors.queue(story.alice, "open", asked, now=story.now)
    assert filters.readable(asked, Reader(story.alice, story.now)) == {}
    (key, value), *_ = asked.items()
    assert signed_in(story.alice).get("/desk/", {key: value}).status_code == 200
    assert api(story.alice).get(f"cases?{key}={value}").status_code == 422


def test_a_room_may_add_a_view_and_a_filter(story, monkeypatch):
    from django.db.models import Q

    monkeypatch.setattr(lists, "VIEWS", {**lists.VIEWS})
    monkeypatch.setattr("service_desk.cases.queue.VIEWS", lists.VIEWS)
    lists.add(lists.View("angry", "Angry", lambda reader: lists.OPEN & Q(emotion="angry")))
    angry = story.register(emotion="angry")
    story.register()
    assert numbers(story, story.alice, "angry") == [angry.number]
    assert selectors.counts(story.alice, now=story.now)["angry"] == 1


def test_a_row_says_whose_turn_it_is_by_name(story):
    fresh, mine, theirs = story.register(), story.drive("assigned"), story.drive("transferred")
    rows = selectors.dressed(list(selectors.queue(story.alice, "open", now=story.now)))
    turns = {row["number"]: (row["turn"], row["turn_name"]) for row in rows}
    assert turns[mine.number] == ("person", "Alice 林")
    assert turns[theirs.number] == ("department", "工程部")
    assert turns[fresh.number][0] == "house"


def test_what_only_a_supervisor_can_go_on_with_is_said_to_be_his(story):
    done, asked, settled = story.drive("completed"), story.drive("visiting"), story.drive("visiting")
    settled.visits.update(status="refused", officer=story.cai, visited_at=story.now, outcome="refused")
    answered = story.drive("assigned", kind="inquiry")
    cases.complete(story.alice, answered, result="已答复", now=story.now)
    rows = selectors.dressed(list(selectors.queue(story.alice, "open", now=story.now)))
    turns = {row["number"]: row["turn"] for row in rows}
    names = {row["number"]: row["turn_name"] for row in rows}
    expected = [(done, "supervisor"), (asked, "callback"), (settled, "supervisor"), (answered, "person")]
    for case, turn in expected:
        assert turns[case.number] == turn == page(story.alice, story.fresh(case)).next.turn
    assert names[done.number] == names[settled.number] == gettext("the supervisor")
    assert names[answered.number] == str(story.alice)


def test_what_waits_for_a_signature_of_ours_is_not_with_the_owner(story):
    case = story.drive("answered")
    story.propose(case, amount=100_000)
    row = selectors.dressed(list(selectors.queue(story.alice, "open", now=story.now)))[0]
    assert (row["turn"], row["turn_name"]) == ("approver", str(Role.SUPERVISOR.label))
    assert numbers(story, story.alice, "waiting_owner") == []
    story.propose(case, amount=100)
    row = selectors.dressed(list(selectors.queue(story.alice, "open", now=story.now)))[0]
    assert (row["turn"], row["turn_name"]) == ("owner", story.chen.name)
    assert numbers(story, story.alice, "waiting_owner") == [case.number]


def test_the_orders_are_read_from_their_indexes(story):
    """The plan of each order names its index, once sorting and reading the whole table are out of question."""
    story.register()
    newest = {"case_project_open_newest", "case_open_newest"}  # of one row the planner takes either
    held = {"newest": newest, "urgent": {"case_open_urgent"}}
    held |= {"waiting": {"case_open_moved"}, "moved": {"case_open_moved"}}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        for sort, indexes in held.items():
            rows = selectors.queue(story.alice, "open", now=story.now)
            sql, values = rows.order_by(*selectors.order_of("open", sort))[:40].query.sql_with_params()
            cursor.execute(f"EXPLAIN {sql}", values)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert any(index in plan for index in indexes), (sort, plan)
