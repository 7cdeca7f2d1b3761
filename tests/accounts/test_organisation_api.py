"""Everything the organisation's pages do, over the API."""

import json

import pytest

from crm.organisation.models import City, Department, Project, Region

pytestmark = pytest.mark.django_db


def body(answer):
    return json.loads(answer.content)


def test_from_a_new_region_to_a_project_that_moves(api, ada, hangzhou):
    client = api(ada)
    assert client.post("regions", {"code": "NORTH", "name": "华北"}).status_code == 201
    city = {"code": "TJ", "name": "天津", "names": {"en": "Tianjin"}, "region": "NORTH"}
    assert body(client.post("cities", city))["names"] == {"en": "Tianjin"}
    made = client.post("projects", {"code": "BAY", "name": "海湾花园", "city": "TJ"})
    assert (made.status_code, body(made)["kind"]) == (201, "project")
    assert body(client.put("projects/BAY", {"name": "海湾雅苑"}))["name"] == "海湾雅苑"
    assert client.post("projects/BAY/move", {"city": "HZ", "currency": "CNY"}).status_code == 200
    assert Project.objects.get(code="BAY").city == hangzhou
    assert client.post("cities/TJ/move", {"region": hangzhou.region.code}).status_code == 200
    assert City.objects.get(code="TJ").region == hangzhou.region
    assert client.put("regions/NORTH", {"name": "北方"}).status_code == 200
    assert client.put("cities/TJ", {"name": "天津市"}).status_code == 200


def test_departments(api, ada):
    client = api(ada)
    assert client.post("departments", {"code": "LAW", "name": "法务部", "kind": "legal"}).status_code == 201
    assert body(client.put("departments/LAW", {"name": "法律事务部"}))["name"] == "法律事务部"
    refused = client.post("departments", {"code": "X", "name": "某部", "kind": "circus"})
    assert (refused.status_code, list(body(refused)["fields"])) == (422, ["kind"])
    assert not Department.objects.filter(code="X").exists()


@pytest.mark.parametrize(
    ("path", "given", "field"),
    [
        ("regions", {"code": "HAS SPACE", "name": "x"}, "code"),
        ("projects", {"code": "P1", "name": "x", "city": "HZ", "timezone": "Mars/Base"}, "timezone"),
        ("projects", {"code": "P1", "name": "x", "city": "HZ", "currency": "yuan"}, "currency"),
    ],
)
def test_what_cannot_stand_is_refused_beside_its_field(path, given, field, api, ada, hangzhou):
    before = Region.objects.count(), Project.objects.count()
    answer = api(ada).post(path, given)
    assert (answer.status_code, list(body(answer)["fields"])) == (422, [field])
    assert (Region.objects.count(), Project.objects.count()) == before


def test_nobody_but_the_administrator_builds(api, bob, riverside):
    assert api(bob).put("projects/RIVERSIDE", {"name": "我的"}).status_code == 403
    assert api(bob).post("regions", {"code": "MINE", "name": "我的"}).status_code == 403


def test_a_place_that_is_none_is_not_found(api, ada):
    assert api(ada).put("projects/NOWHERE", {"name": "x"}).status_code == 404
    assert api(ada).post("cities", {"code": "C9", "name": "x", "region": "NOWHERE"}).status_code == 404
