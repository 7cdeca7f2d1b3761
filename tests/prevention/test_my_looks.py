"""What an engineer is to look at stands beside his visits, and is answered there."""

from datetime import timedelta

import pytest

from service_desk.prevention import selectors, services
from service_desk.prevention.models import Look

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr("crm.clock.now", lambda: now)


@pytest.fixture
def inspection(two_leaks, bob, hong, now):
    (found,) = selectors.proposals(bob, now.date())
    return services.open_inspection(bob, found, engineer=hong, now=now)


def test_the_homes_he_looks_at_stand_on_his_page_and_leave_it_once_answered(inspection, hong, signed_in):
    client = signed_in(hong)
    page = client.get("/desk/repairs/mine/").content.decode()
    look = inspection.looks.get(home__unit="1101")
    assert str(look.public_id) in page and "1101" in page
    answer = client.post(f"/desk/prevention/looks/{look.public_id}/", {"result": "sound", "list": "mine"})
    assert answer.url == "/desk/repairs/mine/"
    assert str(look.public_id) not in client.get("/desk/repairs/mine/").content.decode()


def test_whom_nobody_reached_stays_on_the_page(inspection, hong, now):
    look = inspection.looks.get(home__unit="1101")
    services.record_look(hong, look, result="not_reached", now=now)
    assert look in selectors.looks_for(hong)


def test_another_days_page_and_another_engineers_show_none(inspection, hong, alice, signed_in, now):
    look = str(inspection.looks.first().public_id)
    tomorrow = (now + timedelta(days=1)).date()
    assert look not in signed_in(hong).get(f"/desk/repairs/mine/?on={tomorrow}").content.decode()
    assert look not in signed_in(alice).get("/desk/repairs/mine/").content.decode()


def test_where_he_no_longer_has_a_role_he_is_shown_nothing(inspection, hong, harbour):
    assert len(selectors.looks_for(hong)) == 2
    inspection.project = harbour
    inspection.save(update_fields=["project"])
    assert selectors.looks_for(hong) == []


def test_one_query_however_many_homes(inspection, hong, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = selectors.looks_for(hong)
        assert [row.home.number for row in rows] and [row.inspection.cause.label for row in rows]
    assert Look.objects.count() == 2


def test_who_opens_an_inspection_chooses_the_engineer_by_name(two_leaks, bob, hong, signed_in):
    page = signed_in(bob).get("/desk/prevention/").content.decode()
    assert f'<option value="{hong.username}">{hong.shown_name}</option>' in page
