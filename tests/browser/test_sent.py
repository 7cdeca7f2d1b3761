"""An agent sees that a text message did not arrive, and sends it by mail; an administrator connects a gateway."""

import os
from pathlib import Path

import pytest

from crm import clock
from crm.messages.models import OutgoingMessage
from owners.people import services as people
from service_desk.cases import services as cases
from tests.browser.stage import assigned
from tests.people import machine

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("CHECK_SHOTS")


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture
def lost(chen, home_1201, alice, english):
    """A reply by text message that came back; Chen has an e-mail address too."""
    english(alice)
    changes = {"email": "chen@example.com", "phone": "13812345678", "preferred_channel": "sms"}
    chen = people.edit_owner(machine(), chen, version=chen.version, changes=changes, now=clock.now())
    case = assigned(alice, chen, home_1201)
    cases.reply(alice, case, body="您好，我们明天上午上门。", now=clock.now())
    now = clock.now()
    OutgoingMessage.objects.update(
        sent_at=now, returned_at=now, returned_code="UNDELIV", via="sms", attempts=1
    )
    return case


def test_a_text_message_that_did_not_arrive_is_seen_and_goes_by_mail(open_as, alice, lost):
    page = open_as(alice, f"/desk/cases/{lost.number}/")
    page.locator("[data-text-counter]").first.wait_for(state="attached")
    page.locator("#reply-body").fill("漏" * 71)
    assert "71" in page.locator("[data-text-counter]").first.inner_text()
    shot(page, "case-sent-1440")
    page.get_by_role("link", name="did not arrive").first.click()
    page.get_by_role("heading", name="Reach the owner").wait_for()
    shot(page, "sent-one-1440")
    page.get_by_role("button", name="By mail instead").click()
    page.get_by_text("In place of:").wait_for()
    new = OutgoingMessage.objects.latest("pk")
    assert (new.channel, new.recipient) == ("mail", "chen@example.com")
    page.goto("/desk/sent/")
    assert page.get_by_role("row").count() == 3
    shot(page, "sent-1440")
    narrow = open_as(alice, "/desk/sent/", width=390, height=844)
    assert narrow.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(narrow, "sent-390")
    narrow.goto(f"/desk/sent/{new.public_id}/")
    assert narrow.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_administrator_fills_in_a_gateway(open_as, ada, english):
    english(ada)
    page = open_as(ada, "/settings/texts/")
    page.get_by_label("Address to send to").fill("https://sms.example/send")
    page.get_by_label("Headers with the credential").fill("Authorization: Bearer top-secret")
    page.get_by_role("button", name="Put in force").click()
    page.get_by_role("heading", name="Try it").wait_for()
    assert "top-secret" not in page.content()
    shot(page, "gateway-1440")
    narrow = open_as(ada, "/settings/texts/", width=390, height=844)
    assert narrow.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(narrow, "gateway-390")
