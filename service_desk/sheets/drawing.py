"""A signature as it comes from a browser, drawn anew by us; pure."""

import base64
import binascii
from io import BytesIO

from PIL import Image, ImageChops

PREFIX = "data:image/png;base64,"
MOST_BYTES, WIDEST, HIGHEST = 300_000, 2400, 1200
FEWEST_MARKS = 40  # dark points; a dot is no signature


class NotASignature(ValueError):
    """What came is no drawing, is too large, or is empty."""


def redrawn(given: str) -> bytes:
    """The drawing in a data address, as a black and white PNG of our own making; nothing else of it is kept."""
    if not given.startswith(PREFIX) or len(given) > MOST_BYTES * 4 // 3 + len(PREFIX):
        raise NotASignature
    try:
        image = Image.open(
            BytesIO(base64.b64decode(given.removeprefix(PREFIX), validate=True)), formats=["PNG"]
        )
        if image.width > WIDEST or image.height > HIGHEST:
            raise NotASignature
        drawn = image.convert("RGBA")
    except (binascii.Error, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as wrong:
        raise NotASignature from wrong
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    plain = paper.convert("L").point(lambda value: 0 if value < 160 else 255)
    if sum(ImageChops.invert(plain).histogram()[255:]) < FEWEST_MARKS:
        raise NotASignature
    out = BytesIO()
    plain.convert("1").save(out, "PNG", optimize=True)
    return out.getvalue()
