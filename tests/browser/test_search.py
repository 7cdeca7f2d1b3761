"""What is typed into a search reaches the server, and no address on the way."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked():
    """Every address the browser asked for."""
    return []


def watched(page, asked):
    page.on("request", lambda request: asked.append(request.url))
    return page


def test_the_search_box_glances_and_goes_on_without_naming_whom(open_as, alice, chen, asked):
    page = watched(open_as(alice, "/desk/"), asked)
    page.keyboard.press("/")
    page.keyboard.type(chen.phone)
    page.locator("#ds-search-found a").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?sealed=*")
    assert page.locator(".ds-found a", has_text=chen.name).first.is_visible()
    assert page.locator("#ds-search").input_value() == chen.phone
    assert asked and not [url for url in asked if chen.phone in url]


def test_the_list_of_owners_keeps_words_and_filters_after_a_reload(open_as, alice, chen, asked):
    page = watched(open_as(alice, "/owners/"), asked)
    page.locator(".own-query").fill(chen.phone)
    page.locator(".own-filters [name=kind]").select_option("person")
    page.keyboard.press("Escape")
    page.locator(".own-filters button[type=submit]").click()
    page.wait_for_url("**/owners/?*sealed=*")
    page.reload()
    assert page.locator(".own-list [data-row]").count() == 1
    assert page.locator(".own-query").input_value() == chen.phone
    assert page.locator(".own-filters [name=kind]").input_value() == "person"
    assert not [url for url in asked if chen.phone in url]


def test_a_caller_is_looked_for_without_naming_him(open_as, alice, chen, asked):
    page = watched(open_as(alice, "/desk/new/"), asked)
    page.locator(".dk-find-box").fill(chen.phone)
    page.locator("#callers [data-row]").first.wait_for()
    assert not [url for url in asked if chen.phone in url]


def test_arrows_walk_through_what_is_found_and_enter_opens_it(open_as, alice, chen):
    page = open_as(alice, "/desk/")
    page.keyboard.press("/")
    page.keyboard.type("chenjianguo")
    page.locator("#ds-search-found a").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('#ds-search-found') !== null")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "ds-search"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/owners/{chen.number}/")


def test_what_was_looked_for_stays_in_the_browser_until_it_is_forgotten(open_as, alice, chen, asked):
    page = watched(open_as(alice, "/desk/"), asked)
    page.keyboard.press("/")
    page.keyboard.type(chen.phone)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?sealed=*")
    page.goto("/desk/")
    page.keyboard.press("/")
    recent = page.locator("[data-recent]")
    recent.first.wait_for()
    assert recent.first.text_content() == chen.phone
    assert not [url for url in asked if chen.phone in url]
    page.locator("[data-forget-recent]").click()
    assert recent.count() == 0
