"""The gateway for text messages: where it is, what it is told, and how its answers are read.

It comes from the administrator's page, sealed and in versions, or from the environment where nobody has filled the
page in. Its fields are the same in both.
"""

import json
import re
from dataclasses import asdict, dataclass, fields
from datetime import time
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from crm.errors import Refused

METHODS, SHAPES, NUMBERS = ("POST", "PUT"), ("json", "form"), ("plus", "digits", "national")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
HEADER = re.compile(r"([A-Za-z0-9-]{1,60}):[ \t]*([\x20-\x7e]{0,2000})")
STATUSES = re.compile(r"\s*\d{3}(-\d{3})?(\s*,\s*\d{3}(-\d{3})?)*\s*")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
OURS = {"content-length", "host", "transfer-encoding", "connection", "content-type"}
SECRET = ("headers", "signing_key", "report_key")  # never shown again; left empty they stay as they are


@dataclass(frozen=True)
class Gateway:
    """One way to a provider. In `body` stand {to}, {text}, {id} and {sender}."""

    url: str = ""
    method: str = "POST"
    shape: str = "json"
    headers: str = ""
    body: str = '{"to": "{to}", "text": "{text}", "reference": "{id}"}'
    sender: str = ""
    numbers: str = "plus"
    signing_key: str = ""
    ok_statuses: str = "200-299"
    ok_field: str = ""
    ok_values: str = ""
    never_values: str = ""
    id_field: str = ""
    report_key: str = ""
    report_list: str = ""
    report_id: str = "reference"
    report_state: str = "status"
    report_delivered: str = "delivered"
    report_failed: str = "failed"
    quiet_since: str = "21:00"
    quiet_until: str = "08:00"

    @property
    def quiet(self) -> dict:
        return {"since": time.fromisoformat(self.quiet_since), "until": time.fromisoformat(self.quiet_until)}

    def header_lines(self) -> list[tuple[str, str]]:
        return [pair for line in self.headers.splitlines() if (pair := _header(line))]

    def takes(self, status: int) -> bool:
        """Whether an answer of this status may mean that the message was taken."""
        for part in self.ok_statuses.split(","):
            low, _dash, high = part.strip().partition("-")
            if int(low) <= status <= int(high or low):
                return True
        return False


NAMES = tuple(field.name for field in fields(Gateway))


def words_in(written: str) -> set[str]:
    """The values of a list with commas."""
    return {word.strip() for word in written.split(",") if word.strip()}


def opened(sealed: str) -> Gateway:
    """What was kept of a gateway; fields that it did not know yet have their usual values."""
    said = json.loads(sealed or "{}")
    return Gateway(**{name: said[name] for name in NAMES if name in said})


def closed(gateway: Gateway) -> str:
    return json.dumps(asdict(gateway), ensure_ascii=False)


def of_the_environment() -> Gateway | None:
    """DOORSTEP_SMS_URL and its neighbours; None where no address is set."""
    said = {name: value for name, value in settings.TEXT_GATEWAY.items() if name in NAMES and value}
    if not said.get("url"):
        return None
    must_be_whole(gateway := Gateway(**said))
    return gateway


def must_be_whole(gateway: Gateway) -> None:
    """Raises Refused with a sentence for each field that cannot be as it is."""
    wrong = {
        "url": "" if _is_place(gateway.url) else _("An https address without a name and password in it."),
        "method": "" if gateway.method in METHODS else _("This choice is not known."),
        "shape": "" if gateway.shape in SHAPES else _("This choice is not known."),
        "numbers": "" if gateway.numbers in NUMBERS else _("This choice is not known."),
        "headers": _wrong_headers(gateway.headers),
        "body": _wrong_body(gateway),
        "ok_statuses": "" if STATUSES.fullmatch(gateway.ok_statuses) else _("Such as 200-299, or 200, 202."),
        "ok_values": _("Say which values mean that it was taken.")
        if gateway.ok_field and not words_in(gateway.ok_values)
        else "",
        "quiet_since": "" if CLOCK.fullmatch(gateway.quiet_since) else _("A time such as 21:00."),
        "quiet_until": "" if CLOCK.fullmatch(gateway.quiet_until) else _("A time such as 21:00."),
    }
    if found := {name: text for name, text in wrong.items() if text}:
        raise Refused(fields=found)


def _is_place(url: str) -> bool:
    """https, or this machine itself; nothing of an account in the address, where logs would keep it."""
    if not url.isascii() or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        known = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    return known and "@" not in parts.netloc and (parts.scheme == "https" or local)


def _header(line: str) -> tuple[str, str] | None:
    found = HEADER.fullmatch(line.strip())
    return (found[1], found[2]) if found else None


def _wrong_headers(written: str) -> str:
    for line in filter(str.strip, written.splitlines()):
        pair = _header(line)
        if pair is None:
            return _("One header a line, such as “Authorization: Bearer …”.")
        if pair[0].lower() in OURS:
            return _("“%(name)s” is written by this house itself.") % {"name": pair[0]}
    return ""


def _wrong_body(gateway: Gateway) -> str:
    if "{to}" not in gateway.body or "{text}" not in gateway.body:
        return _("{to} and {text} must stand in it: whom it goes to, and what it says.")
    if gateway.shape == "json":
        try:
            json.loads(gateway.body)
        except ValueError:
            return _("This is not JSON.")
    elif any("=" not in line for line in filter(str.strip, gateway.body.splitlines())):
        return _("One field a line, such as “mobile={to}”.")
    return ""
