"""The cause of what is reported, down to the defect, with a few keys and with a thumb."""

import pytest

from service_desk.cases.models import Case

pytestmark = pytest.mark.django_db(transaction=True)
LEAK = "engineering_quality.waterproofing.leak_bathroom"


def test_with_a_few_letters_and_enter_class_part_and_defect_are_chosen(open_as, english, alice, chen):
    page = open_as(english(alice), f"/desk/new/?owner={chen.number}")
    page.locator("#id_words").fill("please come and look")
    page.keyboard.press("Escape")
    page.locator("#cause-query").focus()
    page.keyboard.type("shenlou", delay=20)
    page.locator("[data-found]").wait_for()
    page.keyboard.press("Enter")
    page.locator(".dk-finer-chosen").wait_for()
    assert page.locator("[name=subject]:checked").input_value() == "engineering_quality"
    chosen = page.locator("[name=cause]").input_value()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/cases/**")
    assert Case.objects.get().subject == chosen


def test_what_the_words_speak_of_is_one_click_and_can_be_let_go(open_as, english, alice, chen):
    page = open_as(english(alice), f"/desk/new/?owner={chen.number}")
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator("#id_language").select_option("en")
    page.locator("#id_words").press_sequentially("My bathroom leaks", delay=5)
    page.locator(f"label:has([id='found-{LEAK}'])").click()
    page.locator(".dk-finer-chosen").wait_for()
    assert page.locator("[name=cause]").input_value() == LEAK
    page.locator("[data-cause-none]").click()
    page.locator(".dk-finer-chosen").wait_for(state="detached")
    assert page.locator("[name=cause]").input_value() == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
