"""Finding an encrypted value by an equal one: a keyed digest in a column beside it.

Equal values have equal digests, so whoever reads the table sees which rows share a value, and no more. The
price is accepted; `purpose` keeps different columns from being compared with each other.
"""

import hmac
import re
import unicodedata

from crm.privacy.keys import index_key
from crm.written import addresses


def of(value: str, purpose: str, *, key: bytes | None = None) -> bytes:
    """32 bytes for this value and purpose; the purposes of `folded` forgive how it is written."""
    message = f"{purpose}\0{folded(value, purpose)}".encode()
    return hmac.digest(key or index_key(), message, "sha256")


def folded(value: str, purpose: str) -> str:
    """One spelling for what people write in several."""
    plain = unicodedata.normalize("NFKC", value).strip()
    kind = purpose.rpartition(".")[2]
    if kind == "phone":
        return _phone(plain)
    if kind == "email":
        return plain.casefold()
    if kind == "identity":
        return (plain if plain.isalnum() else re.sub(r"[\s\-]", "", plain)).upper()
    if kind == "postal_address":
        return addresses.compared(plain)
    return plain


def _phone(text: str) -> str:
    """Digits; a Chinese number loses its country code, so that 0086…, +86… and the bare number are one."""
    if text.startswith("1") and text.isascii() and text.isdigit():  # as nearly every one is stored
        return text
    digits = re.sub(r"\D", "", text)
    international = text.startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00") if digits.startswith("00") else digits
    if re.fullmatch(r"861[3-9]\d{9}", digits):
        return digits[2:]
    if international and not re.fullmatch(r"1[3-9]\d{9}", digits):
        return f"+{digits}"
    return digits
