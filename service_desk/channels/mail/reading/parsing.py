"""One mail as plain values: who wrote what to whom, with which files. It raises nothing that a mail can cause. Pure."""

import base64
import binascii
import email
import re
from email import policy

from service_desk.channels.mail.reading import folding, headers, machines, markup, tnef
from service_desk.channels.mail.reading.charsets import cleaned, text_of

LONGEST_TEXT = 200_000  # characters of words; a complaint of a hundred pages
MOST_PARTS, DEEPEST = 300, 50
MOST_FILES, LARGEST_FILE = 40, 25 * 1024 * 1024
CALENDAR = re.compile(r"^(SUMMARY|DTSTART|DTEND|LOCATION|METHOD)(?:;[^:\n]*)?:(.*)$", re.M | re.I)
SEALED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")


def parse(data: bytes) -> dict:
    """Everything the desk needs of a mail. What could not be read is said in `remarks`."""
    if not data.strip():
        return {"nothing": True, **_empty()}
    try:
        message = email.message_from_bytes(data, policy=policy.compat32)
        return _read(message)
    except RecursionError:
        return _as_it_lies(data, "too_deep")


def _empty() -> dict:
    return {
        "subject": "",
        "from": [],
        "reply_to": [],
        "to": [],
        "date": "",
        "message_id": "",
        "references": [],
        "machine": {},
        "report": None,
        "text": "",
        "words": "",
        "folded": "",
        "files": [],
        "events": [],
        "sealed": False,
        "signed": False,
        "remarks": [],
    }


def _as_it_lies(data: bytes, remark: str) -> dict:
    """Only its first header lines: the rest is built so that reading it does not end."""
    head = re.split(rb"\r?\n\r?\n", data, maxsplit=1)[0]
    try:
        said = _heading(email.message_from_bytes(head, policy=policy.compat32))
    except RecursionError:
        said = {}
    said.pop("senders", None)
    return {**_empty(), **said, "remarks": [remark]}


def _heading(message) -> dict:
    ids = headers.ids(message, "Message-ID")
    return {
        "subject": headers.text(message, "Subject"),
        "from": headers.addresses(message, "From") or headers.addresses(message, "Sender", "Return-Path"),
        "reply_to": headers.addresses(message, "Reply-To"),
        "to": headers.addresses(message, "Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc"),
        "date": headers.moment(message),
        "senders": sum(1 for _one in headers.addresses(message, "From")),
        "message_id": ids[0] if ids else "",
        "references": headers.ids(message, "In-Reply-To", "References"),
        "machine": machines.machine_of(message),
    }


def _read(message) -> dict:
    found = _empty() | _heading(message)
    remarks = {"several_senders"} if found.pop("senders") > 1 else set()
    found["report"] = machines.report_of(message)
    plain, marked = [], []
    for part in _leaves(message, remarks):
        _take(part, found, plain, marked, remarks)
    text = "\n\n".join(piece for piece in plain if piece.strip())
    if not text.strip() and marked:
        text = "\n\n".join(markup.plain(piece) or markup.stripped(piece) for piece in marked)
        remarks.add("html_only")
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
        remarks.add("text_cut")
    found["text"] = cleaned(text).strip() or _invited(found["events"])
    found["words"], found["folded"] = folding.split(found["text"])
    found["remarks"] = sorted(remarks)
    return found


def _leaves(message, remarks: set):
    """The parts that hold something, depth first, no more and no deeper than is sane; letters within stay whole."""
    waiting, count = [(message, 0)], 0
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if count > MOST_PARTS or depth > DEEPEST:
            remarks.add("too_many_parts" if count > MOST_PARTS else "too_deep")
            return
        inside = part.get_payload() if part.is_multipart() else None
        if isinstance(inside, list) and part.get_content_maintype() == "multipart":
            waiting += [(one, depth + 1) for one in reversed(inside)]
        elif not (depth and part.get_content_type() == "message/delivery-status"):
            yield part


def _take(part, found: dict, plain: list, marked: list, remarks: set) -> None:
    """Put one part where it belongs: words, a file, an invitation, a seal."""
    kind = part.get_content_type()
    if kind in SEALED:
        found["sealed"] = True
    if kind == "application/pgp-encrypted":
        found["sealed"] = True
        return
    if kind in SIGNATURES:
        found["signed"] = True
        return
    name = _name_of(part)
    content = _content(part, remarks)
    if kind.startswith("multipart/"):  # it says that it has parts, and none can be told from another
        plain.append(_text(part, content, remarks))
        remarks.add("damaged")
        return
    shown = not name and (part.get_content_disposition() or "inline") != "attachment"
    if kind == "text/calendar":
        found["events"].append(_event(_text(part, content, remarks)))
    if shown and kind.startswith("text/") and kind != "text/calendar":
        text = _text(part, content, remarks)
        if text.lstrip().startswith("-----BEGIN PGP MESSAGE-----"):
            found["sealed"] = True
            _keep(found, "message.asc", "application/pgp-encrypted", content, remarks)
            return
        (marked if kind == "text/html" else plain).append(text)
    elif name.lower() == "winmail.dat" or kind in ("application/ms-tnef", "application/vnd.ms-tnef"):
        _unwrap(content, found, plain)
    elif content or name:
        _keep(found, name or _named_for(kind, len(found["files"]) + 1), kind, content, remarks)


def _unwrap(content: bytes, found: dict, plain: list) -> None:
    body, files = tnef.opened(content)
    if body and not any(piece.strip() for piece in plain):
        plain.append(text_of(body)[0])
    for name, data in files:
        _keep(found, text_of(name)[0], "application/octet-stream", data, set())
    if not files:
        _keep(found, "winmail.dat", "application/ms-tnef", content, set())


def _keep(found: dict, name: str, kind: str, content: bytes, remarks: set) -> None:
    """A file with its content, or only its name and size where it is more than can be carried."""
    if len(found["files"]) >= MOST_FILES:
        remarks.add("too_many_files")
        return
    kept = len(content) <= LARGEST_FILE
    name = re.sub(r"[\x00-\x1f/\\]+", "_", headers.one_way(name)).strip(" .")[:120] or "file"
    found["files"].append(
        {
            "name": name,
            "type": kind[:100],
            "size": len(content),
            "content": base64.b64encode(content).decode() if kept else "",
            "too_large": not kept,
        }
    )


def _name_of(part) -> str:
    """The file's name, however it is written: RFC 2231, encoded words, bare bytes."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        try:
            value = part.get_param(parameter, None, header)
        except (TypeError, ValueError, IndexError):
            value = None
        if isinstance(value, tuple):
            charset, _language, text = value
            return text_of((text or "").encode("latin-1", "replace"), charset or "")[0]
        if isinstance(value, str) and value.strip():
            escaped = headers._escaped(value)
            return headers.decoded(value.encode("ascii", "surrogateescape") if escaped else value.encode())
    return ""


def _named_for(kind: str, number: int) -> str:
    endings = {"message/rfc822": "eml", "image/jpeg": "jpg", "text/plain": "txt", "text/calendar": "ics"}
    ending = endings.get(kind) or re.sub(r"[^a-z0-9]", "", kind.partition("/")[2].lower())[:8] or "bin"
    return f"file-{number}.{ending}"


def _content(part, remarks: set) -> bytes:
    """The bytes of a part with its transfer encoding undone; a letter within is given as it came."""
    try:
        if part.is_multipart():
            return b"".join(one.as_bytes() for one in part.get_payload())
        if str(part.get("Content-Transfer-Encoding") or "").strip().lower() == "base64":
            return _unpacked(part, remarks)
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, UnicodeError, binascii.Error, AttributeError, KeyError, TypeError):
        remarks.add("damaged")
        return str(part.get_payload()).encode("utf-8", "surrogateescape")
    return data or b""


def _unpacked(part, remarks: set) -> bytes:
    """What base64 holds, also where it breaks off; where it only calls itself so, what stands there."""
    said = str(part.get_payload())
    signs = "".join(said.split())
    if len(re.sub(r"[^A-Za-z0-9+/=]", "", signs)) < 0.95 * len(signs):
        remarks.add("damaged")
        return said.encode("utf-8", "surrogateescape")
    try:
        return base64.b64decode(signs)
    except (binascii.Error, ValueError):
        whole = re.sub(r"[^A-Za-z0-9+/]", "", signs)
    if len(whole) % 4 == 1:
        whole = whole[:-1]
        remarks.add("damaged")
    return base64.b64decode(whole + "=" * (-len(whole) % 4))


def _text(part, content: bytes, remarks: set) -> str:
    try:
        charset = str(part.get_param("charset") or "")
    except (TypeError, ValueError):
        charset = ""
    text, remark = text_of(content, charset if not charset.startswith("(") else "")
    if remark:
        remarks.add(f"charset_{remark}")
    return text


def _invited(events: list[dict]) -> str:
    """What a mail says that is nothing but an invitation."""
    said = [event[name] for event in events for name in ("summary", "dtstart", "location") if event.get(name)]
    return "\n".join(said)


def _event(text: str) -> dict:
    """What an invitation says, in its own words; it is shown, never entered anywhere."""
    return {name.lower(): value.strip()[:200] for name, value in CALENDAR.findall(text)}
