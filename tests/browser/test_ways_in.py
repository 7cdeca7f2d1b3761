"""A neighbour reports something with one hand on a phone; an agent looks at the mail that waits."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from crm import clock
from service_desk.attachments.models import Attachment
from service_desk.cases.models import Case
from service_desk.channels.mail import services
from service_desk.channels.mail.models import IncomingMail, Mailbox
from service_desk.channels.mail.storing import keep
from service_desk.channels.web import tokens
from tests.channels.letters import OURS, a_mail

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("CHECK_SHOTS")


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def is_as_wide_as_the_screen(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_reporting_on_a_phone_takes_no_account_and_no_sideways_scrolling(open_as, riverside, monkeypatch):
    monkeypatch.setattr(tokens, "TOO_FAST", 0)
    page = open_as(None, "/report/?project=RIVERSIDE", width=390, height=844)
    assert is_as_wide_as_the_screen(page)
    shot(page, "report-390")
    page.get_by_role("radio", name="Something needs repair").check()
    page.get_by_label("Tell us, in your own words").fill("The lift has stood still for three days.")
    page.get_by_role("checkbox", name="Somebody could be hurt").check()
    page.get_by_label("Your telephone number").fill("13812345678")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Thank you. It has arrived.").wait_for()
    case = Case.objects.get()
    assert page.get_by_text(case.number).count() >= 1
    assert (case.kind, case.impact) == ("repair", {"safety": True})
    assert is_as_wide_as_the_screen(page)
    shot(page, "reported-390")
    link = page.get_by_role("link", name="See where it stands").get_attribute("href")
    page.goto(link[link.index("/follow/") :])
    page.get_by_role("heading", name="How your matter stands").wait_for()
    assert page.get_by_text("It has arrived").count() == 1
    page.get_by_role("link", name="简体中文").click()
    page.get_by_text("已收到").first.wait_for()
    shot(page, "follow-390")


def test_an_agent_discards_a_mail_and_has_it_back(open_as, riverside, alice, chen):
    box = Mailbox.objects.create(code="riverside", address=OURS, project=riverside, language="zh-hans")
    now = clock.now()
    for number in range(3):
        said = a_mail(
            "Everything for your walls.", sender=f"news{number}@paints.example", subject="Spring offers"
        )
        keep(box, b"List-Id: <x.example>\r\n" + said, now=now - timedelta(minutes=number))
    services.read_waiting(clock=clock.now)
    page = open_as(alice, "/desk/mail/?lang=en")
    shot(page, "quarantine-1440")
    page.locator("[data-row] a").first.click()
    page.wait_for_url("**/desk/mail/*-*/")
    shot(page, "mail-1440")
    page.locator("summary[data-key=x]").click()
    page.locator("form[action$='/discard/'] button").click()
    page.wait_for_url("**/desk/mail/")
    assert IncomingMail.objects.filter(status="discarded").count() == 1
    page.locator("#ds-toasts form button").first.click()
    page.wait_for_url("**/desk/mail/*-*/")
    assert not IncomingMail.objects.filter(status="discarded").exists()
    page.set_viewport_size({"width": 390, "height": 844})
    assert is_as_wide_as_the_screen(page)
    shot(page, "mail-390")


def test_a_photo_stays_with_the_form_that_comes_back(open_as, said, riverside, monkeypatch, tmp_path):
    monkeypatch.setattr(tokens, "TOO_FAST", 0)
    photo = tmp_path / "leak.jpg"
    Image.new("RGB", (640, 480), "steelblue").save(photo)
    page = open_as(None, "/report/?project=RIVERSIDE", width=390, height=844)
    page.get_by_role("radio", name="Something needs repair").check()
    page.get_by_label("Tell us, in your own words").fill("The lift has stood still for three days.")
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="Send").click()
    page.locator(".pb-photos img").wait_for()
    said.clear()  # the browser names a form that was refused
    assert is_as_wide_as_the_screen(page)
    shot(page, "report-held-390")
    page.get_by_label("Your e-mail address").fill("maria@example.org")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("We have also sent you this by mail.").wait_for()
    assert Attachment.objects.get().name == "leak.jpg"
    shot(page, "reported-told-390")


def test_mails_are_ticked_by_keyboard_and_discarded_together(open_as, riverside, alice, chen):
    box = Mailbox.objects.create(code="riverside", address=OURS, project=riverside, language="zh-hans")
    for number in range(3):
        letter = a_mail("Offers", sender=f"news{number}@paints.example", subject=f"Spring {number}")
        keep(box, b"List-Id: <x.example>\r\n" + letter, now=clock.now() - timedelta(minutes=number))
    services.read_waiting(clock=clock.now)
    page = open_as(alice, "/desk/mail/")
    for key in ("j", "x", "j", "x", "d"):
        page.keyboard.press(key)
    page.locator("#together_why").select_option("spam")
    shot(page, "quarantine-ticked-1440")
    page.locator("button[value=discard]").click()
    page.wait_for_url("**/desk/mail/?*")
    assert IncomingMail.objects.filter(status="discarded", discarded_as="spam").count() == 2
    page.goto("/desk/mail/?q=nothing")
    shot(page, "quarantine-empty-1440")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/desk/mail/")
    assert is_as_wide_as_the_screen(page)
    shot(page, "quarantine-390")


def test_a_case_by_mail_says_that_nobody_asked_and_who_it_may_be(
    open_as, riverside, alice, bob, chen, home_1201
):
    box = Mailbox.objects.create(code="riverside", address=OURS, project=riverside, language="zh-hans")
    words = "我是陈建国，3-2-1201 的卫生间又漏水了，电话 13812345678。"
    mail, _new = keep(box, a_mail(words, sender="unknown@example.org"), now=clock.now())
    services.read_waiting(clock=clock.now)
    mail.refresh_from_db()
    case = mail.case
    if case.owner_id is not None:  # a stranger by mail becomes a prospect; here he is nobody yet
        Case.objects.filter(pk=case.pk).update(owner=None)
    page = open_as(alice, f"/desk/cases/{case.number}/")
    shot(page, "case-nobody-1440")
    page.locator("button[name=held]").first.click()
    page.wait_for_url(f"**/desk/cases/{case.number}/**")
    case.refresh_from_db()
    assert case.owner == chen
    page = open_as(bob, "/settings/channels/")
    assert is_as_wide_as_the_screen(page)
    shot(page, "channels-1440")
