"""Templates hold no script, no style and no handlers of their own: the browser refuses them, and so do we."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import FLOORS, ROOT, planted

FORBIDDEN = {
    "inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json[\"'])[^>]*>", re.I
    ),
    "script after its source": re.compile(r"<script[^>]*\bsrc=[^>]*>\s*[^<\s]", re.I),
    "inline style": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I),
    "handler attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "evaluated handler": re.compile(r"\shx-on[:=-]|\shx-vars\s*=|hx-(?:vals|headers)\s*=\s*[\"']js:", re.I),
    "script address": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.I),
    "foreign origin": re.compile(
        r"<(?:script|link|img|iframe|source|audio|video)[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.I
    ),
}
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.S)


def breaches(root: Path = ROOT) -> list[str]:
    found = []
    for app in FLOORS:
        for path in sorted((root / app).rglob("templates/**/*")):
            if path.suffix not in (".html", ".svg", ".txt"):
                continue
            text = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), path.read_text(encoding="utf-8"))
            for name, pattern in FORBIDDEN.items():
                for match in pattern.finditer(text):
                    line = text.count("\n", 0, match.start()) + 1
                    found.append(f"{path.relative_to(root)}:{line} {name}")
    return found


def test_no_template_has_anything_inline():
    assert breaches() == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<script type="module">x()</script>',
        '<script src="/a.js">x()</script>',
        "<style>p{}</style>",
        '<p style="color:red">x</p>',
        '<p\n  class="a"\n  style="color:red">x</p>',
        '<button onclick="go()">x</button>',
        '<body onload = "go()">',
        '<button hx-on:click="go()">x</button>',
        '<a href="javascript:go()">x</a>',
        '<script src="https://example.org/a.js"></script>',
        '<link rel="stylesheet" href="//example.org/a.css">',
    ],
)
def test_control_planted_inline_code_is_found(text, tmp_path):
    assert breaches(planted(tmp_path, "owners/templates/owners/x.html", text))


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{% static "a.js" %}" defer></script>',
        '<script type="application/json" id="rows">[]</script>',
        '<p class="onward" x-on:click="open">one</p>',
        '{# <p style="x"> #}',
    ],
)
def test_control_what_is_allowed_is_left_alone(text, tmp_path):
    assert breaches(planted(tmp_path, "owners/templates/owners/x.html", text)) == []
