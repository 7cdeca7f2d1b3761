"""The page counts a text message as the house counts it: the same signs and the same parts."""

from pathlib import Path

from crm.messages.segments import length_of

SCRIPT = Path(__file__).resolve().parents[2] / "crm/messages/static/outgoing/texts.js"
PAGE = "<form><textarea></textarea><p data-text-counter data-signs='Signs' data-parts='Parts'></p></form>"
TEXTS = [
    "a" * 160, "a" * 161, "漏" * 70, "漏" * 71, "漏" * 135, "€" * 80, "a" * 152 + "€" + "b" * 152, "😀" * 67,
    "ç", "Huomenta, Äijä!", "",
]  # fmt: skip


def test_the_counter_of_the_page_agrees_with_the_house(page):
    page.set_content(PAGE)
    page.add_script_tag(path=str(SCRIPT))
    for text in TEXTS:
        page.fill("textarea", text)
        found = length_of(text)
        shown = page.text_content("[data-text-counter]")
        assert shown == f"Signs {found.units} · Parts {found.segments}"
