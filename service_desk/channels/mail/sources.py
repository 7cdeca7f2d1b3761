"""Where mail comes from: a file, an mbox, a maildir, a server that speaks IMAP. Each gives the bytes, one by one."""

import imaplib
import mailbox as boxes
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service_desk.channels.mail.models import Mailbox
from service_desk.channels.mail.storing import BEGINNING, LARGEST

TIMEOUT = 30  # seconds, for one answer of the server
FROM_LINE = re.compile(rb"From [^\r\n]{1,200}\d\d:\d\d")
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class NotReached(Exception):
    """The server was not reached, or did not let us in; says in which way, and nothing of whom."""


def from_path(path: Path) -> Iterator[bytes]:
    """The mails of a file with one mail, an mbox, or a maildir; a larger one than we keep is not read whole."""
    if path.is_dir():
        yield from _maildir(path)
    elif _is_mbox(path):
        box = boxes.mbox(path, create=False)
        try:
            for key in box.iterkeys():
                yield box.get_bytes(key)
        finally:
            box.close()
    else:
        yield path.read_bytes()


def _maildir(path: Path) -> Iterator[bytes]:
    if (path / "cur").is_dir() and (path / "new").is_dir():
        found = [*(path / "new").iterdir(), *(path / "cur").iterdir()]
    else:
        found = [one for one in path.rglob("*") if one.is_file()]
    for one in sorted(found):
        yield one.read_bytes()


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return path.suffix == ".mbox" or bool(FROM_LINE.match(file.readline(300)))


class NotGiven(Exception):
    """The server answers, but does not give this one mail; says in which way."""


class LineBroke(Exception):
    """The conversation ended in the middle of one mail."""


class Gone(Exception):
    """The mail is no longer in the mailbox: somebody has taken it out."""


class Server:
    """One conversation with the server of a mailbox."""

    def __init__(self, connection: imaplib.IMAP4, folder: str):
        self.connection = connection
        state, _answer = connection.select(_quoted(folder))
        if state != "OK":
            raise NotReached("no such folder")
        told = connection.response("UIDVALIDITY")[1]
        self.uid_validity = int(told[0]) if told and told[0] else 0

    def uids_after(self, last: int) -> list[int]:
        """The mails that came after this one; all that are unseen where the server numbers them anew."""
        asked = f"UID {last + 1}:*" if last else "UNSEEN"
        state, answer = self.connection.uid("SEARCH", asked)
        if state != "OK":
            raise NotReached("search was refused")
        found = sorted(int(one) for one in (answer[0] or b"").split())
        return [one for one in found if one > last]

    def fetch(self, uid: int) -> tuple[bytes, int]:
        """The bytes of a mail and its true size; of one too large only the beginning is carried over.

        Raises NotGiven or Gone where the conversation goes on without it.
        """
        told = SIZE.search(
            b" ".join(part for part in self._asked(uid, "(RFC822.SIZE)") if isinstance(part, bytes))
        )
        size = int(told[1]) if told else 0
        data = self._bytes(uid, f"(BODY.PEEK[]<0.{BEGINNING}>)" if size > LARGEST else "(BODY.PEEK[])")
        if data is None and told is None and not self.has(uid):
            raise Gone
        if data is None:
            raise NotGiven("no bytes came")
        return data, max(size, len(data)) if size > LARGEST else len(data)

    def beginning(self, uid: int) -> bytes:
        """What can be had of a mail that is not given whole: its first bytes, else its head, else nothing."""
        for what in (f"(BODY.PEEK[]<0.{BEGINNING}>)", "(BODY.PEEK[HEADER])"):
            try:
                data = self._bytes(uid, what)
            except (NotGiven, LineBroke):
                continue
            if data:
                return data
        return b""

    def has(self, uid: int) -> bool:
        """Whether this mail is still there."""
        _state, answer = self.connection.uid("SEARCH", f"UID {uid}")
        return str(uid).encode() in (answer[0] or b"").split()

    def still_answers(self) -> None:
        """Raises what `opened` tells as not reached where it does not."""
        self.connection.noop()

    def _bytes(self, uid: int, what: str) -> bytes | None:
        return next((part[1] for part in self._asked(uid, what) if isinstance(part, tuple)), None)

    def _asked(self, uid: int, what: str) -> list:
        try:
            state, answer = self.connection.uid("FETCH", str(uid), what)
        except (imaplib.IMAP4.abort, OSError) as error:
            raise LineBroke(f"the line broke off over it: {type(error).__name__}") from error
        except imaplib.IMAP4.error as error:
            raise NotGiven("fetch was refused") from error
        if state != "OK":
            raise NotGiven("fetch was refused")
        return answer

    def mark_seen(self, uid: int) -> None:
        self.connection.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")


@contextmanager
def opened(box: Mailbox) -> Iterator[Server]:
    """A conversation with this mailbox's server; raises NotReached, never with a name or password in its words."""
    try:
        if box.tls:
            trusted = ssl.create_default_context()
            connection = imaplib.IMAP4_SSL(box.host, box.port, ssl_context=trusted, timeout=TIMEOUT)
        else:
            connection = imaplib.IMAP4(box.host, box.port, timeout=TIMEOUT)
    except (OSError, imaplib.IMAP4.error) as error:
        raise NotReached(type(error).__name__) from None
    try:
        connection.login(box.username, box.password)
        yield Server(connection, box.folder)
    except imaplib.IMAP4.abort as error:
        raise NotReached("the connection broke off") from error
    except imaplib.IMAP4.error:
        raise NotReached("sign-in or command was refused") from None
    except OSError as error:
        raise NotReached(type(error).__name__) from None
    finally:
        try:
            connection.logout()
        except (OSError, imaplib.IMAP4.error):
            connection.shutdown()


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
