"""Two people at once: forced by holding one transaction open until the other waits for it."""

import threading

import pytest
from django.db import connection, connections, transaction

from crm.accounts import scope, services
from crm.accounts.models import Grant, Role, User, UserProject
from crm.errors import Refused
from crm.organisation import services as organisation
from tests.factories import a_user
from tests.people import NOW, machine

pytestmark = pytest.mark.django_db(transaction=True)


def until_somebody_waits():
    """Returns once some lock in this database is waited for; seen through a connection of its own."""
    own = connections.create_connection("default")
    try:
        with own.cursor() as cursor:
            waiting = 0
            while not waiting:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
                waiting = cursor.fetchone()[0]
    finally:
        own.close()


def while_open(first, second):
    """`first` in a transaction that stays open until `second`, in another, waits for it; then both end."""
    outcome = []

    def rival():
        try:
            outcome.append(second())
        except Exception as exc:
            outcome.append(exc)
        finally:
            connection.close()

    thread = threading.Thread(target=rival, daemon=True)
    with transaction.atomic():
        first()
        thread.start()
        until_somebody_waits()
    thread.join(20)
    return outcome[0]


def add_project(city):
    return organisation.add_project(machine(), city=city, code="NEW", name="New", now=NOW)


def test_a_role_given_while_the_city_gets_a_project_reaches_it(hangzhou):
    user = a_user()
    machine()
    added = while_open(
        lambda: services.grant(machine(), user, role=Role.AGENT, city=hangzhou, now=NOW),
        lambda: add_project(hangzhou),
    )
    assert UserProject.objects.filter(user=user, project=added).exists()


def test_a_project_added_while_a_role_is_given_is_reached(hangzhou):
    user = a_user()
    while_open(
        lambda: add_project(hangzhou),
        lambda: services.grant(machine(), user, role=Role.AGENT, city=hangzhou, now=NOW),
    )
    assert UserProject.objects.filter(user=user, project__code="NEW").exists()


def test_without_the_lock_the_project_would_be_missed(hangzhou, monkeypatch):
    """The negative control: nobody waits, and each writes what he saw."""
    user = a_user()
    machine()
    monkeypatch.setattr(scope, "hold_shared", lambda: None)
    monkeypatch.setattr(scope, "hold_alone", lambda: None)
    added = []

    def rival():
        added.append(add_project(hangzhou))
        connection.close()

    with transaction.atomic():
        services.grant(machine(), user, role=Role.AGENT, city=hangzhou, now=NOW)
        thread = threading.Thread(target=rival)
        thread.start()
        thread.join(20)
    assert not UserProject.objects.filter(user=user, project=added[0]).exists()


def test_two_administrators_cannot_take_each_others_role(riverside):
    first, second = a_user(Role.ADMINISTRATOR), a_user(Role.ADMINISTRATOR)
    grants = {user.pk: Grant.objects.get(user=user) for user in (first, second)}
    outcome = while_open(
        lambda: services.revoke(first, grants[second.pk], now=NOW),
        lambda: services.revoke(second, grants[first.pk], now=NOW),
    )
    assert isinstance(outcome, Refused)
    assert Grant.objects.filter(role=Role.ADMINISTRATOR).count() == 1


def test_two_who_close_each_others_account(riverside):
    first, second = a_user(Role.ADMINISTRATOR), a_user(Role.ADMINISTRATOR)
    outcome = while_open(
        lambda: services.deactivate(first, second, because="gone", now=NOW),
        lambda: services.deactivate(second, first, because="gone", now=NOW),
    )
    assert isinstance(outcome, Refused)
    assert User.objects.filter(is_active=True, is_system=False).count() == 1
