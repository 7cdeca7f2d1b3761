"""Users, grants and the projects they open."""

import pytest
from django.template import Context, Template
from django.utils import translation

from crm.accounts import services
from crm.accounts.models import Grant, Role, User, UserProject
from crm.accounts.permissions import declare, may, projects_for, require
from crm.audit.models import AuditEntry
from crm.errors import NotAllowed, Refused
from crm.organisation import services as organisation
from tests.factories import a_project, a_user
from tests.people import NOW, machine

pytestmark = pytest.mark.django_db


def fresh(user):
    return User.objects.get(pk=user.pk)


def projects_of(user) -> set:
    return set(UserProject.objects.filter(user=user).values_list("project_id", flat=True))


def test_a_grant_given_twice_is_given_once(alice, harbour):
    first = services.grant(machine(), alice, role=Role.AGENT, project=harbour, now=NOW)
    entries = AuditEntry.objects.count()
    again = services.grant(machine(), alice, role=Role.AGENT, project=harbour, now=NOW)
    assert again.pk == first.pk
    assert AuditEntry.objects.count() == entries


def test_a_project_added_to_a_city_is_seen_by_its_agents_at_once(alice, dan, riverside):
    added = a_project(city=riverside.city)
    assert added.pk in projects_of(alice)
    assert added.pk not in projects_of(dan)


def test_a_project_moved_to_another_city_changes_hands(alice, dan, riverside, harbour):
    facts = {"timezone": "Asia/Shanghai", "currency": "CNY", "calendar": None}
    organisation.move_project(machine(), riverside, city=harbour.city, **facts, now=NOW)
    assert riverside.pk not in projects_of(alice)
    assert riverside.pk in projects_of(dan)


def test_a_revoked_grant_takes_its_projects_along(alice, riverside):
    services.revoke(machine(), Grant.objects.get(user=alice), now=NOW)
    assert projects_of(alice) == set()
    assert not may(fresh(alice), "projects.view")


def test_overlapping_grants_leave_what_the_other_still_opens(alice, riverside):
    second = services.grant(machine(), alice, role=Role.MARKETING, project=riverside, now=NOW)
    row = UserProject.objects.get(user=alice, project=riverside)
    assert row.roles == ["agent", "marketing"]
    services.revoke(machine(), second, now=NOW)
    row.refresh_from_db()
    assert row.roles == ["agent"]


def test_roles_differ_by_place(riverside, harbour):
    declare({"tests.sell": {Role.MARKETING}})
    user = a_user(Role.MARKETING, project=riverside)
    services.grant(machine(), user, role=Role.AGENT, project=harbour, now=NOW)
    user = fresh(user)
    assert may(user, "tests.sell")
    assert may(user, "tests.sell", project=riverside)
    assert not may(user, "tests.sell", project=harbour)
    assert [row["project_id"] for row in projects_for(user, "tests.sell")] == [riverside.pk]


def test_a_handler_answers_for_his_department_only(hong, engineering, property_service, riverside):
    declare({"tests.answer": {Role.HANDLER}})
    assert may(hong, "tests.answer", project=riverside, department=engineering)
    assert not may(hong, "tests.answer", project=riverside, department=property_service)
    assert hong.department_ids == {engineering.pk}


def test_a_handler_needs_a_department(alice):
    with pytest.raises(Refused):
        services.grant(machine(), alice, role=Role.HANDLER, now=NOW)
    assert Grant.objects.filter(user=alice).count() == 1


def test_an_unknown_verb_is_an_error_and_not_a_no(alice):
    with pytest.raises(KeyError):
        may(alice, "tests.misspelt")


def test_one_verb_has_one_meaning():
    declare({"tests.once": {Role.AGENT}})
    declare({"tests.once": {Role.AGENT}})
    with pytest.raises(ValueError, match="declared twice"):
        declare({"tests.once": {Role.SUPERVISOR}})


def test_closed_accounts_may_nothing_and_machines_everything(alice, bob, system):
    services.deactivate(bob, alice, because="left", now=NOW)
    assert not may(fresh(alice), "account.own")
    assert may(system, "users.edit")


def test_grants_are_read_once_for_a_request(alice, riverside, django_assert_num_queries):
    user = fresh(alice)
    with django_assert_num_queries(1):  # the grants
        for _ in range(5):
            may(user, "projects.view", project=riverside)


def test_require_says_which_verb_was_missing(alice):
    with pytest.raises(NotAllowed) as refused:
        require(alice, "users.edit")
    assert refused.value.extra["verb"] == "users.edit"


def test_nobody_closes_his_own_account(ada):
    with pytest.raises(Refused):
        services.deactivate(ada, ada, because="tired", now=NOW)
    assert fresh(ada).is_active


def test_the_last_administrator_stays(ada, alice):
    with pytest.raises(Refused):
        services.revoke(alice, Grant.objects.get(user=ada), now=NOW)
    with pytest.raises(Refused):
        services.deactivate(alice, ada, because="no", now=NOW)
    assert fresh(ada).is_active
    assert may(fresh(ada), "users.edit")


@pytest.mark.parametrize("password", ["short", "password123", "1234567890"])
def test_weak_passwords_are_refused_and_nothing_is_added(system, password):
    with pytest.raises(Refused) as refused:
        services.add_user(system, username="weak", display_name="W", password=password, now=NOW)
    assert "password" in refused.value.fields
    assert not User.objects.filter(username="weak").exists()


def test_names_are_taken_whatever_their_case(alice, system):
    with pytest.raises(Refused):
        services.add_user(system, username="Alice", display_name="A", now=NOW)


def test_an_audit_entry_of_a_new_password_holds_none(alice, system):
    services.set_password(system, alice, password="a new and longer one", now=NOW)  # noqa: S106
    entry = AuditEntry.objects.filter(verb="users.password").latest("pk")
    assert "longer" not in str(entry.after) + str(entry.before)


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Coordination"), ("zh-hans", "协调"), ("zh-hant", "協調"), ("fi", "Koordinointi")],
)
def test_a_machine_is_named_in_the_readers_language_and_a_person_as_written(alice, language, name):
    machine = services.system_user("coordination")
    with translation.override(language):
        assert str(machine) == name
        assert f">{name}<" in Template("{% load doorstep %}{% who machine %}").render(
            Context({"machine": machine})
        )
        assert str(alice) == alice.display_name
