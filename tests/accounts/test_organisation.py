"""The tree of places: its pages, its API, and who sees and changes what."""

import json

import pytest

from crm.accounts.models import Role, UserProject
from crm.errors import Refused
from crm.organisation import services
from crm.organisation.models import City, Department, Project, Region
from tests.factories import a_user
from tests.people import NOW, machine

pytestmark = pytest.mark.django_db


def test_the_administrator_builds_the_tree(ada, signed_in):
    client = signed_in(ada)
    region = {"code": "N", "name": "Pohjola", "name_en": "Nordics"}
    assert client.post("/settings/organisation/region/new/", region).status_code == 302
    city = {"code": "HEL", "name": "Helsinki", "region": "N", "country": "FI"}
    assert client.post("/settings/organisation/city/new/", city).status_code == 302
    project = {
        "code": "KALA",
        "name": "Kalaranta",
        "city": "HEL",
        "timezone": "Europe/Helsinki",
        "currency": "EUR",
    }
    assert client.post("/settings/organisation/project/new/", project).status_code == 302
    made = Project.objects.get(code="KALA")
    assert (made.city.region.code, made.currency, made.city.region.names) == ("N", "EUR", {"en": "Nordics"})
    assert UserProject.objects.filter(user=ada, project=made).exists()
    assert "Kalaranta" in client.get("/settings/organisation/").content.decode()


def test_departments_are_added_and_renamed(ada, signed_in):
    client = signed_in(ada)
    form = {"code": "LAW", "name": "法务部", "kind": "legal"}
    assert client.post("/settings/organisation/department/new/", form).status_code == 302
    names = {"name": "法务部", "name_fi": "Lakiosasto"}
    assert client.post("/settings/organisation/department/LAW/", names).status_code == 302
    assert Department.objects.get(code="LAW").names == {"fi": "Lakiosasto"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"timezone": "Mars/Base"},
        {"currency": "yuan"},
        {"code": "no spaces"},
        {"name": " "},
        {"code": "RIVERSIDE"},
    ],
)
def test_what_is_wrong_is_shown_and_nothing_is_added(ada, hangzhou, signed_in, wrong):
    form = {
        "code": "NEW",
        "name": "New",
        "city": "HZ",
        "timezone": "Asia/Shanghai",
        "currency": "CNY",
        **wrong,
    }
    before = Project.objects.count()
    assert signed_in(ada).post("/settings/organisation/project/new/", form).status_code == 200
    assert Project.objects.count() == before


def test_moving_a_project_by_the_page(ada, dan, riverside, harbour, signed_in):
    form = {"city": "SZ", "timezone": "Asia/Shanghai", "currency": "CNY"}
    assert signed_in(ada).post("/settings/organisation/project/RIVERSIDE/move/", form).status_code == 302
    assert UserProject.objects.filter(user=dan, project=riverside).exists()


def test_moving_a_city_takes_its_agents_view_along(south, hangzhou, riverside):
    user = a_user(Role.EXECUTIVE, region=south)
    assert not UserProject.objects.filter(user=user, project=riverside).exists()
    services.move_city(machine(), hangzhou, region=south, now=NOW)
    assert UserProject.objects.filter(user=user, project=riverside).exists()


@pytest.mark.parametrize("who", ["alice", "eve", "pia"])
def test_others_do_not_see_or_change_the_tree(who, request, signed_in):
    client = signed_in(request.getfixturevalue(who))
    assert client.get("/settings/organisation/").status_code == 403
    assert client.post("/settings/organisation/region/new/", {"code": "X", "name": "X"}).status_code == 403
    assert not Region.objects.filter(code="X").exists()


def test_an_administrator_of_one_city_changes_only_it(hangzhou, shenzhen, signed_in):
    client = signed_in(a_user(Role.ADMINISTRATOR, city=hangzhou))
    assert client.post("/settings/organisation/region/new/", {"code": "X", "name": "X"}).status_code == 403
    assert client.post("/settings/organisation/city/SZ/", {"name": "Renamed"}).status_code == 403
    assert City.objects.get(code="SZ").name == "深圳"
    assert client.post("/settings/organisation/city/HZ/", {"name": "杭州市"}).status_code == 302


def test_the_api_lists_the_projects_of_my_scope_in_my_language(api, alice, riverside, harbour):
    client = api(alice)
    rows = json.loads(client.get("projects", Accept_Language="fi").content)["results"]
    assert [(row["code"], row["label"], row["city"]) for row in rows] == [("RIVERSIDE", "Jokiranta", "HZ")]
    assert client.get("projects/RIVERSIDE").status_code == 200
    assert client.get("projects/HARBOUR").status_code == 404


def test_the_api_gives_departments_to_all_and_the_tree_to_the_administrator(api, alice, ada, engineering):
    rows = json.loads(api(alice).get("departments", Accept_Language="en").content)
    assert rows[0] == {
        "code": "ENG", "name": "工程部", "label": "Engineering", "names": {"en": "Engineering"},
        "kind": "engineering", "kind_label": "Engineering",
    }  # fmt: skip
    assert api(alice).get("places").status_code == 403
    tree = json.loads(api(ada).get("places").content)
    assert {region["code"] for region in tree} == {"EAST", "SOUTH"}


def test_projects_cost_a_fixed_number_of_questions(
    api, alice, riverside, hangzhou, django_assert_num_queries
):
    from tests.factories import a_project

    client = api(alice)
    client.get("projects")
    with django_assert_num_queries(2):  # token with its user and grants, projects with city and region
        client.get("projects")
    for _ in range(30):
        a_project(city=hangzhou)
    with django_assert_num_queries(2):
        client.get("projects")


def test_names_of_unknown_languages_are_refused(east):
    with pytest.raises(Refused):
        services.rename(machine(), east, name="x", names={"de": "Ost"}, now=NOW)
    east.refresh_from_db()
    assert east.name == "华东"
