"""A text as the guard compares it: one script, one width, small letters; pure."""

from crm.text.scripts import folding

LONGEST_TEXT = 20_000  # as long as a letter may be; a longer one is refused, not half read
_NARROW = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
_KEPT = {ord(sign): sign for sign in "！？；，："}


def folded(text: str) -> str:
    """The text as it is compared: one script, one width, small letters, 您 as 你; each character stays in place."""
    narrow = text[:LONGEST_TEXT].translate(_NARROW | _KEPT)
    lowered = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in narrow)
    return lowered.translate(folding()).replace("您", "你").replace("’", "'")
