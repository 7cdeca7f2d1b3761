"""One sheet, or many, as a PDF."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from PIL import Image

from crm.paper import fonts
from crm.paper.reading import Reader

TEMPLATE = Path(__file__).with_name("sheet.typ")
LANGUAGES = {"zh-hans": ("zh", "CN"), "zh-hant": ("zh", "TW"), "fi": ("fi", "FI"), "en": ("en", "GB")}
KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


@dataclass(frozen=True)
class Sheet:
    """What is to be set: the page as HTML, and what stands at the foot of each sheet."""

    title: str
    html: str
    language: str
    foot: str = ""
    pictures: Callable[[str], bytes | None] = lambda _address: None


def pdf(sheet: Sheet, *, now: datetime) -> bytes:
    """The PDF. Raises NoFont where this machine cannot write what stands in it.

    Nothing of the text is markup to the typesetter: it reads a template of ours, and the words as values from JSON.
    """
    return _typeset(sheet, now, "pdf")


def pages(sheet: Sheet, *, now: datetime) -> list[bytes]:
    """The same as pictures (PNG), one a page: for whoever wants to look at it without a reader of PDFs."""
    made = _typeset(sheet, now, "png")
    return made if isinstance(made, list) else [made]


def _typeset(sheet: Sheet, now: datetime, kind: str):
    import typst  # imported where it is needed: see fonts.installed

    files: dict[str, bytes] = {}
    reader = Reader(lambda address: _file(files, sheet.pictures(address)))
    language, region = LANGUAGES.get(sheet.language, LANGUAGES["en"])
    families = fonts.chosen(sheet.language)
    written = {
        "title": sheet.title,
        "foot": sheet.foot,
        "blocks": reader.blocks(sheet.html),
        "fonts": families,
        "language": language,
        "region": region,
        "thicken": bool(families) and not fonts.has_bold(families[0]),
    }
    said = json.dumps(written, ensure_ascii=False)
    fonts.must_write(said)
    laid = {"main": TEMPLATE.read_bytes(), "sheet.json": said.encode(), **files}
    return typst.compile(
        laid,
        format=kind,
        font_paths=fonts.installed(),
        ignore_system_fonts=True,
        timestamp=int(now.timestamp()),
    )


def _file(files: dict[str, bytes], content: bytes | None) -> str | None:
    """Lays a picture beside the template. The typesetter takes text files only, and nothing of a photo is to lie on
    the disk in clear: so the picture stands inside a drawing."""
    kind = next((name for start, name in KINDS.items() if (content or b"").startswith(start)), None)
    if kind is None:
        return None
    try:
        width, height = Image.open(BytesIO(content), formats=["JPEG", "PNG"]).size
    except (OSError, ValueError, SyntaxError):
        return None
    inside = base64.b64encode(content).decode()
    name = f"{len(files) + 1}.svg"
    files[name] = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" '
        f'height="{height}"><image width="{width}" height="{height}" xlink:href="data:{kind};base64,{inside}"/></svg>'
    ).encode()
    return name
