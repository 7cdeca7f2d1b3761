"""Own views: kept, shared, changed, thrown away and taken back; by page and by API."""

from datetime import timedelta

import pytest

from crm.errors import NotFound, Refused
from service_desk.workspace import access, selectors, services
from service_desk.workspace.models import SavedView


def keep(actor, now, **given):
    said = {"name": "热点", "view": "open", "filters": {"severity": "hot"}, **given}
    return services.save_view(actor, **said, now=now)


def names(user):
    return [row.name for row in selectors.views_of(user)]


def test_a_view_keeps_filters_columns_and_order(alice, now):
    row = keep(alice, now, columns=["project", "tags"], sort="urgent")
    assert (row.filters, row.columns, row.sort) == ({"severity": "hot"}, ["project", "tags"], "urgent")
    assert names(alice) == ["热点"]


def test_what_names_a_person_is_not_kept(alice, now):
    row = keep(alice, now, filters={"severity": "hot", "owner": "U-1", "q": "陈建国", "made_up": "1"})
    assert row.filters == {"severity": "hot"}


@pytest.mark.parametrize(
    ("given", "field"), [({"name": " "}, "name"), ({"name": "x" * 61}, "name"), ({"view": "secret"}, "view")]
)
def test_a_view_without_a_name_or_of_nothing_is_refused(alice, now, given, field):
    with pytest.raises(Refused) as refused:
        keep(alice, now, **given)
    assert field in refused.value.fields
    assert not SavedView.objects.exists()


def test_one_has_a_name_once_however_it_is_written(alice, bob, now):
    keep(alice, now, name="Hot")
    with pytest.raises(Refused):
        keep(alice, now, name="hot")
    keep(bob, now, name="hot")
    assert SavedView.objects.count() == 2


def test_colleagues_of_a_project_find_what_is_shared_and_nobody_else(alice, bob, dan, now):
    keep(alice, now, name="mine alone")
    keep(alice, now, name="ours", shared=True)
    assert names(bob) == ["ours"]
    assert names(dan) == []


def test_nobody_changes_a_colleagues_view(alice, bob, now):
    row = keep(alice, now, shared=True)
    assert access.view_for(bob, row.public_id) == row
    with pytest.raises(NotFound):
        access.own_view_for(bob, row.public_id)


def test_a_view_that_was_thrown_away_is_taken_back_and_one_day_gone(alice, now):
    row = keep(alice, now)
    services.throw_away(alice, row, now=now)
    assert names(alice) == []
    services.take_back(alice, access.view_for(alice, row.public_id, deleted=True), now=now)
    assert names(alice) == ["热点"]
    services.throw_away(alice, row, now=now)
    assert services.forget(now=now + timedelta(days=29)) == 0
    assert services.forget(now=now + timedelta(days=31)) == 1


def test_a_view_is_not_taken_back_over_one_of_its_name(alice, now):
    row = keep(alice, now)
    services.throw_away(alice, row, now=now)
    keep(alice, now)
    with pytest.raises(Refused):
        services.take_back(alice, row, now=now)
    row.refresh_from_db()
    assert row.deleted_at == now


def test_the_page_keeps_the_list_as_it_stands_and_undoes_its_end(story, signed_in):
    client = signed_in(story.alice)
    back = "view=open&severity=hot&sort=urgent&columns=project&after=xyz"
    answer = client.post("/desk/views/", {"name": "热点", "back": back})
    row = SavedView.objects.get()
    assert (row.view, row.filters, row.sort, row.columns) == (
        "open",
        {"severity": "hot"},
        "urgent",
        ["project"],
    )
    assert str(row.public_id) in answer.headers["Location"]
    listed = client.get("/desk/counts/").content.decode()
    assert "热点" in listed
    client.post(f"/desk/views/{row.public_id}/deletion/")
    assert "热点" not in client.get("/desk/counts/").content.decode()
    client.post(f"/desk/views/{row.public_id}/restoration/")
    assert "热点" in client.get("/desk/counts/").content.decode()


def test_the_page_renames_a_view_and_says_what_is_wrong(story, signed_in):
    client = signed_in(story.alice)
    row = keep(story.alice, story.now)
    client.post(f"/desk/views/{row.public_id}/", {"name": "新名", "shared": "on", "back": "view=mine"})
    row.refresh_from_db()
    assert (row.name, row.shared, row.view, row.filters) == ("新名", True, "mine", {})
    client.post(f"/desk/views/{row.public_id}/", {"name": "", "back": "view=open"})
    row.refresh_from_db()
    assert (row.name, row.view) == ("新名", "mine")


def test_the_counts_beside_own_views_are_those_of_their_lists(story, signed_in):
    story.register(emotion="angry"), story.register()
    keep(story.alice, story.now, name="angry", filters={"emotion": "angry"})
    page = signed_in(story.alice).get("/desk/counts/?view=open")
    held = {one["row"].name: one["count"] for one in page.context["own_views"]}
    assert held == {"angry": 1}


def test_the_page_of_the_list_asks_as_often_with_many_own_views_as_with_one(story, signed_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(story.alice)
    story.drive("assigned")
    keep(story.alice, story.now)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/counts/?view=open")
        return len(queries)

    asked()
    one = asked()
    for number in range(12):
        keep(story.alice, story.now, name=f"view {number}")
    assert asked() == one


def test_the_api_does_what_the_page_does(story, api):
    client = api(story.alice)
    made = client.post("case-views", {"name": "热点", "view": "open", "filters": {"severity": "hot"}})
    assert made.status_code == 201
    path = f"case-views/{made.json()['id']}"
    assert client.patch(path, {"shared": True}).json()["shared"] is True
    assert api(story.bob).get(path).json()["own"] is False
    assert api(story.bob).patch(path, {"shared": False}).status_code == 404
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/restoration").status_code == 201
    told = client.get("case-views").json()
    assert [row["name"] for row in told["kept"]] == ["热点"]
    assert {"mine", "team", "overdue"} <= {row["key"] for row in told["standing"]}


def test_tags_are_put_on_and_taken_off(story, api):
    case = story.register()
    client = api(story.alice)
    path = f"cases/{case.number}/tags"
    assert client.post(path, {"name": " 漏水 复发 "}).json() == {"name": "漏水 复发"}
    assert client.post(path, {"name": "漏水 复发"}).status_code == 201
    assert client.get(path).json() == [{"name": "漏水 复发"}]
    assert client.get("case-tags").json() == [{"name": "漏水 复发"}]
    assert client.post(path, {"name": "x" * 41}).status_code == 422
    assert client.post(f"{path}/removal", {"name": "漏水 复发"}).status_code == 201
    assert client.get(path).json() == []


def test_nobody_tags_what_he_may_not_see_or_only_look_at(story, api, dan, eve):
    case = story.register()
    assert api(dan).post(f"cases/{case.number}/tags", {"name": "x"}).status_code == 404
    assert api(eve).post(f"cases/{case.number}/tags", {"name": "x"}).status_code == 403
    assert selectors.tags_of(case) == []


def test_the_columns_that_are_chosen_stand_in_the_address_and_on_the_rows(story, signed_in):
    case = story.drive("assigned")
    client = signed_in(story.alice)
    answer = client.post(
        "/desk/columns/", {"back": "view=open&kind=complaint", "column": ["channel", "number"]}
    )
    assert answer.headers["Location"] == "/desk/?view=open&kind=complaint&columns=number%2Cchannel"
    page = client.get(answer.headers["Location"]).content.decode()
    assert f">{case.number}</span>" in page.replace("\n", "")


def test_the_table_shows_what_the_list_holds_with_its_filters_in_words(story, signed_in):
    case = story.drive("assigned")
    page = signed_in(story.alice).get("/desk/table/?view=open&kind=complaint&columns=emotion")
    text = page.content.decode()
    assert case.number in text
    assert page.context["said"][0]["value"]
    empty = signed_in(story.alice).get("/desk/table/?view=open&kind=praise").content.decode()
    assert case.number not in empty
