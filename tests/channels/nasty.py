"""Mails as nasty as we could think of, each by its name: bytes, and nothing of the house."""

import base64
import struct

HEAD = (
    b"From: chen.jianguo@example.com\r\nTo: service@riverside.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
)
PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n"


def mail(*lines: bytes, body: bytes = "卫生间漏水了。".encode(), head: bytes = HEAD) -> bytes:
    return head + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body


def parts(*inside: bytes, kind=b"mixed", more=b"") -> bytes:
    middle = b"".join(b"--B\r\n" + one + b"\r\n" for one in inside)
    return (
        HEAD
        + b"Content-Type: multipart/"
        + kind
        + b'; boundary="B"'
        + more
        + b"\r\n\r\n"
        + middle
        + b"--B--\r\n"
    )


def part(kind: bytes, body: bytes, *lines: bytes) -> bytes:
    return b"Content-Type: " + kind + b"\r\n" + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body


def letters_within(depth: int) -> bytes:
    inner = mail(PLAIN.strip(), body="里面的信".encode())
    for _level in range(depth):
        inner = HEAD + b"Content-Type: message/rfc822\r\n\r\n" + inner
    return parts(part(PLAIN[14:-2], "请看附件".encode()), part(b"message/rfc822", inner))


def tnef_of(body: bytes, *files: tuple[bytes, bytes]) -> bytes:
    def attribute(name: int, data: bytes, level=2) -> bytes:
        return bytes([level]) + struct.pack("<II", name, len(data)) + data + b"\0\0"

    made = struct.pack("<IH", 0x223E9F78, 1)
    made += attribute(0x0002800C, body + b"\0", level=1) if body else b""
    for name, content in files:
        made += attribute(0x00069002, b"\0" * 14)
        made += attribute(0x00018010, name + b"\0") + attribute(0x0006800F, content)
    return made


def encoded_in_halves(text: str) -> bytes:
    """Encoded words each of which ends in the middle of a character, folded over lines."""
    data = text.encode()
    words = [base64.b64encode(data[at : at + 4]).decode() for at in range(0, len(data), 4)]
    return "\r\n ".join(f"=?UTF-8?B?{word}?=" for word in words).encode()


WINMAIL = base64.encodebytes(
    tnef_of(
        "电梯坏了".encode("gb18030"), (b"a.jpg", b"\xff\xd8\xff..."), ("照片.jpg".encode("gb18030"), b"x")
    )
)
INVITATION = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:验房\r\nDTSTART;TZID=Asia/Shanghai:20260310T100000\r\n"
    "LOCATION:3栋\r\nEND:VEVENT\r\nEND:VCALENDAR"
).encode()
REPORT = parts(
    part(b"text/plain", b"could not be delivered"),
    part(
        b"message/delivery-status",
        b"Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.fi\r\nAction: failed\r\nStatus: 5.7.1\r\n",
    ),
    part(b"message/rfc822", b"Message-ID: <whatever@elsewhere.example>\r\n\r\nx"),
    kind=b"report",
    more=b"; report-type=delivery-status",
)
SMIME = parts(
    part(b"text/plain; charset=utf-8", "签了名的信".encode()),
    part(
        b"application/pkcs7-signature; name=smime.p7s",
        base64.b64encode(b"\x30\x82" * 40),
        b"Content-Transfer-Encoding: base64",
    ),
    kind=b"signed",
)
PGP = mail(PLAIN.strip(), body=b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA...\r\n-----END PGP MESSAGE-----")
SEALED = (
    HEAD
    + b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB"
)

NASTY = {
    "letters in letters": letters_within(30),
    "letters in letters without end": letters_within(400),
    "ten thousand header lines": mail(*(b"X-Line-%d: %s" % (n, b"y" * 40) for n in range(10_000)), PLAIN.strip()),
    "a header line of a megabyte": mail(b"X-Long: " + b"z" * 1_000_000, PLAIN.strip()),
    "a thousand parts": parts(*(part(PLAIN[14:-2], f"第{n}段".encode()) for n in range(1000))),
    "a thousand files": parts(*(part(b"image/png; name=a%d.png" % n, b"x") for n in range(1000))),
    "winmail.dat": parts(part(b"application/ms-tnef; name=winmail.dat", WINMAIL, b"Content-Transfer-Encoding: base64")),
    "a broken winmail.dat": parts(part(b"application/ms-tnef; name=winmail.dat", WINMAIL[:60], b"Content-Transfer-Encoding: base64")),
    "an invitation": parts(part(PLAIN[14:-2], "请参加".encode()), part(b"text/calendar; method=REQUEST; charset=utf-8", INVITATION), kind=b"alternative"),
    "an invitation alone": HEAD + b"Content-Type: text/calendar; charset=utf-8\r\n\r\n" + INVITATION,
    "a name from right to left": parts(part(PLAIN[14:-2], "看文件".encode()), part(b"application/pdf", b"%PDF-1.4 %%EOF", b"Content-Disposition: attachment; filename*=UTF-8''invoice%E2%80%AEfdp.exe")),
    "encoded words cut in a character": mail(b"Subject: " + encoded_in_halves("三号楼二单元的电梯又停了请尽快处理"), PLAIN.strip(), head=HEAD.replace(b"Subject: x\r\n", b"")),
    "a transfer encoding nobody knows": mail(PLAIN.strip(), b"Content-Transfer-Encoding: x-rot-99"),
    "base64 that is none": mail(PLAIN.strip(), b"Content-Transfer-Encoding: base64", body="这不是base64，是明文。".encode()),
    "base64 broken off": mail(PLAIN.strip(), b"Content-Transfer-Encoding: base64", body=base64.b64encode("漏水漏水漏水".encode())[:-3]),
    "quoted-printable broken off": mail(PLAIN.strip(), b"Content-Transfer-Encoding: quoted-printable", body=b"=E6=BC=8F=E6=B0=B4 100% =ZZ ="),
    "no transfer encoding and eight bits": mail(b"Content-Type: text/plain", body="卫生间漏水，请尽快处理，谢谢".encode("gb18030")),
    "NUL everywhere": mail(b"X-Nul: a\0b", PLAIN.strip(), body="漏\0水\0了".encode(), head=HEAD.replace(b"Subject: x", b"Subject: a\0b")),
    "the year 1601": mail(b"Date: Mon, 01 Jan 1601 00:00:00 +0000", PLAIN.strip()),
    "the year 9999": mail(b"Date: Fri, 31 Dec 9999 23:59:59 -1200", PLAIN.strip()),
    "a day that is none": mail(b"Date: Tue, 31 Feb 2026 25:61:00 +9999", PLAIN.strip()),
    "two who wrote": mail(PLAIN.strip(), head=HEAD.replace(b"From: chen.jianguo@example.com", b"From: Wang <wang@example.com>, chen.jianguo@example.com")),
    "two lines of from": mail(b"From: other@example.org", PLAIN.strip()),
    "a name that is another's address": mail(PLAIN.strip(), head=HEAD.replace(b"From: chen.jianguo", b'From: "ceo@riverside.example" <mallory@example.org>, x <chen.jianguo')),
    "a report": REPORT,
    "signed": SMIME,
    "sealed by PGP": PGP,
    "sealed by S/MIME": SEALED,
    "parts without a boundary": HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + "就这些".encode(),
    "parts that never end": HEAD + b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n--B\r\n' + PLAIN + b"\r\n" + "没有结尾".encode(),
    "a boundary of its own parts": HEAD + b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n--B\r\nContent-Type: multipart/mixed; boundary="B"\r\n\r\n--B\r\n' + PLAIN + b"\r\nx\r\n--B--\r\n",
    "only carriage returns": mail(PLAIN.strip()).replace(b"\r\n", b"\r"),
    "no head at all": "漏水了，快来人。".encode(),
    "html without an end": HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + b"<div>" * 5000 + "漏水".encode(),
    "a charset that is a codec": mail(b"Content-Type: text/plain; charset=zlib"),
    "a charset in pieces": mail(b"Content-Type: text/plain; charset*0=gb; charset*1=2312", body="镕基".encode("gb18030")),
}  # fmt: skip
