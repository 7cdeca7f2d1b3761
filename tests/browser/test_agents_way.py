"""An agent's day in the browser: a call is taken by keyboard, and the complaint goes its seven steps."""

import pytest

from crm import clock
from service_desk.cases.models import Case

pytestmark = pytest.mark.django_db(transaction=True)


def step(page, **fields):
    """Open the next action, fill it in and send it."""
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    for name, value in fields.items():
        control = page.locator(f".dk-next [name={name}]")
        if control.first.get_attribute("type") == "radio":
            page.locator(f".dk-next label.ds-chip:has([name={name}][value={value}])").click()
        elif control.evaluate("field => field.tagName") == "SELECT":
            control.select_option(label=value)
        else:
            control.fill(value)
    version = page.locator(".dk-next [name=version]").first.input_value()
    page.locator(".dk-next form button[type=submit]").first.click()
    page.wait_for_function(
        "old => { const field = document.querySelector('.dk-form [name=version]'); return field && field.value !== old; }",
        arg=version,
    )


def test_a_call_is_taken_with_the_keyboard_alone(open_as, english, alice, chen):
    page = open_as(english(alice), "/desk/")
    page.keyboard.press("n")
    page.wait_for_url("**/desk/new/")
    page.keyboard.type("5678")
    page.locator("#callers [data-row]").wait_for()
    page.keyboard.press("Enter")
    page.locator(".dk-caller").wait_for()
    page.wait_for_function("document.activeElement.id === 'id_words'")
    page.keyboard.type("卫生间漏水")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/cases/**")
    case = Case.objects.get()
    assert (case.owner, case.home.number, case.words) == (chen, "3-2-1201", "卫生间漏水")
    assert case.subject == "engineering_quality"
    assert page.locator(".ds-toast").is_visible()


def test_a_new_case_shows_by_itself_who_has_got_it(open_as, english, alice, desk, chen, home_1201):
    from tests.flows import story

    page = open_as(english(alice), f"/desk/new/?owner={chen.number}")
    page.locator("[name=words]").fill("卫生间漏水")
    page.locator("label.ds-chip:has([name=subject])").first.click()
    page.locator("[name=words]").press("Control+Enter")
    page.locator(".dk-next [role=status]").wait_for()
    story.deliver(clock.now())
    page.locator(".dk-next [role=status]").wait_for(state="detached")
    case = Case.objects.get()
    assert page.locator(".dk-handler", has_text=case.assignee.display_name).is_visible()
    assert page.locator(f"#row-{case.number}").is_visible()


def test_severity_is_said_while_the_answers_are_given(open_as, english, alice, chen):
    page = open_as(english(alice), f"/desk/new/?owner={chen.number}")
    page.locator("label.ds-chip", has_text="Somebody could be hurt").click()
    page.locator("#severity-said", has_text="Important").wait_for()


def test_a_complaint_goes_from_the_investigation_to_the_owners_yes(
    open_as, english, alice, hong, chen, home_1201, engineering
):
    from tests.browser.stage import assigned

    case = assigned(alice, chen, home_1201)
    page = open_as(english(alice), f"/desk/cases/{case.number}/?view=open")
    row = page.locator(f"#row-{case.number}")
    assert "with an agent" in row.inner_text()
    step(page, substantiated="yes", department="Engineering", findings="The seal above is broken.")
    page.locator(".dk-next summary", has_text="Transfer to Engineering").wait_for()
    assert "being investigated" in row.inner_text()
    assert row.get_attribute("aria-current") == "true"
    step(page, request="When can you repair it?")
    assert page.locator(".dk-next", has_text="Engineering").is_visible()

    work = open_as(english(hong), "/desk/slips/")
    work.keyboard.press("e")
    work.locator("[name=solution]").fill("Thursday morning, three days.")
    work.locator("[name=solution]").press("Control+Enter")
    work.get_by_text("No slip waits for an answer").wait_for()

    page.reload()
    page.keyboard.press("e")
    page.locator("[name=part0-kind]").select_option("apology")
    step(page, summary="We repair it on Thursday and apologise.")
    step(page, agreed="yes", signed_name="陈建国")
    case.refresh_from_db()
    assert case.status == "agreed"
    assert page.locator("[aria-current=step]", has_text="Carried out").is_visible()


def test_a_handler_sees_his_slips_and_not_the_case(open_as, english, alice, hong, chen, home_1201, said):
    from tests.browser.stage import assigned

    case = assigned(alice, chen, home_1201)
    page = open_as(english(hong), "/")
    assert page.url.endswith("/desk/slips/")
    page.goto(f"/desk/cases/{case.number}/")
    assert page.locator("h1", has_text=f"Your part of case {case.number}").is_visible()
    assert "Nothing of this case was given to your department" in page.locator("main").inner_text()
    assert case.summary not in page.locator("main").inner_text()
    said[:] = [text for text in said if "403" not in text]
