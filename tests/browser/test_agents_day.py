"""The rest of the agent's day: from the owner's yes to the archive, and the way of a complaint that is not
substantiated. The desk sits at a screen; what the owner does he does on his phone."""

import re

import pytest

from crm import clock
from crm.messages.models import OutgoingMessage
from service_desk.cases.models import Case
from tests.browser.stage import assigned
from tests.browser.test_agents_way import step
from tests.cases.story import Story
from tests.channels.conftest import chen_by_mail
from tests.flows.story import deliver

__all__ = ["chen_by_mail"]
pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def story(riverside, chen_by_mail, home_1201, alice, bob, hong, cai, engineering, desk) -> Story:
    return Story(
        riverside=riverside,
        chen=chen_by_mail,
        home_1201=home_1201,
        alice=alice,
        bob=bob,
        hong=hong,
        cai=cai,
        engineering=engineering,
        now=clock.now(),
    )


def in_the_last_letter(pattern: str) -> str:
    return re.search(pattern, OutgoingMessage.objects.latest("pk").body)[0]


def owners_page(signed_in, alice, case) -> str:
    """Alice writes to the owner with his link; where it leads."""
    signed_in(alice).post(f"/desk/cases/{case.number}/link/")
    return in_the_last_letter(r"/my/[^\s]+") + "?lang=en"


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def answered_on_the_phone(open_as) -> None:
    """The owner goes through the questionnaire with his thumb, screen after screen."""
    page = open_as(None, in_the_last_letter(r"/q/[^\s]+") + "?lang=en", **PHONE)
    while "/thanks/" not in page.url:
        assert fits(page)
        best = page.locator(".sq-option[value=very_satisfied]")
        with page.expect_navigation():
            (best if best.count() else page.locator(".sq-option, .sq-send").last).first.click()
    assert page.get_by_text("Thank you. Your answers have arrived.").is_visible()


def asked_by_telephone(open_as, officer) -> None:
    page = open_as(officer, "/satisfaction/callbacks/")
    page.locator("label.ds-chip:has([name=outcome][value=reached])").click()
    best = page.locator("label.ds-chip:has([name^=answer_][value=very_satisfied])")
    best.first.wait_for()
    for place in range(best.count()):
        best.nth(place).click()
    page.get_by_role("button", name="Record the visit").click()
    page.locator(".ds-toast", has_text="Recorded").wait_for()


def test_from_the_owners_yes_to_the_archive(open_as, english, story, signed_in):
    case = story.drive("proposed")
    his = open_as(None, owners_page(signed_in, story.alice, case), **PHONE)
    assert his.get_by_text("重做防水层并致歉").first.is_visible()
    assert "300" not in his.locator(".pc-card").first.inner_text(), "what it costs us is our own affair"
    his.locator("[name=signed_name]").fill("陈建国")
    his.get_by_role("button", name="I agree and sign").click()
    his.get_by_text("Thank you. It has arrived.").wait_for()
    assert fits(his)

    page = open_as(english(story.alice), f"/desk/cases/{case.number}/?view=open")
    assert page.locator("[aria-current=step]", has_text="Carried out").is_visible()
    step(page, department="Engineering", description="Lay the seal anew on Thursday.")

    work = open_as(english(story.hong), "/desk/slips/")
    work.locator("summary", has_text="Report as done").click()
    work.locator("[name=result]").fill("Done and tested with water.")
    work.locator("[name=result]").press("Control+Enter")
    work.get_by_text("No action is open").wait_for()

    page.reload()
    step(page, result="The seal is new; it was tested with water.")
    deliver(clock.now())
    assert story.fresh(case).status == "visiting"

    answered_on_the_phone(open_as)
    deliver(clock.now())
    assert story.fresh(case).status == "visiting", "engineering quality is asked about twice"
    asked_by_telephone(open_as, english(story.cai))
    deliver(clock.now())

    closed = story.fresh(case)
    assert (closed.status, closed.round) == ("closed", 1)
    assert sorted(case.visits.values_list("status", flat=True)) == ["answered", "done"]
    work.reload()
    work.get_by_text("The seal is new; it was tested with water.").wait_for()
    work.get_by_role("button", name="Read").click()
    work.get_by_text("Results that came back").wait_for(state="detached")

    page.reload()
    page.get_by_text("Closed and archived.").wait_for()
    page.goto(f"/desk/cases/{case.number}/sheets/archive/")
    for said in ("Lay the seal anew on Thursday.", "Done and tested with water."):
        assert page.get_by_text(said).first.is_visible()


def test_an_explanation_is_not_accepted_and_the_complaint_starts_again(open_as, english, story, signed_in):
    case = assigned(story.alice, story.chen, story.home)
    page = open_as(english(story.alice), f"/desk/cases/{case.number}/?view=open")
    step(page, substantiated="no", findings="The pipes are dry; the damp comes from the open window.")
    step(
        page, explanation="我们检查了管道，没有渗漏；潮气来自窗户。您若有不同看法，请告诉我们，周五前答复您。"
    )
    assert story.fresh(case).status == "explained"

    his = open_as(None, owners_page(signed_in, story.alice, case), **PHONE)
    assert his.get_by_text("我们检查了管道").first.is_visible()
    his.locator("[name=words]").fill("窗户一直关着，请再来看看。")
    his.get_by_role("button", name="Send").click()
    his.get_by_text("Thank you. It has arrived.").wait_for()
    assert fits(his)

    page.reload()
    page.get_by_text("窗户一直关着，请再来看看。").first.wait_for()
    page.locator(".dk-next summary", has_text="Start again").click()
    page.locator(".dk-next form[action$='/reopening/'] [name=because]").fill("The owner appeals.")
    page.locator(".dk-next form[action$='/reopening/'] button[type=submit]").click()
    page.locator(".dk-next summary", has_text="Investigate").wait_for()
    again = Case.objects.get(pk=case.pk)
    assert (again.status, again.round, again.substantiated) == ("investigating", 2, None)
