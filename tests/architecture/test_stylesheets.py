"""A class of the desk is styled by one room: what two stylesheets call alike hides or moves the other's page."""

import re
from pathlib import Path

SHEETS = Path(__file__).parents[2] / "service_desk" / "static" / "desk"
# Styled on the list and the case page first, and finished by the room that shows them there.
SHARED = {".dk-late", ".dk-row-turn", ".dk-tabs", ".dk-give-bar"}


def styled(text: str) -> set[str]:
    """The classes that have a rule of their own in this stylesheet."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    selectors = [one.strip() for group in re.findall(r"([^{}]+)\{", text) for one in group.split(",")]
    return {one for one in selectors if re.fullmatch(r"\.[\w-]+", one)}


def test_no_class_is_styled_by_two_rooms():
    owner, twice = {}, {}
    for sheet in sorted(SHEETS.glob("*.css")):
        for name in styled(sheet.read_text(encoding="utf-8")):
            if owner.setdefault(name, sheet.name) != sheet.name:
                twice[name] = (owner[name], sheet.name)
    assert set(twice) - SHARED == set(), twice


def test_the_reader_of_stylesheets_finds_a_rule_and_no_comment():
    assert styled("/* .a { } */ .b, .c .d { x: y } @media (x) { .e { x: y } }") == {".b", ".e"}
