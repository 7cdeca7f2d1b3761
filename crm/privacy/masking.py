"""What is shown of personal data to those who may not see it. Short values show nothing at all."""

import re

STAR = "*"


def phone(value: str) -> str:
    """The first three and last four characters of a long number: 138****5678."""
    if len(value) <= 7:
        return STAR * len(value)
    return value[:3] + STAR * (len(value) - 7) + value[-4:]


def name(value: str) -> str:
    """The family name's character, or the first letters of each word: 陈**, A*** K***."""
    words = value.split()
    if not words:
        return ""
    if len(words) == 1:
        return value.strip()[0] + STAR * max(1, min(len(value.strip()) - 1, 3))
    return " ".join(word[0] + STAR * 3 for word in words)


def identity(value: str) -> str:
    """Two characters at each end of a long number."""
    if len(value) <= 6:
        return STAR * len(value)
    return value[:2] + STAR * (len(value) - 4) + value[-2:]


def email(value: str) -> str:
    """The first character and the domain: a***@example.com."""
    local, _at, domain = value.partition("@")
    return f"{local[:1]}{STAR * 3}@{domain}" if domain else STAR * 3


def address(value: str) -> str:
    """The place without the numbers in it: every digit becomes a star."""
    return re.sub(r"\d", STAR, value)


KINDS = {"phone": phone, "name": name, "identity": identity, "email": email, "address": address}
