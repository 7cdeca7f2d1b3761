"""A step with the keyboard alone: its key leads into its first field, a refusal to what is wrong, and on from there."""

import pytest

from tests.browser.stage import assigned

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(open_as, english, alice, chen, home_1201):
    case = assigned(alice, chen, home_1201)
    return open_as(english(alice), f"/desk/cases/{case.number}/")


def test_the_key_of_the_next_step_leads_into_its_first_field(page):
    page.keyboard.press("e")
    page.locator("[name=substantiated]:focus").wait_for(state="attached")


def test_what_is_asked_only_after_a_yes_is_marked_as_needed_then(page):
    page.keyboard.press("e")
    department = page.locator(".dk-next .ds-field", has=page.locator("[name=department]"))
    assert not department.is_visible()
    page.locator(".dk-next .ds-chip", has_text="Yes").click()
    assert department.is_visible()
    assert department.locator(".ds-needed").is_visible()


def test_a_refusal_leads_to_the_field_that_is_wrong(page, said):
    page.keyboard.press("e")
    page.locator(".dk-next .ds-chip", has_text="Yes").click()
    page.locator(".dk-next [name=findings]").fill("Seen by the engineer: the joint leaks.")
    page.keyboard.press("Control+Enter")
    page.locator(".dk-next .ds-wrong").wait_for()
    page.locator("[name=department]:focus").wait_for()
    said[:] = [line for line in said if "422" not in line]


def test_after_a_step_the_keyboard_goes_on_from_the_case(page, engineering):
    page.keyboard.press("e")
    page.locator(".dk-next .ds-chip", has_text="No").click()
    page.locator(".dk-next [name=findings]").fill("Seen by the engineer: nothing leaks.")
    page.keyboard.press("Control+Enter")
    page.locator(".dk-next", has_text="explanation").wait_for()
    page.locator("#content:focus").wait_for()
