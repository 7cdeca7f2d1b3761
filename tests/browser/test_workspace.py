"""The queue in the browser: the keyboard, a case beside the list, many cases at once, and what moves by itself."""

import pytest

from crm import clock
from crm.accounts.models import Role
from service_desk.cases import services
from service_desk.handingover.models import HandOver
from tests.browser.stage import assigned, register
from tests.people import _person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def anna(riverside):
    return _person("anna", "Anna", Role.AGENT, city=riverside.city, language="en")


@pytest.fixture
def three(alice, chen, home_1201):
    """Three cases of Alice's; the newest stands first."""
    return [assigned(alice, chen, home_1201, summary=f"Leak {number}") for number in (3, 2, 1)][::-1]


def marked(page) -> str:
    return page.evaluate("document.activeElement.dataset.number || ''")


def test_the_list_is_walked_and_a_case_opened_by_keyboard(open_as, english, alice, three):
    first, second, _third = three
    page = open_as(english(alice), "/desk/?view=open")
    page.keyboard.press("j")
    assert marked(page) == first.number
    page.keyboard.press("j")
    assert marked(page) == second.number
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator(f".dk-case:has-text('{second.number}')").wait_for()
    assert page.locator(f"#row-{second.number}").get_attribute("aria-current") == "true"
    assert page.locator("#list").is_visible(), "it opened beside the list"
    page.keyboard.press("?")
    assert page.locator("#ds-keys").get_attribute("open") is not None
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/owners/**")


def test_back_and_forward_walk_through_the_cases_and_the_list_stays(open_as, english, alice, three):
    first, second, _third = three
    page = open_as(english(alice), "/desk/?view=open&sort=newest")
    page.locator(f"#row-{first.number}").click()
    page.locator(f".dk-case:has-text('{first.number}')").wait_for()
    page.locator(f"#row-{second.number}").click()
    page.locator(f".dk-case:has-text('{second.number}')").wait_for()
    page.go_back()
    page.locator(f".dk-case:has-text('{first.number}')").wait_for()
    assert page.locator(f"#row-{second.number}").is_visible()
    assert page.locator(".dk-views a[aria-current]").inner_text().startswith("All open")
    page.go_forward()
    page.locator(f".dk-case:has-text('{second.number}')").wait_for()


def test_on_a_phone_a_case_is_a_page_with_a_way_back(open_as, english, alice, three):
    page = open_as(english(alice), "/desk/?view=open", width=390, height=800)
    page.locator(f"#row-{three[0].number}").click()
    page.wait_for_url(f"**/desk/cases/{three[0].number}/**")
    assert not page.locator("#list").is_visible()
    page.locator(".dk-head .ds-back").click()
    page.locator(f"#row-{three[0].number}").wait_for()


def test_chosen_cases_are_handed_over_by_keyboard_and_taken_back(open_as, english, alice, anna, three):
    page = open_as(english(alice), "/desk/?view=open")
    for _ in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
    assert page.locator("[data-chosen-count]").inner_text() == "2"
    page.keyboard.press("a")
    page.locator(".dk-deed[open] select[name=to]").select_option("anna")
    page.locator(".dk-deed[open] input[name=because]").fill("I am on leave")
    page.locator(".dk-deed[open] button[value=assign]").click()
    page.locator(".ds-toast", has_text="Anna is asked to take over 2 cases").wait_for()
    asked = HandOver.objects.filter(status="proposed")
    assert set(asked.values_list("case", flat=True)) == {three[0].pk, three[1].pk}
    page.locator(".ds-toast form button").click()
    page.locator(".ds-toast", has_text="2 cases are back").wait_for()
    assert not asked.exists()
    assert {type(case).objects.get(pk=case.pk).assignee for case in three} == {alice}


def test_a_tag_is_put_on_and_stands_on_the_row(open_as, english, alice, three):
    page = open_as(english(alice), "/desk/?view=open")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("l")
    page.locator(".dk-deed[open] input[name=tag]").fill("again")
    page.locator(".dk-deed[open] button[value=tag]").click()
    page.locator(f"#row-{three[0].number} .dk-tag", has_text="again").wait_for()


def test_a_view_of_ones_own_is_kept_and_its_end_undone(open_as, english, alice, three):
    page = open_as(english(alice), "/desk/?view=open&sort=urgent")
    page.locator(".dk-tools summary[title='This list']").click()
    page.locator("#view-name").fill("Urgent ones")
    page.locator(".dk-this-list button[type=submit]").click()
    page.locator(".dk-own-view[aria-current]", has_text="Urgent ones").wait_for()
    page.locator(".dk-tools summary[title='This list']").click()
    page.get_by_role("button", name="Delete this view").click()
    page.locator(".ds-toast form button").click()
    page.locator(".dk-own-view", has_text="Urgent ones").wait_for()


def test_keys_belong_to_the_input_method_while_it_composes(open_as, english, alice, three):
    page = open_as(english(alice), "/desk/?view=open")
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', isComposing: true, bubbles: true}))"
    )
    assert marked(page) == ""
    page.keyboard.press("j")
    assert marked(page) == three[0].number


def quick(settings):
    settings.DESK_ASKS_EVERY = 1


def test_what_one_does_another_sees_without_loading_anew(
    open_as, english, settings, alice, bob, chen, home_1201, three
):
    """The test's server cannot stream, so the page asks; what it does with the answer is the same."""
    quick(settings)
    his = open_as(english(bob), "/desk/?view=open")
    his.locator("#dk-live[data-by=asking]").wait_for(state="attached")
    services.investigate(
        alice,
        three[0],
        substantiated=False,
        findings="dry",
        department=None,
        now=clock.now(),
    )
    his.locator(f"#row-{three[0].number}", has_text="being investigated").wait_for()
    fresh = register(alice, chen, home_1201, summary="A new one")
    his.locator("[data-live-new]", has_text="1 new").wait_for()
    assert his.locator(f"#row-{fresh.number}").count() == 0, "nothing moves under his hands"
    his.locator("[data-live-new]").click()
    his.locator(f"#row-{fresh.number}").wait_for()
    services.explain(alice, three[0], explanation="一切正常。", now=clock.now())
    services.close(alice, three[0], because="explained", now=clock.now())
    his.locator(f"#row-{three[0].number}.dk-gone").wait_for()
