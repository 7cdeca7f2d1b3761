"""The HTML of a printed page as plain blocks. Pure; what is no part of a printed page is left out.

A page says what its elements mean on paper by `data-paper`: `box` (kept together, in a frame), `entry` (kept
together), `lines` (places to
sign), `written` (line breaks as they were typed; a `dd` has them anyway), `skip` (for the screen alone).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "img", "hr", "input", "meta", "link", "wbr", "col", "source"}
SKIPPED = {
    "script", "style", "nav", "form", "button", "svg", "noscript", "template", "canvas", "select", "textarea", "head",
    "dialog", "input",
}  # fmt: skip
INLINE = {
    "a", "abbr", "b", "bdi", "br", "cite", "code", "data", "em", "i", "kbd", "label", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "u", "wbr",
}  # fmt: skip
BOLD, SLANTED, QUIET = {"b", "strong"}, {"em", "i", "cite"}, {"small"}
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 3}
MUTED = {"ds-muted", "ds-small"}
LONGEST_WORD, PIECE = 40, 20  # signs without a blank, and after how many of them a line may break
LONG = re.compile(rf"[!-~]{{{LONGEST_WORD},}}")
BLANKS = re.compile(r"[^\S\n]+")


@dataclass
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list = field(default_factory=list)  # nodes and texts

    @property
    def paper(self) -> str:
        return self.attributes.get("data-paper", "")

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def left_out(self) -> bool:
        if self.tag in SKIPPED or self.paper == "skip" or "hidden" in self.attributes:
            return True
        return self.attributes.get("aria-hidden") == "true" or "visually-hidden" in self.classes


class _Tree(HTMLParser):
    """Text stays text: nothing that somebody wrote is read as markup a second time."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if any(node.tag == tag for node in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        self.open[-1].children.append(data)


@dataclass
class Reader:
    """Turns a page into blocks; `picture` names the file of an address, or None where there is none."""

    picture: Callable[[str], str | None]

    def blocks(self, html: str) -> list[dict]:
        tree = _Tree()
        tree.feed(html)
        tree.close()
        return self._inside(tree.root)

    def _inside(self, node: Node) -> list[dict]:
        found, runs = [], []
        written, look = _is_written(node), _look(node)
        for child in node.children:
            if isinstance(child, str) or child.tag in INLINE:
                runs += [run | look for run in _runs(child)]
                continue
            if child.left_out:
                continue
            found += _paragraph(runs, written)
            runs = []
            found += self._block(child)
        return found + _paragraph(runs, written)

    def _block(self, node: Node) -> list[dict]:
        if node.left_out:
            return []
        if node.tag in HEADINGS:
            runs = _tidy(_inner(node))
            return [{"kind": "heading", "level": HEADINGS[node.tag], "runs": runs}] if runs else []
        if node.tag == "img":
            return self._picture(node)
        if node.paper == "lines":
            places = [_text(child) for child in node.children if isinstance(child, Node)]
            return [{"kind": "lines", "places": places}]
        if node.paper in ("box", "entry"):
            return [{"kind": node.paper, "blocks": self._inside(node)}]
        if node.tag in ("dl", "ul", "ol", "table"):
            return getattr(self, f"_{node.tag}")(node)
        return self._inside(node)

    def _picture(self, node: Node) -> list[dict]:
        name = self.picture(node.attributes.get("src", ""))
        said = _clean(node.attributes.get("alt", ""))
        if name is None:
            return _paragraph([{"text": said}], False)
        return [{"kind": "picture", "file": name, "said": said, "small": "sh-signature" in node.classes}]

    def _dl(self, node: Node) -> list[dict]:
        rows: list[dict] = []
        for child in _elements(node, "dt", "dd"):
            if child.tag == "dt":
                rows.append({"name": _tidy(_inner(child)), "blocks": []})
            elif rows:
                rows[-1]["blocks"] += self._inside(child)
        return [{"kind": "facts", "rows": rows}] if rows else []

    def _ul(self, node: Node, ordered: bool = False) -> list[dict]:
        items = [self._inside(child) for child in _elements(node, "li")]
        items = [item for item in items if item]
        return [{"kind": "list", "ordered": ordered, "items": items}] if items else []

    def _ol(self, node: Node) -> list[dict]:
        return self._ul(node, ordered=True)

    def _table(self, node: Node) -> list[dict]:
        rows = []
        for row in _elements(node, "tr", "caption"):
            cells = [row] if row.tag == "caption" else list(_elements(row, "th", "td"))
            rows.append([{"head": cell.tag == "th", "blocks": self._inside(cell)} for cell in cells])
        width = max(map(len, rows), default=0)
        for row in rows:
            row += [{"head": False, "blocks": []}] * (width - len(row))
        return [{"kind": "table", "columns": width, "rows": rows}] if width else []


def _elements(node: Node, *tags: str) -> Iterator[Node]:
    """The nearest elements of these tags below a node, in their order."""
    for child in node.children:
        if isinstance(child, Node) and not child.left_out:
            if child.tag in tags:
                yield child
            else:
                yield from _elements(child, *tags)


def _is_written(node: Node) -> bool:
    return node.tag == "dd" or node.paper == "written"


def _inner(node: Node) -> list[dict]:
    return [run for child in node.children for run in _runs(child)]


def _runs(node: Node | str) -> list[dict]:
    """The words of an inline element, each stretch with its look."""
    if isinstance(node, str):
        return [{"text": _clean(node)}]
    if node.left_out:
        return []
    if node.tag == "br":
        return [{"text": "\n", "break": True}]
    look = _look(node)
    return [run | look for run in _inner(node)]


def _look(node: Node) -> dict[str, bool]:
    look = {
        "bold": node.tag in BOLD,
        "slanted": node.tag in SLANTED,
        "quiet": node.tag in QUIET or bool(node.classes & MUTED),
    }
    return {name: True for name, has in look.items() if has}


def _clean(text: str) -> str:
    """Without signs that steer instead of being read: controls, and those that turn the direction of writing."""
    return "".join(
        sign
        for sign in text
        if sign in "\n\t\u200c\u200d" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs")
    )


def _paragraph(runs: list[dict], written: bool) -> list[dict]:
    runs = _tidy(runs, written)
    return [{"kind": "paragraph", "runs": runs}] if runs else []


def _tidy(runs: list[dict], written: bool = False) -> list[dict]:
    """Blanks as a browser shows them, line breaks as runs of their own, and places where an endless word may break."""
    found: list[dict] = []
    for run in runs:
        look = {name: value for name, value in run.items() if name not in ("text", "break")}
        lines = run["text"].split("\n") if written or run.get("break") else [run["text"].replace("\n", " ")]
        for place, line in enumerate(lines):
            if place:
                _break(found)
            text = BLANKS.sub(" ", line)
            if not found or found[-1]["text"] == "\n" or found[-1]["text"].endswith(" "):
                text = text.lstrip(" ")
            if text:
                found.append({"text": text, **look})
    while found and not found[-1]["text"].strip():
        found.pop()
    if found:
        found[-1]["text"] = found[-1]["text"].rstrip()
    return [part for run in found for part in _breakable(run)]


def _break(found: list[dict]) -> None:
    """A new line; blank lines at the beginning are none, and two of them are one."""
    if found and found[-1]["text"] != "\n":
        found[-1]["text"] = found[-1]["text"].rstrip(" ")
    if found and [run["text"] for run in found[-2:]] != ["\n", "\n"]:
        found.append({"text": "\n"})


def _breakable(run: dict) -> Iterator[dict]:
    at = 0
    for word in LONG.finditer(run["text"]):
        for start in range(word.start(), word.end() - PIECE, PIECE):
            yield run | {"text": run["text"][at : start + PIECE], "may_break": True}
            at = start + PIECE
    yield run | {"text": run["text"][at:]}


def _text(node: Node) -> str:
    return "".join(run["text"] for run in _tidy(_inner(node)))
