"""Names, addresses, ids and dates out of header lines that may be broken in every way. Pure."""

import base64
import binascii
import quopri
import re
from datetime import UTC
from email.utils import getaddresses, parsedate_to_datetime

from service_desk.channels.mail.reading.charsets import cleaned, text_of

WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
BETWEEN = re.compile(rb"(\?=)\s+(=\?)")
ADDRESS = re.compile(r"[^\s<>\"'(),:;@]+@[^\s<>\"'(),:;@]+")
ID = re.compile(r"<([^<>\s]{1,400})>")
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LONGEST, MOST = 2_000, 100
EARLIEST, LATEST = 1990, 2100  # no clock that says something else is believed


def raw(message, name: str) -> list[bytes]:
    """All lines of this header as bytes, unfolded; the library hands undecodable ones over in surrogates."""
    found = []
    for key, value in message._headers:
        if key.lower() == name.lower():
            data = str(value).encode("ascii", "surrogateescape") if _escaped(value) else str(value).encode()
            found.append(re.sub(rb"\r?\n[ \t]*", b" ", data)[: LONGEST * 8])
    return found


def _escaped(value) -> bool:
    try:
        str(value).encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def text(message, name: str) -> str:
    """The first line of this header, decoded; empty where there is none."""
    lines = raw(message, name)
    return decoded(lines[0]) if lines else ""


def decoded(data: bytes) -> str:
    """A header line with its encoded words read; adjoining words of one charset are joined before, because some
    writers cut a character in two."""
    data = BETWEEN.sub(rb"\1\2", data)
    pieces, at, run = [], 0, None
    for found in WORD.finditer(data):
        before = data[at : found.start()]
        charset, content = found[1].decode("ascii", "replace"), _content(found[2], found[3])
        if run and not before and run[0].lower() == charset.lower():
            run[1].extend(content)
        else:
            run and pieces.append(text_of(bytes(run[1]), run[0])[0])
            before and pieces.append(text_of(before)[0])
            run = (charset, bytearray(content))
        at = found.end()
    run and pieces.append(text_of(bytes(run[1]), run[0])[0])
    pieces.append(text_of(data[at:])[0])
    return " ".join(one_way("".join(pieces)).split())[:LONGEST]


def one_way(text: str) -> str:
    """Without the signs that turn the direction of writing: a name that ends in "fdp.exe" must not read "exe.pdf"."""
    return TURNING.sub("", text)


def _content(kind: bytes, data: bytes) -> bytes:
    if kind in b"qQ":
        return quopri.decodestring(data, header=True)
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return data


def addresses(message, *names: str) -> list[dict]:
    """Names and addresses of these headers, each address once; what is no address is left out."""
    found, seen = [], set()
    for name in names:
        for line in raw(message, name):
            for person, address in _pairs(line):
                if address and address.lower() not in seen and len(found) < MOST:
                    seen.add(address.lower())
                    found.append({"name": person[:120], "address": address[:254]})
    return found


def _pairs(line: bytes):
    """Addresses are found before encoded words are read: a name that decodes to an address must not become one."""
    try:
        pairs = getaddresses([line.decode("latin-1")])
    except (ValueError, IndexError, RecursionError):
        pairs = []
    good = [(name, address) for name, address in pairs if ADDRESS.fullmatch(address)]
    if not good:
        good = [("", address) for address in ADDRESS.findall(line.decode("latin-1"))]
    for name, address in good:
        yield decoded(name.encode("latin-1")), cleaned(text_of(address.encode("latin-1"))[0])


def ids(message, *names: str) -> list[str]:
    """Message-IDs in these headers, without brackets, in order."""
    found = []
    for name in names:
        for line in raw(message, name):
            words = cleaned(line.decode("latin-1"))
            found += ID.findall(words) or (words.split()[:1] if name.lower() == "message-id" else [])
    return [one for one in dict.fromkeys(found) if one.isascii() and one.isprintable()][:MOST]


def moment(message) -> str:
    """When it was written, in ISO form with its zone; empty where that cannot be read."""
    for line in raw(message, "Date"):
        try:
            at = parsedate_to_datetime(line.decode("latin-1"))
            at = at if at.tzinfo else at.replace(tzinfo=UTC)
            at = at.astimezone(UTC)
            return at.isoformat() if EARLIEST <= at.year <= LATEST else ""
        except (TypeError, ValueError, IndexError, OverflowError):
            continue
    return ""
