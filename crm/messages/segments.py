"""How long a text message is, as telephones count it: in which alphabet, and in how many parts it travels. Pure."""

from dataclasses import dataclass

PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("\f^{}\\[~]|€")  # written with an escape before them
ALONE = {"gsm7": 160, "ucs2": 70}
OF_MANY = {"gsm7": 153, "ucs2": 67}  # each part says which of how many it is


@dataclass(frozen=True)
class Length:
    """`units` of `room` in the last part; `alphabet` is gsm7 or ucs2."""

    alphabet: str
    units: int
    segments: int


def length_of(text: str) -> Length:
    """How a text travels: in seven bits a sign where the plain alphabet has all of it, else in sixteen.

    No sign of two units is torn in two: where only one is free in a part, the sign begins the next one.
    """
    plain = all(sign in PLAIN or sign in TWICE for sign in text)
    alphabet = "gsm7" if plain else "ucs2"
    sizes = [_size(sign, plain) for sign in text]
    units = sum(sizes)
    if units <= ALONE[alphabet]:
        return Length(alphabet, units, 1 if units else 0)
    return Length(alphabet, units, _parts(sizes, OF_MANY[alphabet]))


def _size(sign: str, plain: bool) -> int:
    if plain:
        return 2 if sign in TWICE else 1
    return 2 if ord(sign) > 0xFFFF else 1


def _parts(sizes: list[int], room: int) -> int:
    parts, free = 1, room
    for size in sizes:
        if size > free:
            parts, free = parts + 1, room
        free -= size
    return parts
