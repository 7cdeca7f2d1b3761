"""A list hears of what changes: numbers only, and only those that its reader may see."""

import json

import psycopg
import pytest
from django.db import connection

from service_desk.cases import services
from service_desk.cases.models import CaseHistory
from service_desk.workspace import live
from service_desk.workspace import services as workspace
from service_desk.workspace.live import Watcher
from tests.waiting import until


def heard(projects, changed, mark=1):
    watcher = Watcher(projects)
    watcher.hear(changed, mark)
    return [watcher.tidings.get_nowait() for _ in range(watcher.tidings.qsize())]


def test_a_watcher_hears_only_of_his_own_projects():
    changed = {1: ["A-1", "A-2"], 2: ["B-1"]}
    assert heard(frozenset({1}), changed) == [{"cases": ["A-1", "A-2"], "mark": 1}]
    assert heard(frozenset({3}), changed) == []
    assert heard(frozenset(), changed) == []
    assert heard(None, changed) == [{"cases": ["A-1", "A-2", "B-1"], "mark": 1}]


def test_more_than_can_be_named_is_told_as_many_without_a_number():
    assert heard(frozenset({1}), None) == [{"many": True, "mark": 1}]
    assert live._keys(["1,2", "*"]) is None
    assert live._keys(["1,2", "2,3"]) == {1, 2, 3}
    assert live._keys([",".join(map(str, range(300)))]) is None


def test_a_slow_browser_is_told_to_look_at_everything():
    watcher = Watcher(None)
    for number in range(live.WAITING + 1):
        watcher.hear({1: [f"A-{number}"]}, number)
    assert watcher.tidings.qsize() == 1
    assert watcher.tidings.get_nowait() == {"many": True, "mark": live.WAITING}


def test_changes_since_a_mark_are_those_in_scope(story, dan, api):
    case = story.register()
    mark = live.mark()
    assert live.since(story.alice, 0, now=story.now) == {"cases": [], "many": False, "mark": mark}
    services.note(story.alice, case, body="他又打来了", now=story.now)
    told = api(story.alice).get(f"case-changes?mark={mark}").json()
    assert told["cases"] == [case.number]
    assert told["mark"] > mark
    assert live.since(dan, mark, now=story.now)["cases"] == []
    assert api(dan).get(f"case-changes?mark={mark}").json()["cases"] == []


def test_a_line_that_an_older_transaction_wrote_late_is_told_once_more_for_a_minute(story):
    case = story.register()
    mark = live.mark()
    assert live.since(story.alice, mark, now=story.now)["cases"] == [case.number]
    assert live.since(story.alice, mark, now=story.later(minutes=2))["cases"] == []


def test_after_a_long_absence_everything_is_looked_at_again(story):
    case = story.drive("assigned")
    line = CaseHistory.objects.filter(case=case).values().first()
    line.pop("id")
    mark = live.mark()
    CaseHistory.objects.bulk_create([CaseHistory(**line) for _ in range(live.MOST * 5 + 1)])
    assert live.since(story.alice, mark, now=story.now) == {"cases": [], "many": True, "mark": live.mark()}


def test_the_rows_that_changed_are_those_that_stand_in_the_list(story, signed_in):
    mine, fresh, closed = story.drive("assigned"), story.register(), story.drive("closed")
    asked = {"view": "mine", "number": [mine.number, fresh.number, closed.number]}
    page = signed_in(story.alice).get("/desk/live/rows/", asked).content.decode()
    assert f'data-row-of="{mine.number}"' in page
    assert f'/desk/cases/{mine.number}/?view=mine"' in page, "the row's address is the list's own"
    assert fresh.number not in page
    assert closed.number not in page


def test_rows_of_another_city_are_not_given(story, signed_in, dan):
    case = story.drive("assigned")
    page = signed_in(dan).get("/desk/live/rows/", {"view": "open", "number": [case.number]})
    assert case.number not in page.content.decode()


def test_a_handler_hears_nothing(story, signed_in, hong):
    for address in ("/desk/live/", "/desk/live/changes/", "/desk/live/rows/"):
        assert signed_in(hong).get(address).status_code == 403
        assert signed_in(None).get(address).status_code == 302


def test_a_server_that_cannot_stream_says_so_and_the_page_asks_by_itself(story, signed_in):
    assert signed_in(story.alice).get("/desk/live/").status_code == 204
    page = signed_in(story.alice).get("/desk/?view=open").content.decode()
    assert 'data-every="15"' in page


@pytest.fixture
def overheard(transactional_db, database_url):
    """What PostgreSQL tells on the channel, asked for by a connection of its own."""
    with psycopg.connect(database_url, autocommit=True) as listening:
        listening.execute(f'LISTEN "{live.CHANNEL}"')

        def tell():
            return [notice.payload for notice in listening.notifies(timeout=0.5)]

        yield tell


@pytest.mark.django_db(transaction=True)
def test_every_line_of_history_is_told_and_so_is_a_tag(overheard, alice, chen, home_1201):
    from service_desk.workspace import together
    from tests.browser.stage import assigned

    case = assigned(alice, chen, home_1201)
    assert set(overheard()) == {str(case.pk)}
    services.note(alice, case, body="他又打来了", now=case.received_at)
    assert overheard() == [str(case.pk)]
    together.begin(alice, deed="tag", tag="x", numbers=[case.number], now=case.received_at)
    assert overheard() == [str(case.pk)]
    assert workspace.tag_called(alice, "X", now=case.received_at).name == "x"


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_taken_back_is_not_told(overheard, alice, chen, home_1201):
    from django.db import transaction

    from tests.browser.stage import assigned

    case = assigned(alice, chen, home_1201)
    overheard()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.note(alice, case, body="他又打来了", now=case.received_at)
        raise ZeroDivisionError
    assert overheard() == []


class Stream:
    """An open stream of a real web process, read as a browser does."""

    def __init__(self, port: int, cookie: str):
        from http.client import HTTPConnection

        self.line = HTTPConnection("127.0.0.1", port, timeout=20)
        self.line.request("GET", "/desk/live/", headers={"Cookie": cookie})
        self.answer = self.line.getresponse()

    def next(self) -> dict:
        while True:
            line = self.answer.readline().decode()
            assert line, "the stream ended"
            if line.startswith("data: "):
                return json.loads(line[6:])

    def close(self):
        self.answer.close()
        self.line.close()


def signed(user) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@pytest.fixture
def web(database_url, tmp_path):
    """A real web process on the test's database; its port."""
    import socket
    import time

    from tests.faults.processes import Processes

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with Processes(database_url, tmp_path) as processes:
        processes.start("-m", "uvicorn", "crm.asgi:application", "--port", str(port), "--lifespan", "off")
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port


def held() -> list[tuple[str, str]]:
    """What the connections that other processes hold to the test's database do, and asked last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, query FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return cursor.fetchall()


def nobody_is_at_work() -> bool:
    return all(state == "idle" for state, _query in held())


@pytest.mark.django_db(transaction=True)
def test_a_real_server_tells_each_viewer_his_own_and_holds_one_connection_for_all(
    web, alice, dan, chen, home_1201
):
    from tests.browser.stage import assigned

    viewers = [Stream(web, signed(alice)) for _ in range(30)]
    stranger = Stream(web, signed(dan))
    for viewer in [*viewers, stranger]:
        assert viewer.answer.status == 200
        assert viewer.answer.headers["Content-Type"] == "text/event-stream"
        assert viewer.next()["cases"] == []
    until(nobody_is_at_work, "no connection is at work while nothing happens")
    before = held()
    assert sum(query.startswith("LISTEN") for _state, query in before) == 1, "one ear for all"
    assert len(before) < len(viewers) // 2, "the ear, and what has read in passing; never one a viewer"
    case = assigned(alice, chen, home_1201)
    for viewer in viewers:
        assert viewer.next()["cases"] == [case.number]
    stranger.line.sock.settimeout(1.5)
    with pytest.raises(TimeoutError):
        stranger.next()
    for viewer in [*viewers, stranger]:
        viewer.close()
