"""A complaint by telephone of a known owner: under a minute, and at most twelve keys beyond the text."""

import time

import pytest

from service_desk.cases.models import Case

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "卫生间天花板漏水，已经三天了，楼上说不是他们的责任。"
COUNT = """
window.pressed = 0;
document.addEventListener("keydown", function (event) {
  if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) { window.pressed += 1; }
}, true);
"""


def pressed(page) -> int:
    return page.evaluate("window.pressed")


def test_twelve_keys_and_less_than_a_minute(open_as, english, alice, chen, home_1201):
    page = open_as(english(alice), "/desk/")
    page.context.add_init_script(COUNT)
    page.evaluate(COUNT)
    began, keys = time.monotonic(), 0
    page.keyboard.press("n")
    keys += 1  # the page of the list, and its count, are gone now
    page.wait_for_url("**/desk/new/")
    page.keyboard.type("5678", delay=30)
    page.locator("#callers [data-row]").wait_for()
    page.keyboard.press("Enter")
    page.locator("#id_words:focus").wait_for()
    keys += pressed(page)
    page.keyboard.insert_text(WORDS)  # as an input method puts it there: the text, no keys of ours
    before = pressed(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    keys += pressed(page) - before + 1  # and the one that sends
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/cases/**")
    took = time.monotonic() - began
    case = Case.objects.get()
    assert (case.owner, case.home, case.words) == (chen, home_1201, WORDS)
    assert keys <= 12, keys
    assert took < 60, took
    print(f"keys {keys}, machine's share {took:.1f} s")


def test_what_was_typed_stays_after_an_error_and_after_a_reload(open_as, english, alice, chen, said):
    page = open_as(english(alice), f"/desk/new/?owner={chen.number}")
    page.locator("[name=words]").fill(WORDS)
    page.evaluate("document.getElementById('register').noValidate = true")  # a subject is missing
    with page.expect_response("**/desk/new/draft/"):
        page.locator("[name=words]").press("End")
        page.keyboard.type(" ")
    page.locator("[name=words]").press("Control+Enter")
    page.locator(".ds-wrong").first.wait_for()
    assert page.locator("[name=words]").input_value().strip() == WORDS
    page.goto(f"/desk/new/?owner={chen.number}")
    assert page.locator("[name=words]").input_value().strip() == WORDS
    assert not Case.objects.exists()
    said[:] = [text for text in said if "422" not in text]


def test_on_another_machine_the_call_goes_on(open_as, english, alice, chen):
    page = open_as(english(alice), f"/desk/new/?owner={chen.number}")
    with page.expect_response("**/desk/new/draft/"):
        page.locator("[name=words]").fill(WORDS)
    other = open_as(alice, f"/desk/new/?owner={chen.number}")
    assert other.locator("[name=words]").input_value() == WORDS


def test_enter_takes_whom_the_last_letters_find_not_those_before(open_as, english, alice, chen, home_1201):
    page = open_as(english(alice), "/desk/new/")
    page.keyboard.type("5678")
    page.keyboard.press("Enter")  # before anything was found: it waits for the answer
    page.locator("#id_words:focus").wait_for()
    assert chen.number in page.locator("#caller").inner_html()
    assert page.locator("#id_language").input_value() == chen.language
    page.goto(page.url)
    assert page.locator("[name=caller_query]").input_value() == ""  # a search is no draft
    page.keyboard.type("5678")
    page.locator("#callers [data-row]").wait_for()
    page.keyboard.type("9999")
    page.keyboard.press("Enter")
    page.locator("#callers .ds-muted").wait_for()  # nobody has this number
    assert page.locator("[name=caller_query]").count() == 1
