"""The frame in a real browser: policy, language, theme, phone, keyboard."""

import pytest

from crm.calendars.services import load_holidays
from tests.browser.stage import assigned, register
from tests.people import NOW

pytestmark = pytest.mark.django_db(transaction=True)
MAIN_PAGES = ["/desk/", "/desk/new/", "/desk/approvals/", "/desk/directives/", "/search/?q=1201"]


def test_no_page_of_the_desk_breaks_the_content_policy(open_as, alice, chen, home_1201):
    case = assigned(alice, chen, home_1201)
    page = open_as(alice, "/desk/")
    for path in [*MAIN_PAGES, f"/desk/cases/{case.number}/"]:
        page.goto(path)
        assert page.locator("h1").first.is_visible()


def test_one_case_after_another_opens_beside_the_list_within_the_policy(open_as, alice, chen, home_1201):
    """What a script has styled in the meantime is exchanged too, and hands no style attribute on."""
    cases = [assigned(alice, chen, home_1201), assigned(alice, chen, home_1201)]
    page = open_as(alice, "/desk/?view=open")
    for case in [*cases, *cases]:
        page.locator(f"#row-{case.number}").click()
        page.wait_for_url(f"**/desk/cases/{case.number}/**")
        page.locator(f"#content >> text={case.number}").first.wait_for()
        page.evaluate("document.querySelectorAll('#content [id]').forEach(it => { it.style.top = '0' })")


def test_the_watch_on_the_policy_sees_a_breach(open_as, alice, said):
    page = open_as(alice, "/desk/new/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    page.wait_for_timeout(100)
    assert any("content policy" in text or "Content Security Policy" in text for text in said)
    said.clear()


def test_a_person_turns_the_language_and_it_stays(open_as, alice):
    page = open_as(alice, "/desk/new/")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    page.locator("summary[aria-label='语言']").click()
    page.get_by_role("button", name="Suomi").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "fi"
    alice.refresh_from_db()
    assert alice.language == "fi"


def test_dark_follows_the_system_until_a_person_chooses(open_as, alice):
    page = open_as(alice, "/desk/new/", scheme="dark")
    theme = page.locator("html")
    assert theme.get_attribute("data-bs-theme") == "dark"
    page.locator("[data-theme-turn]").click()
    page.reload()
    assert theme.get_attribute("data-bs-theme") == "light"


@pytest.mark.parametrize("path", ["/desk/", "/desk/new/"])
def test_nothing_runs_off_a_phone(open_as, alice, path):
    page = open_as(alice, path, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_a_case_is_a_page_with_a_way_back(open_as, alice, chen, home_1201):
    case = register(alice, chen, home_1201)
    page = open_as(alice, "/desk/?view=open", width=390, height=844)
    page.locator(f"#row-{case.number}").click()
    page.wait_for_url(f"**/desk/cases/{case.number}/**")
    assert page.locator(".ds-list").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".ds-back").click()
    page.wait_for_url("**/desk/")
    assert page.locator(f"#row-{case.number}").is_visible()


def test_the_keyboard_goes_round_without_a_mouse(open_as, alice, chen, home_1201):
    first, second = (
        register(alice, chen, home_1201, summary="One"),
        register(alice, chen, home_1201, summary="Two"),
    )
    page = open_as(alice, "/desk/?view=open")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("#content h1", has_text="One").wait_for()
    assert first.number in page.url and second.number not in page.url
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") == "reply-body"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == f"row-{first.number}"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "ds-search"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#ds-keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url("**/desk/new/")
    page.locator("body").click(position={"x": 5, "y": 400})
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/desk/")


UNNAMED = """() => {
  const seen = element => element.checkVisibility();
  const name = element => (element.getAttribute('aria-label') || element.title || element.innerText || '').trim()
    || [...(element.labels || [])].map(label => label.innerText).join('').trim() || element.placeholder || '';
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(element => seen(element) && !name(element)).map(element => element.outerHTML.slice(0, 120));
}"""
TWICE = """() => {
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place);
}"""


def test_every_control_has_a_name_and_every_id_is_one(open_as, alice, bob, hong, chen, home_1201):
    case = assigned(alice, chen, home_1201)
    for user, paths in ((alice, [*MAIN_PAGES, f"/desk/cases/{case.number}/"]), (hong, ["/desk/slips/"])):
        page = open_as(user, paths[0])
        for path in paths:
            page.goto(path)
            assert page.evaluate(UNNAMED) == [], path
            assert page.evaluate(TWICE) == [], path
            assert page.locator("h1").count() >= 1, path


def test_everything_is_reached_with_the_tab_key_and_seen(open_as, alice):
    page = open_as(alice, "/desk/new/")
    for _press in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            """() => {
              const one = document.activeElement, chip = one.closest('.ds-chip');
              const shown = chip ? chip.querySelector('span') : one;
              return one === document.body || getComputedStyle(shown).outlineStyle !== 'none';
            }"""
        )
        assert outline, page.evaluate("document.activeElement.outerHTML.slice(0, 100)")


def test_a_year_of_a_calendar_fits_a_phone(open_as, english, ada, system):
    load_holidays(system, "CN", first=2026, last=2026, now=NOW)
    page = open_as(english(ada), "/settings/calendars/CN/?year=2026", width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    table = page.locator(".ds-table-wrap")
    assert table.evaluate("box => box.scrollWidth - box.clientWidth") == 0


def test_a_case_on_paper_is_one_column_without_the_frame(open_as, english, alice, chen, home_1201):
    case = assigned(english(alice), chen, home_1201)
    page = open_as(alice, f"/desk/cases/{case.number}/?view=open")
    page.emulate_media(media="print")
    for gone in (".ds-rail", ".ds-top", ".ds-list", ".dk-next"):
        assert not page.locator(gone).first.is_visible()
    assert page.locator("button:visible").count() == 0
    width = page.evaluate("document.documentElement.clientWidth")
    thing, side = page.locator(".dk-case").bounding_box(), page.locator(".ds-side").bounding_box()
    assert thing["width"] == side["width"] == width
    assert side["y"] >= thing["y"] + thing["height"]
