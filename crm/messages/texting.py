"""Text messages by a provider's HTTP gateway: the courier's channel "sms".

One request a message, no redirect, no proxy, never longer than TIMEOUT. Each carries the message's identifier as its
Idempotency-Key, so that a gateway that honours it sends a repeated one once. No number, text or credential gets into
an error or a log.
"""

import base64
import hashlib
import hmac
import http.client
import json
import re
import ssl
import threading
import time
from urllib.parse import parse_qs, urlencode, urlsplit

from crm.messages.channels import CHANNELS, TIMEOUT, Letter, OutcomeUnknown, PutOff, Undeliverable
from crm.messages.gateway import Gateway, words_in
from crm.messages.selectors import gateway_in_force
from crm.written import phones

LARGEST = 64 * 1024
NEVER = {400, 410, 413, 414, 415, 422}  # the same request will always be refused
LONGEST_WAIT = 3600
WORD = re.compile(r"[A-Za-z0-9_.:-]{1,24}")
PLACE = re.compile(r"\{(to|text|id|sender)\}")


def text(letter: Letter) -> str:
    """Hand one text message over; gives back the id under which the gateway knows it."""
    gateway = gateway_in_force()
    if gateway is None:
        raise Undeliverable("this house has no gateway for text messages")
    body = body_of(gateway, letter)
    status, headers, said = _asked(gateway, body, _headers(gateway, letter, body))
    return understood(gateway, status, headers, said)


def body_of(gateway: Gateway, letter: Letter) -> bytes:
    """The template with the letter put in. What is put in is data: it cannot end a string or begin a field."""
    values = {
        "to": dialled(letter.to, gateway.numbers),
        "text": letter.body.strip(),
        "id": letter.identifier,
        "sender": gateway.sender,
    }

    def filled(said):
        if isinstance(said, str):
            return PLACE.sub(lambda found: values[found[1]], said)
        if isinstance(said, list):
            return [filled(one) for one in said]
        if isinstance(said, dict):
            return {name: filled(one) for name, one in said.items()}
        return said

    if gateway.shape == "json":
        return json.dumps(filled(json.loads(gateway.body)), ensure_ascii=False).encode()
    lines = [line.partition("=") for line in gateway.body.splitlines() if line.strip()]
    return urlencode([(name.strip(), filled(value.strip())) for name, _is, value in lines]).encode()


def dialled(number: str, form: str) -> str:
    """A number as the gateway wants it: with a plus and the country, the same in digits alone, or as it is at home."""
    plain = phones.compared(number)
    if form == "national":
        return plain
    whole = plain if plain.startswith("+") else f"+86{plain.removeprefix('0')}"
    return whole.removeprefix("+") if form == "digits" else whole


def _headers(gateway: Gateway, letter: Letter, body: bytes) -> dict[str, str]:
    kind = "application/json" if gateway.shape == "json" else "application/x-www-form-urlencoded"
    headers = {"Content-Type": f"{kind}; charset=utf-8", "Accept": "application/json"}
    headers |= dict(gateway.header_lines())
    headers |= {"Idempotency-Key": letter.identifier, "User-Agent": "Doorstep", "Connection": "close"}
    if gateway.signing_key:
        stamp = str(int(time.time()))
        signed = hmac.new(gateway.signing_key.encode(), f"{stamp}.".encode() + body, hashlib.sha256)
        headers |= {"X-Doorstep-Timestamp": stamp, "X-Doorstep-Signature": signed.hexdigest()}
        headers["X-Doorstep-Signature-Base64"] = base64.b64encode(signed.digest()).decode()
    return headers


def _asked(gateway: Gateway, body: bytes, headers: dict) -> tuple[int, dict, bytes]:
    """The answer. A conversation that drips on is cut off; from the first byte sent its outcome is unknown."""
    parts = urlsplit(gateway.url)
    line = _line_to(parts)
    try:
        line.connect()
    except (OSError, http.client.HTTPException, ValueError) as error:
        line.close()
        raise ConnectionError(f"the gateway was not reached: {type(error).__name__}") from None
    watch = threading.Timer(TIMEOUT, _cut, [line.sock])
    watch.daemon = True
    watch.start()
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        line.request(gateway.method, path, body=body, headers=headers)
        answer = line.getresponse()
        said = answer.read(LARGEST)
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, said
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise OutcomeUnknown(f"the gateway was told and gave no answer: {type(error).__name__}") from None
    finally:
        watch.cancel()
        line.close()


def _line_to(parts) -> http.client.HTTPConnection:
    if parts.scheme == "https":
        trusted = ssl.create_default_context()
        return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=TIMEOUT, context=trusted)
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT)


def _cut(sock) -> None:
    try:
        sock.shutdown(2)
    except (OSError, AttributeError):  # it is over already
        return


def understood(gateway: Gateway, status: int, headers: dict, said: bytes) -> str:
    """The gateway's own id of what it took; raises where it did not take it. Pure."""
    fields = _read(said)
    value = found_in(fields, gateway.ok_field)
    if status in NEVER or (value and value in words_in(gateway.never_values)):
        raise Undeliverable(f"the gateway refused the message with {_told(status, value)}")
    if not gateway.takes(status):
        raise _put_off(f"the gateway answered {status}", headers)
    if gateway.ok_field:
        if value == "":
            raise OutcomeUnknown("the gateway's answer could not be read")
        if value not in words_in(gateway.ok_values):
            raise _put_off(f"the gateway answered {_told(status, value)}", headers)
    known_as = found_in(fields, gateway.id_field)
    return known_as[:120] if known_as.isprintable() else ""


def _put_off(words: str, headers: dict) -> Exception:
    wait = headers.get("retry-after", "")
    if wait.isascii() and wait.isdigit() and len(wait) < 7:
        return PutOff(words, seconds=min(int(wait), LONGEST_WAIT))
    return ConnectionError(words)


def _told(status: int, value: str) -> str:
    """The status and the gateway's own code, if it looks like one and not like words or a number of a person."""
    return f"{status} {value}" if WORD.fullmatch(value) else f"{status}"


def _read(said: bytes):
    """JSON, else the fields of a form; nothing where it is neither."""
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        pairs = parse_qs(said.decode("utf-8", "replace"), max_num_fields=50) if b"=" in said[:200] else {}
        return {name: values[0] for name, values in pairs.items()}


def found_in(said, path: str) -> str:
    """What stands at a path such as "data.messages.0.id"; empty where nothing plain does."""
    if not path:
        return ""
    for step in path.split("."):
        if isinstance(said, dict):
            said = said.get(step)
        elif isinstance(said, list) and step.isascii() and step.isdigit() and int(step) < len(said):
            said = said[int(step)]
        else:
            return ""
    if isinstance(said, bool):
        return "true" if said else "false"
    return str(said).strip() if isinstance(said, str | int | float) else ""


def connect() -> None:
    """Called once when the application is ready."""
    CHANNELS["sms"] = text
