"""The secret by which an answer finds its case. Pure but for the key.

A letter about a case carries a mark made of the case's number and of the address it goes to. It stands in the
address to answer to, in the id of the thread and in the subject, because mail programs keep now one, now another.
Whoever guesses a number has no mark; and the mark of one address is of no use to another.
"""

import base64
import hmac
import re
from dataclasses import dataclass

from crm.privacy import blind_index

PURPOSE = "thread.email"
LENGTH = 16  # characters of base32: 80 bits
NUMBER = r"\d{4}-\d{6,12}"
MARKED = re.compile(rf"({NUMBER})[.~]([a-z2-7]{{{LENGTH}}})(?![a-z2-7])", re.I)
NUMBERED = re.compile(rf"(?<!\d)({NUMBER})(?!\d)")
MOST = 20


@dataclass(frozen=True)
class Mark:
    """A number with the secret that stood beside it."""

    number: str
    secret: str

    def is_of(self, address: str) -> bool:
        """Whether we gave it to this address."""
        return hmac.compare_digest(self.secret.lower(), secret_of(self.number, address))


def secret_of(number: str, address: str) -> str:
    """The secret of a case for the one address that its letters go to."""
    digest = blind_index.of(f"{number} {blind_index.folded(address, PURPOSE)}", "thread.mark")
    return base64.b32encode(digest).decode().lower()[:LENGTH]


def answer_address(ours: str, number: str, address: str) -> str:
    """Our address with the mark, so that an answer brings it back."""
    local, _at, domain = ours.rpartition("@")
    return f"{local.partition('+')[0]}+{number}.{secret_of(number, address)}@{domain}"


def thread_id(domain: str, number: str, address: str) -> str:
    """The id under which mail programs keep all letters of a case together."""
    return f"case.{number}.{secret_of(number, address)}@{domain}"


def tagged(subject: str, number: str, address: str) -> str:
    """The subject with the mark at its end."""
    return f"{subject} [{number}~{secret_of(number, address)}]"


def untagged(subject: str) -> str:
    """The subject without marks, as it is shown."""
    return " ".join(re.sub(rf"\[{NUMBER}[.~][a-z2-7]{{{LENGTH}}}\]", " ", subject, flags=re.I).split())


def marks_in(*texts: str) -> list[Mark]:
    """The marks in addresses, ids and the subject, each once."""
    found = [Mark(number, secret.lower()) for text in texts for number, secret in MARKED.findall(text)]
    return list(dict.fromkeys(found))[:MOST]


def numbers_in(text: str) -> list[str]:
    """Numbers that look like those of cases; they prove nothing and only suggest."""
    return list(dict.fromkeys(NUMBERED.findall(text)))[:MOST]
