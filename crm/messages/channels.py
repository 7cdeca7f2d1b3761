"""The ways out of the house, in one table. To add one, see docs/to-add-a-channel.md.

A channel gets a `Letter` and returns when the other side has taken it, if it likes with the id under which the other
side knows it. It raises `Undeliverable` where trying again is useless, and anything else where it is not: `PutOff`
where the other side says for how long, `OutcomeUnknown` where it may have taken it. It must give up after TIMEOUT, has no database, and writes
neither address nor text into a log.
"""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from crm.messages.selectors import gateway_in_force

log = logging.getLogger("doorstep.courier")
# RFC 3834; what a person wrote carries none of it
AUTO_SUBMITTED = {"machine": "auto-generated", "answer": "auto-replied"}
TIMEOUT = 20  # seconds, for one conversation with the other side; below the courier's lease


class Undeliverable(Exception):
    """The other side will never take this message: the address does not exist, or it refused the content."""


class PutOff(ConnectionError):
    """Not now; the other side says after how many seconds."""

    def __init__(self, words: str, *, seconds: int):
        super().__init__(words)
        self.seconds = seconds


class OutcomeUnknown(ConnectionError):
    """The other side was told and may have taken it; it goes out again under the same identifier."""


@dataclass(frozen=True)
class Letter:
    """What a channel is given. `identifier` is the same at each attempt, so that a receiver can drop a repeat."""

    identifier: str
    to: str
    subject: str
    body: str
    language: str
    written_by: str = "machine"
    answer_to: str = ""
    thread: str = ""
    in_reply_to: str = ""


def console(letter: Letter) -> None:
    """Into the log of this machine, without address and text: for a house that is not connected to anything."""
    log.info("message %s: %d characters, to nobody outside", letter.identifier, len(letter.body))


def mail(letter: Letter) -> None:
    """By SMTP. The headers say who wrote it, so that no answering machine answers a machine."""
    message = EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[letter.to],
        reply_to=[letter.answer_to] if letter.answer_to else None,
        headers=_headers(letter),
        connection=get_connection(timeout=TIMEOUT),
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _text in error.recipients.values())
        if code >= 500:
            raise Undeliverable(f"the mail server refused the address with {code}") from None
        raise ConnectionError(f"the mail server put the address off with {code}") from None
    except smtplib.SMTPResponseException as error:
        if error.smtp_code >= 500:
            raise Undeliverable(f"the mail server refused the message with {error.smtp_code}") from None
        raise ConnectionError(f"the mail server answered {error.smtp_code}") from None


def _headers(letter: Letter) -> dict[str, str]:
    headers = {
        "Message-ID": f"<{letter.identifier}@{settings.MAIL_DOMAIN}>",
        "Content-Language": letter.language,
    }
    if letter.written_by in AUTO_SUBMITTED:
        headers["Auto-Submitted"] = AUTO_SUBMITTED[letter.written_by]
        headers["X-Auto-Response-Suppress"] = "All"
    if letter.in_reply_to:
        headers["In-Reply-To"] = f"<{letter.in_reply_to}>"
    before = [f"<{one}>" for one in (letter.thread, letter.in_reply_to) if one]
    if before:
        headers["References"] = " ".join(before)
    return headers


CHANNELS: dict[str, Callable[[Letter], str | None]] = {"console": console, "mail": mail}


def transport(channel: str) -> str:
    """Which row of CHANNELS carries what was asked for as `channel`: the house's choice in the settings.

    `settings.MESSAGE_CHANNELS` maps what senders ask for ("mail", "sms") to what this house is connected to; empty
    where it no longer is. Text messages go into the log for as long as no gateway is set up.
    """
    way = settings.MESSAGE_CHANNELS.get(channel, "")
    return "console" if way == "sms" and gateway_in_force() is None else way
