"""The inbox of doubles by keyboard, a merge and its undoing; and the match while one types."""

from datetime import date

import pytest

from crm import clock
from owners.contracts import services as contracts
from owners.duplicates import scanning
from owners.duplicates.models import DuplicatePair
from owners.people import services as people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair(alice, chen, riverside, home_1201):
    """Chen and 陳建國, both born on one day."""
    now = clock.now()
    twin = people.add_owner(
        alice, kind="person", name="陳建國", project=riverside, phone="13700000002", birth_date=date(1970, 1, 2), now=now
    )  # fmt: skip
    people.edit_owner(alice, chen, version=chen.version, changes={"birth_date": date(1970, 1, 2)}, now=now)
    contracts.record_visit(alice, twin, project=riverside, on=now.date(), now=now)
    for name in scanning.statements():
        scanning.scan(name, now=now)
    return DuplicatePair.objects.get()


def status(pair) -> str:
    pair.refresh_from_db()
    return pair.status


def test_a_pair_is_decided_and_taken_back_by_keyboard(open_as, bob, pair):
    page = open_as(bob, "/owners/duplicates/")
    page.locator(".dup-pair").first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.locator(".ds-empty").wait_for()
    assert status(pair) == "different"
    page.keyboard.press("u")
    page.locator(".dup-pair").first.wait_for()
    assert status(pair) == "open"
    page.keyboard.press("l")
    page.locator(".dup-later button").click()
    page.locator(".ds-empty").wait_for()
    assert status(pair) == "later"


def test_same_leads_to_the_preview_the_merge_and_back(open_as, bob, pair, chen):
    page = open_as(bob, "/owners/duplicates/")
    page.locator(".dup-pair").first.wait_for()
    page.keyboard.press("s")
    page.locator(".dup-choose").wait_for()
    assert page.locator(".dup-moves li").count() >= 1
    page.locator("input[name=take-phone][value=gone]").check()
    page.locator(".own-save button[type=submit]").click()
    page.wait_for_url("**/owners/merges/*/")
    assert status(pair) == "merged"
    page.locator("form[action$='/undo/'] button").click()
    page.locator(".ds-notice").first.wait_for()
    assert status(pair) == "same"


def test_who_is_typed_in_is_compared_before_he_is_saved(open_as, alice, chen):
    page = open_as(alice, "/owners/add/")
    page.locator("#id_name").fill("陳建國")
    page.locator("#id_home").fill("3-2-1201")
    page.locator("#id_home").press("Tab")
    page.locator(".dup-matches a").wait_for()
    assert chen.number in page.locator(".dup-matches").inner_text()


def test_on_a_phone_nothing_of_a_pair_is_wider_than_the_screen(open_as, bob, pair):
    page = open_as(bob, "/owners/duplicates/", width=390, height=844)
    page.locator(".dup-pair").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
