"""Earlier thresholds hold again with one button, as a new version; two who change them at once come one by one."""

import pytest
from django.urls import reverse

from crm.errors import IllegalMove, Refused
from service_desk.gravity import services, standing
from service_desk.gravity.models import SeverityRule


@pytest.fixture
def stricter(bob, now):
    standing.in_force(now=now)
    return services.change_thresholds(bob, changes={"together": 3}, because="试行", now=now)


def test_what_held_before_holds_again_as_a_new_version(bob, now, stricter):
    row = services.bring_back(bob, 1, now=now)
    assert (row.version, row.rules["together"]) == (3, 2)
    assert standing.in_force(now=now)[1].together == 2
    assert SeverityRule.objects.get(version=2).rules["together"] == 3


def test_what_holds_already_is_not_brought_back(bob, now, stricter):
    with pytest.raises(IllegalMove):
        services.bring_back(bob, stricter.version, now=now)
    assert SeverityRule.objects.count() == 2


def test_by_page_and_api_for_who_sets_thresholds_only(bob, alice, now, stricter, signed_in):
    url = reverse("desk:thresholds_return", args=[1])
    assert url in signed_in(bob).get(reverse("desk:thresholds")).content.decode()
    assert signed_in(alice).post(url).status_code == 403
    assert SeverityRule.objects.count() == 2
    assert signed_in(bob).post(url).status_code == 302
    path = "/api/v1/severity-thresholds/2/return"
    assert signed_in(bob).post(path, {}, content_type="application/json").json()["version"] == 4
    assert signed_in(bob).post("/api/v1/severity-thresholds/9/return").status_code == 404


def test_a_change_that_came_in_between_is_seen_and_is_no_error_of_ours(bob, now, stricter, monkeypatch):
    """Somebody has put version 3 in force after we had read which one holds, and before we held it."""
    real, first = standing.in_force, standing.in_force(now=now)
    services.change_thresholds(bob, changes={"together": 4}, because="又改", now=now)
    monkeypatch.setattr(standing, "in_force", lambda *, now: first)
    with pytest.raises(Refused):
        services.change_thresholds(bob, changes={"together": 2}, because="同时改", seen=2, now=now)
    assert services.change_thresholds(bob, changes={"together": 5}, because="再改", now=now).version == 4
    monkeypatch.setattr(standing, "in_force", real)
