"""The journal over the wire: the same rules, the same refusals."""

import pytest

from owners.models import JournalEntry

from .staging import everything, note, task

pytestmark = pytest.mark.django_db
DUE = "2031-01-01T10:00:00+08:00"


def path(owner):
    return f"/api/v1/owners/{owner.number}/journal"


def test_an_entry_of_each_kind_is_written_and_read(api, alice, chen):
    client = api(alice)
    call = {"kind": "call", "direction": "in", "outcome": "reached", "minutes": 3, "text": "问交房"}
    for body in (
        {"kind": "note", "text": "周五回来"},
        call | {"next_step": "回电", "due_at": DUE},
        {"kind": "task", "text": "寄资料", "due_at": DUE},
    ):
        assert client.post(path(chen), body).status_code == 201
    rows = client.get(path(chen)).json()["results"]
    assert sorted(row["kind"] for row in rows) == ["call", "note", "task", "task"]
    assert [row["text"] for row in client.get(f"{path(chen)}?kind=note").json()["results"]] == ["周五回来"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "note", "text": "x", "minutes": 3}, "minutes"),
        ({"kind": "call", "text": "x"}, "direction"),
        ({"kind": "task", "text": "x"}, "due_at"),
        ({"kind": "task", "text": "x", "due_at": DUE, "assignee": "dan"}, "assignee"),
        ({"kind": "note", "text": ""}, "text"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(api, alice, dan, chen, body, field):
    client, before = api(alice), everything()
    answer = client.post(path(chen), body)
    assert answer.status_code == 422 and field in answer.json()["fields"]
    assert everything() == before


def test_a_task_is_done_reopened_put_off_removed_and_brought_back(api, alice, bob, chen, now):
    client, row = api(alice), task(alice, chen, now)
    one = f"/api/v1/journal/{row.public_id}"
    assert client.post(f"{one}/completion").json()["done_by"] == "alice"
    assert client.post(f"{one}/completion").status_code == 409
    version = client.post(f"{one}/reopening").json()["version"]
    moved = client.patch(one, {"version": version, "due_at": DUE, "assignee": "bob"}).json()
    assert moved["assignee"] == "bob"
    assert client.patch(one, {"version": version, "pinned": True}).status_code == 409
    assert client.delete(one).json()["removed"] is True
    assert client.post(f"{one}/return").json()["removed"] is False


def test_a_corrected_entry_tells_how_it_read_before(api, signed_in, alice, chen):
    client = api(alice)
    made = client.post(path(chen), {"kind": "note", "text": "周五来"}).json()
    one = f"/api/v1/journal/{made['id']}"
    assert client.patch(one, {"version": 1, "text": "周四来"}).json()["edited_at"]
    assert [row["text"] for row in client.get(f"{one}/wordings").json()] == ["周五来"]
    assert "周五来" in signed_in(alice).get(f"/journal/{made['id']}/wordings/").content.decode()


def test_my_tasks_over_the_wire(api, alice, bob, chen, now):
    task(alice, chen, now)
    assert len(api(alice).get("/api/v1/tasks").json()["results"]) == 1
    assert api(bob).get("/api/v1/tasks").json()["results"] == []
    assert api(alice).get("/api/v1/tasks?view=someday").status_code == 422


@pytest.mark.parametrize(("who", "status"), [("eve", 403), ("ada", 403), ("hong", 403), ("dan", 404)])
def test_who_may_not_write_does_not(api, request, chen, who, status):
    answer = api(request.getfixturevalue(who)).post(path(chen), {"kind": "note", "text": "x"})
    assert answer.status_code == status and not JournalEntry.objects.exists()


def test_an_entry_elsewhere_does_not_exist(api, alice, dan, chen, now):
    row = note(alice, chen, now)
    assert api(dan).get(f"/api/v1/journal/{row.public_id}").status_code == 404


def test_the_telephone_asks_who_is_calling(api, alice, dan, chen):
    known = api(alice).post("/api/v1/callers", {"phone": "138 1234 5678"}).json()
    assert known == {"owner": chen.number, "name": "陈建国", "page": f"/owners/{chen.number}/"}
    unknown = api(dan).post("/api/v1/callers", {"phone": "138 1234 5678"}).json()
    assert unknown["owner"] is None and "13812345678" not in unknown["page"]
    assert api(alice).post("/api/v1/callers", {"phone": "12"}).status_code == 422
