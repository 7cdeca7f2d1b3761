"""The administrator's pages: users, roles, closing accounts; and who may not."""

import pytest

from crm.accounts import services, tokens
from crm.accounts.models import Grant, Role, User
from crm.accounts.permissions import may
from tests.factories import a_user
from tests.people import NOW, PASSWORD, machine

pytestmark = pytest.mark.django_db


def test_the_list_names_people_with_their_roles(ada, alice, hong, signed_in):
    shown = signed_in(ada).get("/settings/users/").content.decode()
    assert "Alice 林" in shown
    assert "Engineering" in shown
    assert "tests" not in [user.username for user in User.objects.filter(is_system=False)]


def test_the_list_asks_as_often_for_many_users_as_for_few(ada, signed_in, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(ada)
    client.get("/settings/users/")
    with CaptureQueriesContext(connection) as few:
        client.get("/settings/users/")
    for _ in range(20):
        a_user(Role.AGENT)
    with CaptureQueriesContext(connection) as many:
        client.get("/settings/users/")
    assert len(many) <= len(few) + 3  # the three prefetches of places are left out where there are none


def test_adding_a_user_and_giving_a_role(ada, hangzhou, signed_in):
    client = signed_in(ada)
    form = {"username": "fan", "display_name": "范", "language": "zh-hans", "password": "long enough it is"}
    assert client.post("/settings/users/new/", form).status_code == 302
    grant = {"role": "agent", "place": "city:HZ", "department": ""}
    assert client.post("/settings/users/fan/roles/", grant).status_code == 302
    user = User.objects.get(username="fan")
    assert Grant.objects.get(user=user).city == hangzhou


def test_taking_a_role_away(ada, alice, signed_in):
    form = {"role": "agent", "city": "HZ"}
    assert signed_in(ada).post("/settings/users/alice/roles/take/", form).status_code == 302
    assert not Grant.objects.filter(user=alice).exists()


def test_a_form_that_is_wrong_comes_back_with_what_was_typed(ada, signed_in):
    form = {"username": "fan", "display_name": "范先生", "language": "en", "password": "short"}
    answer = signed_in(ada).post("/settings/users/new/", form)
    assert answer.status_code == 200
    assert "范先生" in answer.content.decode()
    assert not User.objects.filter(username="fan").exists()


@pytest.mark.parametrize("who", ["alice", "bob", "eve", "pia"])
def test_nobody_but_the_administrator_manages_users(who, request, alice, dan, signed_in):
    client = signed_in(request.getfixturevalue(who))
    assert client.get("/settings/users/").status_code == 403
    grant = {"role": "administrator", "place": "", "department": ""}
    assert client.post("/settings/users/dan/roles/", grant).status_code == 403
    assert Grant.objects.filter(user=dan).count() == 1


def test_an_administrator_of_one_city_gives_nothing_beyond_it(hangzhou, alice, dan, signed_in):
    local = a_user(Role.ADMINISTRATOR, city=hangzhou, username="local")
    client = signed_in(local)
    grant = {"role": "supervisor", "place": "", "department": ""}
    assert client.post("/settings/users/alice/roles/", grant).status_code == 403
    assert Grant.objects.filter(user=alice).count() == 1
    grant["place"] = "city:HZ"
    assert client.post("/settings/users/alice/roles/", grant).status_code == 302
    assert Grant.objects.filter(user=alice).count() == 2


def test_an_administrator_of_one_city_sets_no_password_of_somebody_with_more(hangzhou, eve, signed_in):
    local = a_user(Role.ADMINISTRATOR, city=hangzhou)
    before = eve.password
    form = {"password": "taken over completely"}
    assert signed_in(local).post("/settings/users/eve/password/", form).status_code == 403
    eve.refresh_from_db()
    assert eve.password == before


def test_closing_an_account_ends_its_tokens(ada, alice, api, signed_in):
    client = api(alice)
    assert client.get("me").status_code == 200
    signed_in(ada).post("/settings/users/alice/close/", {"because": "left the company"})
    assert client.get("me").status_code == 401


def test_a_token_is_shown_once_and_kept_as_a_hash(alice, signed_in):
    client = signed_in(alice)
    shown = client.post("/account/tokens/", {"name": "spreadsheet"}).content.decode()
    secret = shown.split('value="ds_')[1].split('"')[0]
    token = alice.tokens.get()
    assert secret.encode() not in bytes(token.digest)
    assert tokens.find(f"ds_{secret}", now=NOW) == token
    assert secret not in client.get("/account/").content.decode()


def test_others_tokens_cannot_be_ended(alice, dan, signed_in):
    token, secret = tokens.issue(machine(), dan, name="x", now=NOW)
    assert signed_in(alice).post(f"/account/tokens/{token.ref}/end/").status_code == 404
    assert tokens.find(secret, now=NOW) is not None


def test_the_first_password_signs_in(ada, client, system):
    services.add_user(system, username="new1", display_name="N", password=PASSWORD, now=NOW)
    assert client.post("/sign-in/", {"username": "new1", "password": PASSWORD}).status_code == 302


def test_a_person_without_a_role_reaches_only_his_account(system, signed_in):
    user = services.add_user(system, username="bare", display_name="B", now=NOW)
    assert not may(user, "projects.view")
