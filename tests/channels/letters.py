"""Mail as the tests write it."""

from email.message import EmailMessage

OURS = "service@riverside.example"
CHEN = "chen.jianguo@example.com"
STRANGER = "li.ming@example.org"


def a_mail(
    words="卫生间的天花板漏水。",
    *,
    sender=CHEN,
    to=OURS,
    subject="漏水",
    identifier="",
    headers=None,
    files=(),
) -> bytes:
    """One plain mail; `headers` adds lines or replaces them."""
    message = EmailMessage()
    message["From"] = f"陈建国 <{sender}>" if sender == CHEN else sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = "Mon, 02 Mar 2026 09:58:00 +0800"
    message["Message-ID"] = f"<{identifier or abs(hash((words, sender, subject)))}@example.com>"
    for name, value in (headers or {}).items():
        del message[name]
        message[name] = value
    message.set_content(words)
    for name, kind, content in files:
        maintype, subtype = kind.split("/")
        message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return message.as_bytes()


def a_bounce(letter_id: str, *, status="5.1.1", action="failed", recipient=CHEN) -> bytes:
    """What a mail server says of a letter of ours that it could not deliver."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.com
To: {OURS}
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-{letter_id}-{action}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver it.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Message-ID: <{letter_id}>
Subject: x

--b--
""".replace("\n", "\r\n").encode()
