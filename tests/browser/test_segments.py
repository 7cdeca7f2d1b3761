"""A segment is built by keyboard, with its number while one writes; what was done can be undone, and nothing is lost."""

import pytest

from owners.models import Segment

pytestmark = pytest.mark.django_db(transaction=True)


def begin(open_as, user, **size):
    page = open_as(user, "/segments/new/", **size)
    page.locator(".seg-group").first.wait_for()
    return page


def add(page, words, group=""):
    """By keyboard: open the picker, type, take the first."""
    page.locator(f'[data-focus="{group}#add"]').press("Enter")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_a_segment_is_built_by_keyboard_and_kept(open_as, bob, chen):
    page = begin(open_as, bob)
    add(page, "stage.is")
    page.locator(".seg-chip input").nth(4).press("Space")  # signed
    page.locator(".seg-number strong", has_text="1").wait_for()
    assert chen.name in page.locator("#segment-found").inner_text()
    page.locator("#segment-name").fill("准业主")
    page.locator("#segment-name").press("Enter")
    page.wait_for_url("**/segments/*-*/")
    assert Segment.objects.get().tree == {
        "join": "all",
        "parts": [{"field": "stage.is", "is": "any_of", "value": ["signed"]}],
    }


def test_what_was_done_is_undone_and_done_again(open_as, bob, chen):
    page = begin(open_as, bob, width=390, height=844)
    add(page, "service.cases")
    number = page.locator('.seg-condition input[type="number"]').first
    number.fill("12")
    assert number.input_value() == "12"
    page.locator('[data-seg="undo"]').click()
    assert page.locator('.seg-condition input[type="number"]').first.input_value() == "1"
    page.locator('[data-seg="undo"]').click()
    assert page.locator(".seg-condition").count() == 0
    page.locator('[data-seg="redo"]').click()
    assert page.locator(".seg-condition").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_is_unfinished_is_marked_at_its_place_and_comes_back_with_the_page(open_as, bob, chen):
    page = begin(open_as, bob)
    add(page, "stage.is")
    page.locator(".seg-condition .seg-wrong:not(:empty)").wait_for()
    page.reload()
    page.locator(".seg-condition .seg-field").wait_for()
    assert page.locator(".seg-condition").count() == 1
