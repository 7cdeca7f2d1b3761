"""Telephone numbers of the mainland, Taiwan, Hong Kong, Finland and elsewhere, one number a field."""

import re

from django.utils.translation import gettext as _

from crm.written import Unread
from crm.written.plain import digits_kept, plain, shown

LABEL = re.compile(
    r"^(?:tel|phone|mobile|mob|puh|手机|手機|电话|電話|联系电话|聯絡電話|行動電話)\s*[.:：]?\s*",
    re.IGNORECASE,
)
EXTENSION = re.compile(
    r"\s*(?:转|轉|分機|分机|內線|内线|ext\.?|x|#|alanumero)\s*\.?\s*(\d{1,6})$", re.IGNORECASE
)
AFTER_DASH = re.compile(r"^(0\d{2,3}[- ]?\d{7,8})-(\d{1,6})$")
SEVERAL = re.compile(r"[/、;；，,|\n]|\s+(?:或|or|tai|and|和|及|ja)\s+|或")
ALLOWED = re.compile(r"\+?[\d\s()\-.·]+")
MAINLAND_MOBILE = re.compile(r"1[3-9]\d{9}")
SHORTEST, LONGEST = 7, 15
SHAPES = {  # what a national number, without its leading zero, looks like behind its country's code
    "+86": re.compile(r"1[3-9]\d{9}|(?:10|2\d|[3-9]\d{2})\d{7,8}|[48]00\d{7}"),
    "+886": re.compile(r"9\d{8}|[2-8]\d{7,8}"),
    "+852": re.compile(r"[2-9]\d{7}"),
    "+853": re.compile(r"[268]\d{7}"),
    "+358": re.compile(r"[1-9]\d{4,11}"),
}
TRUNK = ("+86", "+886", "+358")  # whose numbers begin with 0 at home


def phone(written) -> str:
    """The number as it is compared: digits, a + only before a foreign country's code; an extension is left out.

    Raises Unread for several numbers in one field, for one that lost its leading zero or its last digits in a
    spreadsheet, for a masked one, and for what no telephone has.
    """
    if _plain_mobile(written):
        return written
    text = LABEL.sub("", digits_kept(plain(written)))
    if "*" in text or "×" in text:
        raise Unread(_("“%(cell)s” is masked. Write the whole number.") % {"cell": shown(written)})
    text = EXTENSION.sub("", text)
    if dashed := AFTER_DASH.fullmatch(text):
        text = dashed[1]
    _one_only(text, written)
    if not ALLOWED.fullmatch(text):
        raise Unread(_("“%(cell)s” is not a telephone number.") % {"cell": shown(written)})
    return _checked(compared(text), written)


def compared(written: str) -> str:
    """One spelling for what people write in several, whatever it is; nothing is refused here.

    +86 138-1234-5678, 0086 13812345678 and 138 1234 5678 are one telephone, and so are +86 571 8888 9999 and
    (0571) 8888-9999, +358 (0)40 123 4567 and +358 40 1234567.
    """
    if _plain_mobile(written):
        return written
    digits = re.sub(r"[^0-9+*]", "", plain(written))
    digits = ("+" if digits.startswith("+") else "") + digits.replace("+", "")
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.startswith("86") and MAINLAND_MOBILE.fullmatch(digits[2:]):
        digits = "+" + digits
    if digits.startswith("0") and MAINLAND_MOBILE.fullmatch(digits[1:]):  # as long-distance calls once began
        return digits[1:]
    for code in TRUNK:
        if digits.startswith(code + "0"):
            digits = code + digits[len(code) + 1 :]
    if not digits.startswith("+86"):
        return digits
    national = digits[3:]
    if not SHAPES["+86"].fullmatch(national):
        return digits
    as_dialled = MAINLAND_MOBILE.fullmatch(national) or national.startswith(("400", "800"))
    return national if as_dialled else "0" + national


def _plain_mobile(written) -> bool:
    """Whether it stands as it is compared already, as nearly every number in a long file does."""
    return isinstance(written, str) and written.isascii() and MAINLAND_MOBILE.fullmatch(written) is not None


def _one_only(text: str, written) -> None:
    pieces = [re.sub(r"\D", "", piece) for piece in SEVERAL.split(text)]
    whole = [piece for piece in pieces if len(piece) >= SHORTEST]
    run_together = re.fullmatch(r"(1[3-9]\d{9})[\s-]*(1[3-9]\d{9})", text.replace(" ", ""))
    if len(whole) > 1 or run_together or len(re.findall(r"\+\d", text)) > 1:
        sentence = _(
            "“%(cell)s” holds two telephone numbers. Keep one here; the other belongs in a column of its own."
        )
        raise Unread(sentence % {"cell": shown(written)})


def _checked(number: str, written) -> str:
    digits = number.lstrip("+")
    if not SHORTEST <= len(digits) <= LONGEST:
        raise Unread(_("“%(cell)s” is not a telephone number.") % {"cell": shown(written)})
    for code, shape in SHAPES.items():
        if number.startswith(code) and not shape.fullmatch(number[len(code) :]):
            raise Unread(
                _("“%(cell)s” does not have the length of a number in its country.")
                % {"cell": shown(written)}
            )
    if _lost_its_zero(number):
        sentence = _(
            "“%(cell)s” seems to have lost its leading zero in a spreadsheet. Write it with the zero."
        )
        raise Unread(sentence % {"cell": shown(written)})
    if len(number) == 11 and number.startswith("1") and not MAINLAND_MOBILE.fullmatch(number):
        raise Unread(_("“%(cell)s” is not a telephone number.") % {"cell": shown(written)})
    return number


def _lost_its_zero(number: str) -> bool:
    """What would be whole with a zero before it: 912345678 in Taiwan, 401234567 in Finland, 57188889999 in Hangzhou."""
    if number.startswith(("+", "0", "400", "800")):
        return False
    if len(number) == 9:
        return number[0] in "945"
    mainland = re.fullmatch(r"(?:10|2\d)\d{8}|[3-9]\d{2}\d{7,8}", number)
    return len(number) in (10, 11) and mainland is not None
