"""Plain text out of HTML: what a reader would see, in lines; nothing is loaded, nothing is run. Pure."""

import re
from html.parser import HTMLParser

BREAKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr", "pre"}
SILENT = {"script", "style", "head", "title", "template", "noscript", "object", "svg"}
LONGEST = 400_000
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.I)
NEVER_CLOSED = {"br", "hr", "img", "meta", "link", "input", "area", "base", "col", "source", "wbr"}


def plain(html: str) -> str:
    """The text of a page of mail; quotations are marked with "> " as in plain mail."""
    reader = _Reader()
    try:
        reader.feed(html[:LONGEST])
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        return re.sub(r"<[^>]*>", " ", html[:LONGEST])
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent: list[str] = []
        self.quoted = 0
        self.preformatted = 0

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if (
            tag in SILENT
            or (tag not in NEVER_CLOSED and HIDDEN.search(said.get("style") or ""))
            or (self.silent and tag not in NEVER_CLOSED and tag == self.silent[-1])
        ):
            self.silent.append(tag)
        if tag == "blockquote":
            self.quoted += 1
            self._break()
        elif tag in BREAKS:
            self._break()
        if tag == "pre":
            self.preformatted += 1
        if tag == "img" and not self.silent and (said.get("alt") or "").strip():
            self.pieces.append(f"[{said['alt'].strip()[:120]}]")

    def handle_endtag(self, tag):
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()
        if tag == "blockquote":
            self.quoted = max(0, self.quoted - 1)
            self._break()
        elif tag in BREAKS:
            self._break()
        if tag == "pre":
            self.preformatted = max(0, self.preformatted - 1)

    def handle_data(self, data):
        if self.silent:
            return
        if self.preformatted:
            for number, line in enumerate(data.split("\n")):
                number and self._break()
                self.pieces.append(line)
        else:
            self.pieces.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _break(self):
        self.pieces.append("\n" + "> " * min(self.quoted, 5))

    def text(self) -> str:
        lines = [re.sub(r"[ \t\xa0]+", " ", line).strip(" ") for line in "".join(self.pieces).split("\n")]
        kept = []
        for line in lines:
            bare = not line.strip("> ")
            if bare and (not kept or not kept[-1].strip("> ")):
                continue
            kept.append("" if bare else line)
        return "\n".join(kept).strip()


def stripped(html: str) -> str:
    """Everything between the tags, for pages that hide all they say."""
    return " ".join(re.sub(r"<[^>]*>", " ", html[:LONGEST]).split())
