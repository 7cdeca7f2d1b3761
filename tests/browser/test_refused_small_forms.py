"""A small form that is refused by a notice on the page it came from keeps its text, and stands open to be corrected."""

import pytest

from tests.browser.stage import assigned

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "仲裁委员会要求全部材料。" * 30  # longer than the 300 that fit
LENGTHEN = "field => field.removeAttribute('maxlength')"


@pytest.fixture
def case(alice, chen, home_1201):
    return assigned(alice, chen, home_1201)


def asked(page):
    return page.locator("#dossier-card input[name=because]")


def test_the_text_comes_back_where_it_was_typed(open_as, bob, case):
    page = open_as(bob, f"/desk/cases/{case.number}/")
    page.locator("#dossier-card summary").click()
    asked(page).evaluate(LENGTHEN)
    asked(page).fill(REASON)
    page.locator("#dossier-card button[value=whole]").click()
    page.locator("#ds-toasts .ds-tone-danger", has_text="300").wait_for()
    assert asked(page).is_visible() and asked(page).input_value() == REASON


def test_control_what_was_taken_does_not_come_back(open_as, bob, case):
    page = open_as(bob, f"/desk/cases/{case.number}/")
    page.locator("#dossier-card summary").click()
    asked(page).fill("仲裁")
    page.locator("#dossier-card button[value=whole]").click()
    page.wait_for_url("**/desk/dossiers/**")
    page.goto(f"/desk/cases/{case.number}/")
    assert asked(page).input_value() == ""
