"""Whoever is sent to sign in while he sends a form finds his words again, whichever page the form stands on."""

from tests.people import PASSWORD


def signs_in_again(page, user):
    page.wait_for_url("**/sign-in/**")
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()


def test_a_form_that_leaves_its_page_gives_its_words_back(open_as, alice, chen):
    page = open_as(alice, f"/owners/{chen.number}/edit/")
    page.locator("#id_occupation").press_sequentially("天文学家")
    page.context.clear_cookies(name="sessionid")
    page.locator("main form[data-draft] button[type=submit]").last.click()
    signs_in_again(page, alice)
    page.wait_for_url(f"**/owners/{chen.number}/edit/")
    assert page.locator("#id_occupation").input_value() == "天文学家"
    chen.refresh_from_db()
    assert chen.occupation == ""
