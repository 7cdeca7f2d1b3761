"""Nothing typed is lost, and Enter never sends what an input method is still composing."""

import pytest

from service_desk.cases.models import CaseMessage
from tests.browser.stage import assigned
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
COMPOSING = """field => {
  const made = {key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true, isComposing: %s, keyCode: %d};
  const event = new KeyboardEvent('keydown', made);
  field.dispatchEvent(event);
  return event.defaultPrevented;
}"""


@pytest.fixture
def case(alice, chen, home_1201):
    return assigned(alice, chen, home_1201)


def at(case):
    return f"/desk/cases/{case.number}/"


def test_enter_while_composing_never_sends(open_as, alice, case):
    page = open_as(alice, at(case))
    field = page.locator("#reply-body")
    field.fill("您好")
    for composing, code in (("true", 13), ("false", 229)):
        assert field.evaluate(COMPOSING % (composing, code))
    page.wait_for_timeout(300)
    assert CaseMessage.objects.count() == 0
    assert field.input_value() == "您好"


def test_the_same_keys_send_once_nothing_is_composed(open_as, alice, case):
    page = open_as(alice, at(case))
    page.locator("#reply-body").fill("您好，我们明天上门。")
    page.locator("#reply-body").press("Control+Enter")
    page.locator(".dk-said-out", has_text="明天上门").wait_for()
    assert CaseMessage.objects.get().body == "您好，我们明天上门。"


def test_a_draft_survives_leaving_the_page(open_as, alice, case):
    page = open_as(alice, at(case))
    page.locator("#reply-body").press_sequentially("还没写完")
    page.goto("/desk/new/")
    page.goto(at(case))
    assert page.locator("#reply-body").input_value() == "还没写完"


def test_a_draft_is_gone_once_it_is_sent(open_as, alice, case):
    page = open_as(alice, at(case))
    page.locator("#reply-body").press_sequentially("写完了")
    page.locator("#reply-body").press("Control+Enter")
    page.locator(".dk-said-out").wait_for()
    page.reload()
    assert page.locator("#reply-body").input_value() == ""


def test_signing_out_forgets_the_drafts(open_as, alice, case):
    page = open_as(alice, at(case))
    page.locator("#reply-body").press_sequentially("别人不该看到")
    assert page.evaluate("Object.keys(sessionStorage).some(k => k.startsWith('ds-draft:'))")
    page.locator(".ds-top details.ds-menu").last.locator("summary").click()
    page.locator("form[data-forget-drafts] button").click()
    page.wait_for_load_state()
    assert not page.evaluate("Object.keys(sessionStorage).some(k => k.startsWith('ds-draft:'))")


def test_a_conflict_keeps_what_was_typed_and_shows_how_it_stands(
    open_as, english, alice, bob, case, engineering, said
):
    from crm import clock
    from service_desk.cases import services

    page = open_as(english(alice), at(case))
    page.keyboard.press("e")
    page.locator("#investigation-findings").fill("The pipe above is broken.")
    page.locator("label.ds-chip", has_text="No").first.click()
    services.add_owner_words(bob, case, body="The ceiling came down.", now=clock.now())
    page.locator("#investigation-findings").press("Control+Enter")
    page.locator(".dk-conflict").wait_for()
    assert "The pipe above is broken." in page.locator(".dk-conflict").inner_text()
    said[:] = [text for text in said if "409" not in text]


def test_what_is_refused_comes_back_with_its_text(open_as, english, alice, case, said):
    page = open_as(english(alice), at(case))
    page.keyboard.press("e")
    page.locator("label.ds-chip", has_text="Yes").first.click()
    page.locator("#investigation-findings").fill("Seen on site.")
    page.locator("#investigation-findings").press("Control+Enter")
    page.get_by_text("Which department is responsible?").wait_for()
    assert page.locator("#investigation-findings").input_value() == "Seen on site."
    said[:] = [text for text in said if "422" not in text]


def test_a_session_that_ended_meanwhile_costs_no_text(open_as, alice, case):
    page = open_as(alice, at(case))
    page.locator("#reply-body").press_sequentially("写了很久的话")
    page.context.clear_cookies(name="sessionid")
    page.locator("#reply-body").press("Control+Enter")
    page.wait_for_url("**/sign-in/**")
    assert CaseMessage.objects.count() == 0
    page.locator("[name=username]").fill(alice.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{at(case)}")
    assert page.locator("#reply-body").input_value() == "写了很久的话"


def test_the_words_of_one_caller_never_reach_another(open_as, alice, chen):
    page = open_as(alice, f"/desk/new/?owner={chen.number}")
    page.locator("#id_words").press_sequentially("陈先生说的话")
    page.goto("/desk/new/")
    assert page.locator("#id_words").input_value() == ""
    page.goto(f"/desk/new/?owner={chen.number}")
    assert page.locator("#id_words").input_value() == "陈先生说的话"


def test_a_call_can_be_started_afresh(open_as, alice):
    page = open_as(alice, "/desk/new/")
    page.locator("#id_words").press_sequentially("打错了")
    page.locator("[data-afresh]").click()
    assert page.locator("#id_words").input_value() == ""
    page.reload()
    assert page.locator("#id_words").input_value() == ""


def test_signing_out_in_one_tab_leaves_in_all_and_forgets_what_was_looked_for(open_as, alice, bob, case):
    page = open_as(alice, at(case))
    page.locator("#reply-body").press_sequentially("别人不该看到")
    page.evaluate(
        "localStorage.setItem('ds-recent:999', JSON.stringify([{words: '陈建国', at: Date.now()}]))"
    )
    other = page.context.new_page()
    other.goto("/desk/")
    assert other.evaluate("localStorage.getItem('ds-recent:999')") is None
    other.locator(".ds-top details.ds-menu").last.locator("summary").click()
    other.locator("form[data-forget-drafts] button").click()
    other.wait_for_url("**/sign-in/**")
    page.wait_for_url("**/sign-in/**")
    assert not page.evaluate("Object.keys(sessionStorage).some(k => k.startsWith('ds-draft:'))")


def test_a_form_that_is_shown_again_after_a_refusal_gives_back_its_draft(
    open_as, english, hong, alice, case, said
):
    """The page that refuses has lost the form itself: somebody answered the slip meanwhile."""
    from crm import clock
    from service_desk.cases import services

    services.investigate(
        alice, case, substantiated=True, department=hong.grants.get().department, findings="破损",
        fault_share=80, now=clock.now(),
    )  # fmt: skip
    slip = services.transfer(alice, case, request="请修复", now=clock.now())
    page = open_as(english(hong), "/desk/slips/")
    form = page.locator(f"form[action*='{slip.number}']").first
    form.evaluate(
        "form => { for (let at = form; at; at = at.parentElement) { if (at.tagName === 'DETAILS') { at.open = true; } } }"
    )
    field = form.locator("textarea").first
    field.press_sequentially("重做防水层并试水")
    form.evaluate(
        "form => { form.noValidate = true; form.querySelector('[name=ready_on]').type = 'text'; form.querySelector('[name=ready_on]').value = 'soon'; }"
    )
    services.answer_slip(hong, slip, solution="别人已答复", now=clock.now())
    form.locator("button[type=submit]").first.click()
    page.locator(".ds-kept").wait_for()
    assert "重做防水层并试水" in page.locator(".ds-kept").first.inner_text()
    assert page.evaluate("Object.values(sessionStorage).some(text => text.includes('重做防水层'))")
    said[:] = [text for text in said if "422" not in text and "409" not in text]
