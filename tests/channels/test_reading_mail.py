"""Reading: every charset, broken headers, hostile structures. No database."""

import base64
import time

import pytest

from service_desk.channels.mail.reading import apart, charsets, folding, tnef
from service_desk.channels.mail.reading.parsing import parse

HEAD = b"From: chen@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


def body_in(charset: str, data: bytes) -> str:
    head = HEAD + f"Content-Type: text/plain; charset={charset}\r\n".encode()
    head += b"Content-Transfer-Encoding: 8bit\r\n\r\n"
    return parse(head + data)["words"]


@pytest.mark.parametrize(
    ("charset", "codec", "words"),
    [
        ("gb2312", "gb18030", "朱镕基–小区的電梯㐀"),
        ("GBK", "gb18030", "镕–𠮷"),
        ("big5", "big5hkscs", "漏水已經三天，請儘快處理"),
        ("iso-2022-jp", "iso-2022-jp", "すみません。"),
        ("shift_jis", "cp932", "あいうえお①"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("iso-8859-1", "cp1252", "Ääkköset – “vuotaa”"),
        ("utf-8", "utf-8", "漏水 ÄÖ 🎉"),
        ("x-nobody-knows", "utf-8", "漏水"),
        ("", "gb18030", "卫生间漏水，请尽快处理，谢谢"),
        ("us-ascii", "gb18030", "卫生间的水管漏水了，我们很着急"),
        ("", "big5", "請問房屋的水電問題在哪裡處理"),
        ("gb2312", "utf-8", "其实是UTF-8的内容"),
        ("idna", "utf-8", "漏水"),
    ],
)
def test_what_was_written_is_read(charset, codec, words):
    assert body_in(charset, words.encode(codec)) == words


def test_what_cannot_be_read_is_marked_and_never_an_error():
    for charset in ("gb2312", "big5", "utf-8", "iso-2022-jp", "utf-7", "hz", "x", "punycode", "rot13", "hex"):
        found = charsets.text_of(bytes(range(256)) * 4, charset)
        assert "\0" not in found[0]
        found[0].encode("utf-8")


def test_halves_of_characters_and_nul_go():
    assert charsets.cleaned("a\0b\ud83dc\x1b") == "ab?c"


def test_a_subject_cut_within_a_character_is_joined():
    data = "漏水".encode()
    first, second = (base64.b64encode(part).decode() for part in (data[:4], data[4:]))
    mail = f"From: a@b.fi\r\nSubject: =?utf-8?B?{first}?=\r\n =?utf-8?B?{second}?=\r\n\r\nx".encode()
    assert parse(mail)["subject"] == "漏水"


def test_a_name_that_reads_as_an_address_is_not_the_sender():
    name = base64.b64encode(b"chen@example.com").decode()
    found = parse(f"From: =?utf-8?B?{name}?= <thief@example.org>\r\n\r\nx".encode())
    assert [one["address"] for one in found["from"]] == ["thief@example.org"]


def test_html_is_read_as_its_reader_sees_it():
    html = b"<html><head><style>p{}</style></head><body><p>Hei,<br>hana vuotaa &amp; tippuu.</p>"
    html += b"<p style='display:none'>hidden</p><blockquote>old</blockquote><script>x()</script></body>"
    mail = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html
    found = parse(mail)
    assert found["words"] == "Hei,\nhana vuotaa & tippuu."
    assert "old" in found["folded"]
    assert "hidden" not in found["text"]


def test_three_thousand_parts_within_each_other_end():
    depth, mail = 3_000, b""
    for number in range(depth):
        mail += f"Content-Type: multipart/mixed; boundary=b{number}\r\n\r\n--b{number}\r\n".encode()
    found = apart.read(HEAD + mail + b"Content-Type: text/plain\r\n\r\nx")
    assert found["remarks"] == ["too_deep"]
    assert found["from"][0]["address"] == "chen@example.com"


def test_ten_thousand_recipients_and_a_million_lines_end_in_time():
    names = ", ".join(f"a{n}@b.fi" for n in range(10_000)).encode()
    began = time.monotonic()
    found = apart.read(HEAD + b"To: " + names + b"\r\n\r\n" + b"> quoted\n" * 1_000_000)
    assert len(found["to"]) == 100
    assert time.monotonic() - began < 25


def test_a_child_that_takes_too_long_is_ended():
    with pytest.raises(apart.Unreadable):
        apart.read(HEAD + b"\r\n" + b"x" * 20_000_000, seconds=0.01)


def test_the_files_in_a_winmail_dat_come_out():
    def attribute(name: int, data: bytes) -> bytes:
        return b"\2" + name.to_bytes(4, "little") + len(data).to_bytes(4, "little") + data + b"\0\0"

    wrapped = tnef.SIGNATURE.to_bytes(4, "little") + b"\1\0" + attribute(tnef.BEGIN, b"x" * 14)
    wrapped += attribute(tnef.TITLE, b"photo.jpg\0") + attribute(tnef.DATA, b"JPEG")
    assert tnef.opened(wrapped) == (b"", [(b"photo.jpg", b"JPEG")])
    assert tnef.opened(wrapped[:-3])[1] == []
    assert tnef.opened(b"no such thing") == (b"", [])


def test_an_invitation_is_told_and_a_signature_is_no_file():
    mail = HEAD + b'Content-Type: multipart/signed; boundary="s"\r\n\r\n--s\r\n\r\nwords\r\n--s\r\n'
    mail += (
        b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nSUMMARY:Visit\r\nDTSTART:20260302T100000Z\r\n"
    )
    mail += b"END:VCALENDAR\r\n--s\r\nContent-Type: application/pgp-signature; name=s.asc\r\n\r\nx\r\n--s--"
    found = parse(mail)
    assert (found["words"], found["signed"]) == ("words", True)
    assert found["events"][0]["summary"] == "Visit"
    assert "s.asc" not in [one["name"] for one in found["files"]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("好的。\n\n在 2026年3月2日，客服 <a@b.cn> 写道：\n> 您好", "好的。"),
        ("Ok.\n\nOn Mon, 2 Mar 2026 at 10:00,\nDesk <a@b.fi> wrote:\n> Hi", "Ok."),
        ("Selvä.\n\n-- \nMikko", "Selvä."),
        ("行\n\n发件人: 客服 <a@b.cn>\n发送时间: 2026年3月2日\n主题: x\n\n您好", "行"),
        ("谢谢\n\n发自我的iPhone", "谢谢"),
        ("> one?\nYes.\n> two?\nNo.", "> one?\nYes.\n> two?\nNo."),
        ("> only quoted", "> only quoted"),
    ],
)
def test_what_is_quoted_is_folded_away_and_nothing_is_lost(text, words):
    said, folded = folding.split(text)
    assert said == words
    assert "".join((said + folded).split()) == "".join(text.split())
