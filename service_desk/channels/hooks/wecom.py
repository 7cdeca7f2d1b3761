"""The envelope of WeCom's callbacks, as WeCom documents it: SHA-1 over sorted parts, AES-256-CBC inside. Pure.

The clear text is sixteen random bytes, four of length, the message and the id of the company it is meant for.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from xml.etree import ElementTree

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
UTF8 = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?!\?xml[^>]*\bencoding\s*=\s*[\"'](?!utf-8[\"']))", re.I)
FORBIDDEN = re.compile(rb"<!(DOCTYPE|ENTITY)", re.I)
LARGEST = 512 * 1024


class Unproved(Exception):
    """It is not signed by whoever knows our token, is not for us, or cannot be opened."""


def signature(token: str, timestamp: str, nonce: str, sealed: str) -> str:
    return hashlib.sha1("".join(sorted([token, timestamp, nonce, sealed])).encode()).hexdigest()  # noqa: S324


def check(token: str, timestamp: str, nonce: str, sealed: str, given: str) -> None:
    """Raises Unproved where the signature is another."""
    expected = signature(token, timestamp, nonce, sealed).encode()
    if not hmac.compare_digest(expected, given.encode()):
        raise Unproved("signature")


def key_of(text: str) -> bytes:
    """The 32 bytes that the 43 signs of an EncodingAESKey stand for; raises Unproved where they do not."""
    try:
        key = base64.b64decode(text + "=", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unproved("key") from error
    if len(key) != 32:
        raise Unproved("key")
    return key


def opened(key: bytes, sealed: str, company: str) -> bytes:
    """The message in an envelope that is meant for this company."""
    try:
        data = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unproved("envelope") from error
    if not data or len(data) % 16:
        raise Unproved("envelope")
    reader = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = reader.update(data) + reader.finalize()
    padding = plain[-1]
    if not 1 <= padding <= BLOCK or plain[-padding:] != bytes([padding]) * padding:
        raise Unproved("padding")
    content = plain[16:-padding]
    length = int.from_bytes(content[:4], "big")
    message, receiver = content[4 : 4 + length], content[4 + length :]
    if len(message) < length or not hmac.compare_digest(receiver, company.encode()):
        raise Unproved("receiver")
    return message


def sealed(key: bytes, message: bytes, company: str) -> str:
    """An envelope as WeCom makes it; tests and the page that tries a connection use it."""
    content = secrets.token_bytes(16) + len(message).to_bytes(4, "big") + message + company.encode()
    padding = BLOCK - len(content) % BLOCK
    writer = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    data = writer.update(content + bytes([padding]) * padding) + writer.finalize()
    return base64.b64encode(data).decode()


def fields(data: bytes) -> dict[str, str]:
    """The flat fields of an XML message; one that brings definitions of its own is refused.

    WeCom writes UTF-8. In another alphabet the definitions would not be seen before they are read.
    """
    if len(data) > LARGEST or b"\0" in data or FORBIDDEN.search(data) or not UTF8.match(data):
        raise Unproved("xml")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  no definitions, bounded size
    except ElementTree.ParseError as error:
        raise Unproved("xml") from error
    return {child.tag: (child.text or "") for child in root if len(child) == 0}
