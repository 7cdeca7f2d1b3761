"""A list goes from the file to the owners in a real browser: dropped, mapped, tried, taken, corrected, taken again."""

import base64

import pytest

from crm import clock
from crm.jobs.work import work_off
from owners.people.models import Owner

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "谁,联系,称呼\n王小明,138 0000 0001,男\n陈建国,13900000002,太太\n李四,1.38E+10,女\n"
DROP = """(zone, [name, content]) => {
  const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name));
  zone.dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


def drop(page, name: str, content: bytes) -> None:
    page.locator("[data-drop]").evaluate(DROP, [name, base64.b64encode(content).decode()])


def begin(page, name: str, content: bytes) -> None:
    page.select_option("#id_kind", "owners")
    page.select_option("#id_project", "RIVERSIDE")
    drop(page, name, content)
    page.locator("[data-drop-name]", has_text=name).wait_for()
    page.get_by_role("button", name="Look at it").click()
    page.locator("#import-table").wait_for()


def field(page, place: int):
    return page.locator(f"#field-{place}")


def choose(page, selector: str, value: str) -> None:
    with page.expect_response(lambda answer: "/imports/drafts/" in answer.url):
        page.select_option(selector, value)
    page.wait_for_timeout(100)


def test_a_file_is_dropped_mapped_tried_taken_and_its_refused_row_corrected(open_as, english, bob, riverside):
    page = open_as(english(bob), "/imports/")
    begin(page, "list.csv", LIST.encode("gb18030"))
    assert page.locator("#draft-encoding").input_value() == "gb18030"
    assert field(page, 0).input_value() == "name"
    assert page.locator(".imp-grid", has_text="王小明").count() == 1

    choose(page, "#field-1", "phone")
    page.locator(".imp-wrong", has_text="shortened").wait_for()
    choose(page, "#field-2", "gender")
    page.locator(".imp-wrong", has_text="none of the choices").wait_for()
    choose(page, "#to-2-2", "female")
    assert page.locator(".imp-wrong", has_text="none of the choices").count() == 0

    page.get_by_role("button", name="Go on with the whole file").click()
    page.get_by_role("button", name="Try it without keeping anything").click()
    work_off(clock=clock.now)
    page.locator("#import-progress", has_text="Would be new").wait_for()
    page.locator("#import-progress dd", has_text="2").first.wait_for()
    assert not Owner.objects.exists()

    page.get_by_role("button", name="Take 3 rows").click()
    work_off(clock=clock.now)
    page.get_by_role("link", name="CSV").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    refused = download.value.path().read_bytes()
    assert sorted(Owner.objects.values_list("name", flat=True)) == ["王小明", "陈建国"]

    page.goto("/imports/")
    begin(page, "corrected.csv", refused.decode("utf-8-sig").replace("1.38E+10", "13800000003").encode())
    assert (field(page, 1).input_value(), field(page, 2).input_value()) == ("phone", "gender")
    page.get_by_role("button", name="Go on with the whole file").click()
    page.get_by_role("button", name="Take 1 row").click()
    work_off(clock=clock.now)
    page.locator("#import-progress dd", has_text="1").first.wait_for()
    assert Owner.objects.get(name="李四").gender == "female"


def test_another_encoding_is_tried_and_seen_at_once(open_as, english, bob, riverside):
    page = open_as(english(bob), "/imports/")
    begin(page, "list.csv", LIST.encode("gb18030"))
    choose(page, "#draft-encoding", "big5hkscs")
    wrong = page.get_by_role("alert")
    assert wrong.count() == 1 or "谁" not in page.locator(".imp-columns").inner_text()
    choose(page, "#draft-encoding", "gb18030")
    page.locator(".imp-heading", has_text="谁").wait_for()


def test_on_a_phone_nothing_is_wider_than_the_screen(open_as, english, bob, riverside):
    page = open_as(english(bob), "/imports/", width=390, height=844)
    begin(page, "list.csv", LIST.encode("gb18030"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_list_is_taken_as_a_file(open_as, english, bob, chen):
    page = open_as(english(bob), "/owners/")
    page.get_by_text("Export", exact=True).click()
    page.get_by_role("button", name="As CSV", exact=True).click()
    page.locator("#export-progress").wait_for()
    work_off(clock=clock.now)
    page.get_by_role("link", name="Download").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert chen.number in download.value.path().read_text(encoding="utf-8-sig")
