"""The cast stands where the other tests expect it."""

import pytest

from crm.accounts.models import UserProject

pytestmark = pytest.mark.django_db


def test_the_agent_sees_her_city_only(alice, riverside, harbour):
    assert list(alice.project_ids) == [{"project_id": riverside.pk}]


def test_the_group_wide_roles_see_every_project(eve, riverside, harbour):
    assert UserProject.objects.filter(user=eve).count() == 2


def test_owners_of_two_cities(chen, dai):
    assert chen.pk != dai.pk
