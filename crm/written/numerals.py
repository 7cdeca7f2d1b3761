"""Chinese numerals, in everyday and in bank writing, alone or mixed with digits: 十二, 壹佰贰拾叁, 3万5千, 1.2亿."""

import re
from decimal import Decimal

DIGITS = {
    **{sign: value for value, sign in enumerate("零一二三四五六七八九")},
    **{sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")},
    **{sign: value for value, sign in enumerate("〇壹貳參肆伍陸柒捌玖")},
    "兩": 2,
    "两": 2,
    "叄": 3,
    "弍": 2,
    "弐": 2,
    "幺": 1,
}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
UNITS = SMALL | LARGE
TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
SIGNS = "".join({**DIGITS, **UNITS, **TENS})
_PIECE = re.compile(rf"\d+(?:\.\d+)?|[{''.join(DIGITS)}]|[{''.join(UNITS)}]")


def number(text: str) -> Decimal | None:
    """The number that stands there; None where it is no number, or none that one would say so."""
    for short, long in TENS.items():
        text = text.replace(short, long)
    pieces = _PIECE.findall(text)
    if not pieces or "".join(pieces) != text:
        return None
    if not any(piece in UNITS for piece in pieces):
        return _side_by_side(pieces)
    return _Sum().of(pieces)


def _side_by_side(pieces: list[str]) -> Decimal | None:
    """二〇二六: digit after digit."""
    if len(pieces) == 1 and pieces[0] not in DIGITS:
        return Decimal(pieces[0])
    if any(piece not in DIGITS for piece in pieces):
        return None
    return Decimal("".join(str(DIGITS[piece]) for piece in pieces))


class _Sum:
    """Adds up section by section: below ten thousand, below a hundred million, above."""

    def __init__(self):
        self.total = self.section = Decimal(0)
        self.digit: Decimal | None = None
        self.last = self.large = (
            10**9
        )  # the unit before, and the large one before: each is smaller than the last
        self.after_zero = False

    def of(self, pieces: list[str]) -> Decimal | None:
        for place, piece in enumerate(pieces):
            step = self._unit if piece in UNITS else self._digit
            if not step(piece, first=place == 0):
                return None
        return self._end()

    def _digit(self, piece: str, *, first: bool) -> bool:
        value = Decimal(DIGITS[piece]) if piece in DIGITS else Decimal(piece)
        if value == 0 and piece in DIGITS:
            self.after_zero = True
            return self.digit is None
        if self.digit is not None:
            return False
        self.digit = value
        return True

    def _unit(self, piece: str, *, first: bool) -> bool:
        value = UNITS[piece]
        if piece in LARGE:
            return self._large(value)
        if value >= self.last or (self.digit is None and not (value == 10 and (first or self.after_zero))):
            return False
        self.section += (Decimal(1) if self.digit is None else self.digit) * value
        self.digit, self.last, self.after_zero = None, value, False
        return True

    def _large(self, value: int) -> bool:
        counted = self.section + (self.digit or 0)
        if value == 10**8:
            counted += self.total
            self.total = Decimal(0)
        if counted == 0 or (value >= self.large and not (value == 10**8 and self.large == 10**4)):
            return False
        self.total += counted * value
        self.section, self.digit, self.after_zero = Decimal(0), None, False
        self.last, self.large = value, value
        return True

    def _end(self) -> Decimal:
        rest = self.digit or Decimal(0)
        # 三万五 is thirty-five thousand, 三万零五 is thirty thousand and five
        spoken = not self.after_zero and 100 <= self.last <= 10**8 and rest < 10 and rest == int(rest)
        return self.total + self.section + rest * (self.last // 10 if spoken else 1)
