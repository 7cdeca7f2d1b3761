"""The case page in the browser: two people on one case, drafts that wait, photos, names in notes, input methods."""

import io

import pytest
from PIL import Image

from crm import clock
from service_desk.cases import services
from service_desk.cases.models import CaseMessage
from service_desk.conversation import selectors as conversation
from service_desk.conversation.models import Draft
from service_desk.models import Attachment
from tests.browser.stage import assigned

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(alice, chen, home_1201):
    return assigned(alice, chen, home_1201)


def opened(open_as, user, case, **how):
    page = open_as(user, f"/desk/cases/{case.number}/", **how)
    page.locator(".dk-case").wait_for()
    return page


def test_two_people_see_each_other_and_what_the_other_does(open_as, english, alice, bob, case):
    bobs = opened(open_as, english(bob), case)
    page = opened(open_as, english(alice), case)
    page.locator(".dk-here", has_text=bob.display_name).wait_for()
    bobs.locator("#reply-body").fill("We come on Thursday.")
    bobs.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # a beat, without waiting for it
    bobs.wait_for_timeout(300)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator(".dk-here-writing", has_text="is writing to the owner").wait_for()


def test_a_draft_outlives_the_browser_and_goes_when_it_is_sent(open_as, english, alice, case):
    page = opened(open_as, english(alice), case)
    with page.expect_response("**/draft/"):
        page.locator("#reply-body").fill("We come on Thursday.")
    page.context.close()
    page = opened(open_as, alice, case)
    assert page.locator("#reply-body").input_value() == "We come on Thursday."
    page.locator("#reply-body").press("Control+Enter")
    page.locator(".dk-said-out", has_text="We come on Thursday.").wait_for()
    assert not Draft.objects.exists()
    page.reload()
    assert page.locator("#reply-body").input_value() == ""


def test_a_stale_save_shows_both_and_mine_can_be_sent(open_as, english, alice, bob, engineering, case, said):
    page = opened(open_as, english(alice), case)
    page.keyboard.press("e")
    page.locator(".dk-next label.ds-chip:has([name=substantiated][value=yes])").click()
    page.locator(".dk-next [name=department]").select_option(label="Engineering")
    page.locator(".dk-next [name=findings]").fill("The seal above is broken.")
    services.add_owner_words(bob, case, body="The ceiling came down today.", now=clock.now())
    page.locator(".dk-next form button[type=submit]").first.click()
    box = page.locator(".dk-conflict")
    box.wait_for()
    assert "The seal above is broken." in box.inner_text()
    assert bob.display_name in box.inner_text()
    box.get_by_role("button", name="Send mine all the same").click()
    page.locator(".dk-next summary", has_text="Transfer to Engineering").wait_for()
    said[:] = [text for text in said if "409" not in text]


def test_a_colleague_is_named_with_three_keys(open_as, english, alice, bob, case):
    page = opened(open_as, english(alice), case)
    page.locator('[data-tab="notes"]').click()
    page.locator("#note-body").press_sequentially("Please look @bo")
    page.locator(".dk-names [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    assert page.locator("#note-body").input_value() == "Please look @bob "
    page.keyboard.press("Control+Enter")
    page.locator(".dk-said-note", has_text="@bob").wait_for()
    assert conversation.unread(bob) == 1
    bobs = open_as(english(bob), "/desk/mentions/")
    bobs.locator(".dk-mention").click()
    bobs.locator(".dk-case").wait_for()
    bobs.wait_for_timeout(500)
    assert conversation.unread(bob) == 0


def test_nothing_is_sent_while_an_input_method_composes(open_as, english, alice, case):
    page = opened(open_as, english(alice), case)
    page.locator("#reply-body").fill("周四")
    page.evaluate(
        """() => document.getElementById("reply-body").dispatchEvent(new KeyboardEvent("keydown", {
            key: "Enter", ctrlKey: true, isComposing: true, bubbles: true, cancelable: true }))"""
    )
    page.wait_for_timeout(400)
    assert not CaseMessage.objects.exists()
    page.locator("#reply-body").press("Control+Enter")
    page.locator(".dk-said-out").wait_for()
    assert CaseMessage.objects.count() == 1


def photo(colour) -> dict:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(out, "JPEG")
    return {"name": "leak.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_photos_are_added_looked_at_removed_and_brought_back(open_as, english, alice, case, said):
    page = opened(open_as, english(alice), case)
    page.locator('[data-tab="files"]').click()
    choose = page.locator('.dk-set[data-stage="problem"] input[multiple]')
    evil = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"<svg onload='x()'/>"}
    choose.set_input_files([photo("red"), photo("blue"), evil])
    page.locator(".dk-refused", has_text="SVG").wait_for()
    page.locator(".dk-set[data-stage=problem] [data-file]").nth(1).wait_for()
    assert Attachment.objects.count() == 2
    page.locator("a[data-lightbox]").first.click()
    first = page.locator("#lightbox img").get_attribute("src")
    page.keyboard.press("ArrowRight")
    assert page.locator("#lightbox img").get_attribute("src") != first
    page.keyboard.press("Escape")
    page.locator("#lightbox").wait_for(state="hidden")
    page.locator("[data-file] summary").first.click()
    page.locator("[data-file] .ds-menu-body").first.get_by_role("button", name="Remove").click()
    page.locator(".ds-toast form button").first.wait_for()
    page.wait_for_function("() => document.querySelectorAll('[data-file]').length === 1")
    page.locator(".ds-toast form button").first.click()
    page.locator("[data-file]").nth(1).wait_for()
    assert Attachment.objects.filter(removed_at=None).count() == 2
    said[:] = [text for text in said if "422" not in text]


def test_a_photo_is_dropped_and_one_is_pasted(open_as, english, alice, case):
    page = opened(open_as, english(alice), case)
    draw = """([kind, stage]) => new Promise(done => {
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 40;
        canvas.getContext("2d").fillRect(0, 0, stage === "paste" ? 10 : 20, 10);
        canvas.toBlob(blob => {
            const carried = new DataTransfer();
            carried.items.add(new File([blob], "shot.png", { type: "image/png" }));
            const event = stage === "paste"
                ? new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true })
                : new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true });
            const place = stage === "paste" ? document.body : document.querySelector(`.dk-set[data-stage="${stage}"]`);
            place.dispatchEvent(event);
            done();
        });
    })"""
    page.evaluate(draw, ["image", "result"])
    page.locator(".dk-set[data-stage=result] [data-file]").wait_for(state="attached")
    page.evaluate(draw, ["image", "paste"])
    page.locator(".dk-set[data-stage=problem] [data-file]").wait_for()
    assert set(Attachment.objects.values_list("stage", flat=True)) == {"result", "problem"}


def test_on_a_telephone_the_handler_photographs_the_result(open_as, english, alice, hong, engineering, case):
    now = clock.now()
    services.investigate(
        alice, case, substantiated=True, department=engineering, findings="x", fault_share=80, now=now
    )
    services.transfer(alice, case, request="Repair it", now=now)
    page = open_as(english(hong), "/desk/slips/", width=390, height=844)
    page.locator(".dk-photos").first.click()
    page.locator(".dk-files").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator('.dk-set[data-stage="result"] input[capture]').set_input_files([photo("green")])
    page.locator(".dk-set[data-stage=result] [data-file]").wait_for()
    assert Attachment.objects.get().added_by == hong
