"""The search over everything: its page, its glance and its API; grouped, counted, narrowed, marked, scoped."""

import pytest
from django.urls import reverse

from crm.web import searching
from owners.people import services as people
from service_desk.cases import services as cases
from service_desk.searching.selectors import cases_named, messages_said

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alice, riverside, chen, home_1201, now):
    def register(words="卫生间天花板漏水", **said):
        given = {
            "kind": "complaint",
            "channel": "phone",
            "language": "zh-hans",
            "subject": "engineering_quality",
        }
        given |= {"project": riverside, "owner": chen, "home": home_1201, "received_at": now, "now": now}
        return cases.register(alice, words=words, **given | said)

    return register


def find(client, query, **more):
    return client.post(reverse("search"), {"q": query, **more}, follow=True)


def groups(answer):
    return {group.kind: group for group in answer.context["groups"]}


def text(pieces):
    return "".join(piece.text for piece in pieces)


def marks(pieces):
    return [piece.text for piece in pieces if piece.marked]


def test_what_is_found_is_grouped_and_counted(signed_in, alice, chen, case):
    row = case()
    answer = find(signed_in(alice), "漏水")
    assert list(groups(answer)) == ["cases"]
    hit = groups(answer)["cases"].hits[0]
    assert hit.number == row.number and marks(hit.title) == ["漏水"]
    assert "<mark>漏水</mark>" in answer.content.decode()
    counts = {chip["kind"]: chip["count"] for chip in answer.context["chips"]}
    assert counts == {"": None, "owners": "0", "homes": "0", "cases": "1", "words": "0"}


def test_a_simplified_query_marks_traditional_words(signed_in, alice, case):
    case(words="衛生間漏水請儘快維修")
    hit = groups(find(signed_in(alice), "卫生间"))["cases"].hits[0]
    assert marks(hit.title) == ["衛生間"]


def test_other_endings_are_found_and_marked(signed_in, alice, case):
    english = case(words="The ceiling has been leaking since Monday", language="en")
    finnish = case(words="Kylpyhuoneen katto vuotaa edelleen", language="fi")
    found = groups(find(signed_in(alice), "leaks"))["cases"]
    assert [hit.number for hit in found.hits] == [english.number]
    assert marks(found.hits[0].title) == ["leaking"]
    found = groups(find(signed_in(alice), "kylpyhuone katot"))["cases"]
    assert [hit.number for hit in found.hits] == [finnish.number]


def test_what_was_said_around_a_case_is_found_where_it_was_said(signed_in, alice, case, now):
    row = case()
    cases.note(alice, row, body="业主说隔壁的抽油烟机也坏了", now=now)
    cases.add_owner_words(alice, row, body="抽油煙機還沒有修", now=now)
    found = groups(find(signed_in(alice), "抽油烟机"))["words"]
    assert len(found.hits) == 2
    assert {hit.number for hit in found.hits} == {row.number}
    assert [marks(hit.title) for hit in found.hits] == [["抽油煙機"], ["抽油烟机"]]


@pytest.mark.parametrize("part", [slice(None), slice(5, None), slice(-4, None)])
def test_a_case_by_its_number_or_the_end_of_it(signed_in, alice, case, part):
    row = case()
    assert groups(find(signed_in(alice), row.number[part]))["cases"].hits[0].number == row.number


def test_the_case_of_a_number_stands_before_those_that_mention_it(alice, case):
    row = case()
    later = case(words=f"还是 {row.number} 那件事")
    assert [found["number"] for found in cases_named(alice, row.number, 5)] == [row.number, later.number]


def test_a_chip_narrows_to_one_kind(signed_in, alice, chen, home_1201, case):
    case(words="1201 漏水")
    client = signed_in(alice)
    assert set(groups(find(client, "1201"))) == {"owners", "homes", "cases"}
    answer = find(client, "1201", kind="homes")
    assert set(groups(answer)) == {"homes"}
    assert "1201" not in answer.request["QUERY_STRING"], "the words stand sealed, the kind beside them"


def test_where_nothing_fits_a_shorter_search_is_offered(signed_in, alice, case):
    case()
    answer = find(signed_in(alice), "漏水 火星")
    assert not groups(answer)
    assert answer.context["meant"] == ["漏水"]
    assert find(signed_in(alice), "火星人").context["meant"] == []


def test_nobody_finds_what_he_may_not_see(signed_in, alice, dan, hong, case, now):
    row = case(words="只有杭州的漏水")
    cases.note(alice, row, body="只有杭州的便条", now=now)
    for user in (dan, hong):
        for query in ("漏水", "便条", row.number, "陈建国", "5678", "chenjianguo"):
            assert not groups(find(signed_in(user), query)).keys() - {"homes"}, (user, query)
    assert not messages_said(dan, "便条", 5)


def test_marketing_reads_owners_and_no_cases(signed_in, mei, chen, case):
    case(words="陈建国家漏水")
    assert set(groups(find(signed_in(mei), "陈建国"))) == {"owners"}


def test_what_people_write_is_no_markup(signed_in, alice, riverside, case, now):
    people.add_owner(alice, kind="person", name="<b>Bold</b> Name", project=riverside, now=now)
    case(words="<script>alert(1)</script> Bold")
    page = find(signed_in(alice), "Bold").content.decode()
    assert "<script>alert" not in page and "<b>Bold" not in page
    assert "&lt;b&gt;<mark>Bold</mark>&lt;/b&gt; Name" in page


@pytest.mark.parametrize(
    "query", ["%", "_", "'", "\\", "🏠", "&|!", "a' OR 1=1", "<", "x" * 400, "1" * 90, "-", "  "]
)
def test_no_sign_breaks_a_search(signed_in, alice, chen, query):
    assert find(signed_in(alice), query).status_code == 200


def test_as_many_statements_for_one_hit_as_for_many(signed_in, alice, case, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(alice)

    def statements():
        find(client, "漏水")
        with CaptureQueriesContext(connection) as captured:
            find(client, "漏水")
        return len(captured)

    case()
    one = statements()
    for _ in range(12):
        case()
    assert statements() <= one + 1, "the statistics of the index are read again now and then"


class TestTheApi:
    def test_pieces_counts_and_the_words_in_no_address(self, api, alice, chen, case):
        case(words="陈建国说卫生间漏水")
        answer = api(alice).post("search", {"q": "陈建国"}).json()
        shown = {group["kind"]: group for group in answer["groups"]}
        assert shown["owners"]["count"] == "1" and shown["cases"]["count"] == "1"
        assert shown["owners"]["results"][0]["title"] == [{"text": "陈建国", "marked": True}]
        assert answer["meant"] == []

    def test_kinds_narrow_and_a_cursor_goes_on(self, api, alice, riverside, now):
        for _ in range(7):
            people.add_owner(alice, kind="person", name="王维", project=riverside, now=now)
        first = api(alice).post("search", {"q": "wangwei", "kinds": ["owners"], "size": 4}).json()["groups"]
        assert [group["kind"] for group in first] == ["owners"] and first[0]["count"] == "4+"
        onward = first[0]["next"]
        assert "wangwei" not in onward
        rest = api(alice).get(f"search?cursor={onward}").json()["groups"][0]
        numbers = [hit["number"] for hit in first[0]["results"] + rest["results"]]
        assert len(numbers) == len(set(numbers)) == 7 and rest["next"] is None

    @pytest.mark.parametrize("cursor", ["", "x", "AgAB"])
    def test_a_made_up_cursor_is_refused(self, api, alice, cursor):
        assert api(alice).get(f"search?cursor={cursor}").status_code == 422

    def test_an_unknown_kind_is_refused(self, api, alice):
        assert api(alice).post("search", {"q": "x", "kinds": ["secrets"]}).status_code == 422

    def test_a_cursor_shows_nobody_more_than_he_may_see(self, api, dan, chen):
        answer = api(dan).get(f"search?cursor={searching.cursor('陈建国', 'owners', 0)}").json()
        assert answer["groups"][0]["results"] == []
