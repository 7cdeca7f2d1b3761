"""Whether a machine wrote it, and which: RFC 3834, lists, bounces. What machines write is never answered. Pure."""

import re

from service_desk.channels.mail.reading import headers
from service_desk.channels.mail.reading.charsets import text_of

LIST_LINES = ("List-Id", "List-Unsubscribe", "List-Post", "Mailing-List", "X-Mailing-List", "Feedback-ID")
BULK = {"bulk", "list", "junk", "auto_reply", "auto-reply"}
ROBOTS = re.compile(
    r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|noreply-.*|bounces?([+-].*)?|.*-bounces?([+-].*)?|.*-request|listserv|majordomo)@",
    re.I,
)
OUT_OF_OFFICE = re.compile(
    r"^\s*(auto(matic|mated)?[- ]?(reply|response|antwort)|out of (the )?office|自动回复|自動回覆|自动答复|外出自动|automaattinen (vastaus|poissaolo)|poissaoloviesti)",
    re.I,
)
UNDELIVERED = re.compile(
    r"(undeliver|delivery (status|failure|has failed|problem)|returned mail|mail delivery (failed|system)|failure notice|退信|系统退信|郵件傳遞失敗|无法投递|viestiä ei voitu toimittaa)",
    re.I,
)
STATUS = re.compile(r"^Status:\s*(\d\.\d{1,3}\.\d{1,3})", re.M | re.I)
ACTION = re.compile(r"^Action:\s*([a-z]+)", re.M | re.I)
LOST_TO = re.compile(
    r"^(?:Final|Original)-Recipient:\s*(?:rfc822\s*;)?\s*<?([^\s<>;]+@[^\s<>;]+)>?", re.M | re.I
)
OUR_ID = re.compile(r"<([^<>\s]{8,200}@[^<>\s]{3,200})>")
MOST_PARTS = 200


def machine_of(message) -> dict:
    """What the header lines say: automatic, of a list, without a way back."""
    auto = headers.text(message, "Auto-Submitted").split(";")[0].strip().lower()
    precedence = headers.text(message, "Precedence").strip().lower()
    senders = headers.addresses(message, "From", "Sender")
    path = headers.raw(message, "Return-Path")
    subject = headers.text(message, "Subject")
    suppressed = headers.text(message, "X-Auto-Response-Suppress").lower()
    replied = bool(
        auto == "auto-replied"
        or headers.raw(message, "X-Autoreply")
        or headers.raw(message, "X-Autorespond")
        or precedence in ("auto_reply", "auto-reply")
        or OUT_OF_OFFICE.search(subject)
    )
    return {
        "auto_submitted": auto,
        "auto_reply": replied,
        "automatic": bool(auto and auto != "no") or replied,
        "list": precedence in BULK or any(headers.raw(message, name) for name in LIST_LINES),
        "robot": any(ROBOTS.match(one["address"]) for one in senders),
        "no_way_back": any(line.strip() == b"<>" for line in path),
        "wants_no_answer": "all" in suppressed or "autoreply" in suppressed or "oof" in suppressed,
    }


def report_of(message) -> dict | None:
    """What a report of delivery says: failed or not, for whom, about which of our letters; None if it is none."""
    kind = message.get_content_type()
    parts = list(_some(message))
    told = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    senders = headers.addresses(message, "From", "Sender")
    by_daemon = any(re.match(r"(mailer-daemon|postmaster)@", one["address"], re.I) for one in senders)
    null = any(line.strip() == b"<>" for line in headers.raw(message, "Return-Path"))
    is_report = kind == "multipart/report" and "disposition" not in str(
        message.get_param("report-type") or ""
    )
    looks_so = UNDELIVERED.search(headers.text(message, "Subject")) and (by_daemon or null)
    if not (told or is_report or looks_so):
        return None
    words = "\n".join(_words(part) for part in (told or parts))
    everything = words + "\n" + "\n".join(_words(part) for part in parts)
    status, action = STATUS.search(words), ACTION.search(words)
    code = status[1] if status else ""
    acted = action[1].lower() if action else ""
    return {
        "failed": acted == "failed" or (not acted and not code.startswith(("2", "4"))),
        "delayed": acted == "delayed" or (not acted and code.startswith("4")),
        "status": code,
        "recipients": list(dict.fromkeys(LOST_TO.findall(words)))[:20],
        "letters": _letters(parts, everything),
    }


def _some(message):
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        yield part


def _words(part) -> str:
    """The text of a leaf; of a part that holds header blocks, those blocks."""
    if part.get_content_type() == "message/delivery-status" and part.is_multipart():
        return "\n".join(f"{name}: {value}" for block in part.get_payload() for name, value in block._headers)
    if part.is_multipart():
        return ""
    data = part.get_payload(decode=True) or b""
    return text_of(data[:100_000], str(part.get_content_charset() or ""))[0]


def _letters(parts, everything: str) -> list[str]:
    """Ids that may be those of letters of ours: of the enclosed original first, then whatever looks like one."""
    found = []
    for part in parts[1:]:
        found += headers.ids(part, "Message-ID", "References", "In-Reply-To")
    found += [one for one in OUR_ID.findall(everything[:300_000])]
    return list(dict.fromkeys(found))[:50]
