"""A file outlives the right to see what stands in it by a week: whoever lost a right fetches it no more."""

import pytest

from crm import clock
from crm.accounts import services as accounts
from crm.accounts.models import Grant, Role, User
from crm.errors import NotAllowed
from crm.exports import services
from crm.exports.models import ExportPart
from crm.jobs.work import work_off
from crm.organisation import services as organisation
from tests.exports.test_exports import content, made
from tests.people import NOW, machine

pytestmark = pytest.mark.django_db


def moved(user, role, **place) -> User:
    """The user with this role there, and none of those he had."""
    before = list(Grant.objects.filter(user=user))
    accounts.grant(machine(), user, role=role, **place, now=NOW)
    for row in before:
        accounts.revoke(machine(), row, now=NOW)
    return User.objects.get(pk=user.pk)


def test_whoever_moved_to_another_city_fetches_no_list_of_the_old_one(bob, chen, harbour, signed_in, api):
    run = made(bob)
    client = signed_in(moved(bob, Role.SUPERVISOR, city=harbour.city))
    page = client.get(f"/exports/{run.public_id}/").content.decode()
    assert "/file/" not in page and "/discard/" in page
    assert client.get(f"/exports/{run.public_id}/file/").status_code == 403
    assert api(bob).get(f"exports/{run.public_id}/file").status_code == 403
    assert ExportPart.objects.exists()


def test_whoever_lost_the_role_that_reads_a_list_fetches_it_no_more(pia, chen):
    run = made(pia, kind="reveals")
    with pytest.raises(NotAllowed):
        services.fetch(moved(pia, Role.ADMINISTRATOR), run, now=clock.now())


def test_a_project_that_left_the_city_takes_its_rows_with_it(bob, chen, riverside, shenzhen):
    run = made(bob)
    as_it_is = {name: getattr(riverside, name) for name in ("timezone", "currency", "calendar")}
    organisation.move_project(machine(), riverside, city=shenzhen, **as_it_is, now=NOW)
    with pytest.raises(NotAllowed):
        services.fetch(User.objects.get(pk=bob.pk), run, now=clock.now())


def test_whoever_was_over_everything_and_is_no_more_fetches_nothing_of_that_time(bob, chen):
    User.objects.filter(pk=bob.pk).update(is_superuser=True)
    run = made(User.objects.get(pk=bob.pk))
    User.objects.filter(pk=bob.pk).update(is_superuser=False)
    with pytest.raises(NotAllowed):
        services.fetch(User.objects.get(pk=bob.pk), run, now=clock.now())


def test_control_a_right_more_takes_nothing_away(bob, chen, harbour):
    run = made(bob)
    accounts.grant(machine(), bob, role=Role.SUPERVISOR, city=harbour.city, now=NOW)
    assert content(User.objects.get(pk=bob.pk), run)


def test_a_file_that_waits_to_be_written_is_not_written_for_whoever_lost_the_right(bob, chen):
    job = services.start(bob, "owners", {}, form="csv", now=clock.now())
    for row in Grant.objects.filter(user=bob):
        accounts.revoke(machine(), row, now=NOW)
    work_off(job.pk, clock=clock.now)
    assert not ExportPart.objects.exists()
