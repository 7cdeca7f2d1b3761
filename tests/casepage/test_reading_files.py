"""What strangers send is read in a process of its own: pictures are drawn anew, hostile files refused with a reason."""

import io
import subprocess

import pytest
from PIL import Image

from service_desk.attachments import reading, rules, wording
from tests.casepage import pictures


def picture_of(content: bytes) -> Image.Image:
    found = reading.read(content)
    assert found.refused == ""
    return Image.open(io.BytesIO(found.full))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_photo_of_any_kind_becomes_a_jpeg(kind):
    drawn = picture_of(pictures.photo(kind))
    assert (drawn.format, drawn.size) == ("JPEG", (64, 48))
    assert drawn.getpixel((5, 5))[0] > 150


def test_a_photo_of_an_iphone_is_read():
    drawn = picture_of(pictures.heic())
    assert (drawn.format, drawn.size) == ("JPEG", (64, 48))
    assert drawn.getpixel((30, 20))[1] > 120


def test_where_and_by_whom_it_was_taken_is_gone_and_it_stands_upright():
    sent = pictures.from_a_telephone()
    assert b"SecretPhone" in sent
    found = reading.read(sent)
    assert b"SecretPhone" not in found.full + found.small
    assert b"said in a comment" not in found.full + found.small
    drawn = Image.open(io.BytesIO(found.full))
    assert not drawn.getexif()
    assert drawn.size == (40, 80)
    assert min(drawn.getpixel((20, 10))) > 230  # the white half is now above
    assert drawn.getpixel((20, 70))[2] > 150


def test_what_is_clear_stands_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert min(picture_of(out.getvalue()).getpixel((10, 10))) > 250


def test_a_large_photo_is_made_smaller_and_has_a_small_picture():
    found = reading.read(pictures.photo(size=(4000, 3000)))
    assert (found.width, found.height) == (2560, 1920)
    assert Image.open(io.BytesIO(found.small)).size == (360, 270)


def test_what_hangs_behind_a_photo_does_not_come_along():
    sent = pictures.photo() + b"<script>alert(1)</script>" + pictures.archive()
    found = reading.read(sent)
    assert found.refused == ""
    assert b"script" not in found.full
    assert b"PK\x03\x04" not in found.full


REFUSED = {
    "a drawing with a script": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>',
        "script",
    ),
    "a page": (b"<!doctype html><script>x()</script>", "script"),
    "a page behind a byte order mark": (b"\xef\xbb\xbf\n<html></html>", "script"),
    "a program for Windows": (b"MZ" + b"\0" * 100, "running"),
    "a program for Linux": (b"\x7fELF" + b"\0" * 100, "running"),
    "a script of a shell": (b"#!/bin/sh\nrm -rf /", "running"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
    "plain text": ("业主的话".encode(), "unknown"),
    "a picture with too many points": (pictures.bomb(), "pixels"),
    "half a picture": (pictures.photo(size=(400, 400))[:900], "broken"),
    "a picture that breaks off": (pictures.photo("PNG", size=(300, 300))[:-40], "broken"),
    "an archive": (pictures.archive(), "archive"),
    "an archive that unpacks to a gigabyte": (pictures.office(content=b"0" * 210_000_000), "bomb"),
    "one that is packed suspiciously well": (pictures.office(content=b"0" * 20_000_000), "bomb"),
    "a Word file with macros": (pictures.office(extra=["word/vbaProject.bin"]), "active"),
    "a Word file with another file inside": (pictures.office(extra=["word/embeddings/a.bin"]), "active"),
    "a Word file with something before it": (b"PK\x03\x04" + b"\0" * 40 + pictures.office(), "polyglot"),
    "a Word file with something behind it": (pictures.office() + b"GIF89a", "polyglot"),
    "a path that climbs out": (pictures.office(extra=["../../etc/passwd"]), "broken"),
    "a PDF with a script": (pictures.pdf(b"/OpenAction << /S /JavaScript /JS (x) >>"), "active"),
    "a PDF whose script is spelled in numbers": (pictures.pdf(b"/#4aava#53cript"), "active"),
    "a PDF whose script is packed away": (pictures.pdf_with_hidden_script(), "active"),
    "a PDF that starts programs": (pictures.pdf(b"/Launch"), "active"),
    "a PDF with a file inside": (pictures.pdf(b"/EmbeddedFiles"), "active"),
    "a PDF that breaks off": (pictures.pdf()[:-10], "broken"),
    "a PDF that is an archive as well": (pictures.pdf() + pictures.archive(), "broken"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_hostile_is_refused_with_its_reason(content, code):
    assert reading.read(content).refused == code
    assert code in wording.REASONS


@pytest.mark.parametrize(
    ("content", "kind"),
    [(pictures.pdf(), rules.PDF), (pictures.office(), rules.DOCX), (pictures.office("xl"), rules.XLSX)],
)
def test_a_plain_document_is_taken_as_it_is(content, kind):
    found = reading.read(content)
    assert (found.refused, found.content_type, found.full, found.small) == ("", kind, content, b"")


def test_a_child_that_dies_is_a_damaged_file_and_not_our_end(monkeypatch, tmp_path):
    suicide = tmp_path / "child.py"
    suicide.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n")
    monkeypatch.setattr(reading, "CHILD", suicide)
    assert reading.read(pictures.photo()).refused == "broken"


def test_a_child_that_does_not_end_is_given_up(monkeypatch, tmp_path):
    sleeper = tmp_path / "child.py"
    sleeper.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(reading, "CHILD", sleeper)
    monkeypatch.setattr(reading, "PATIENCE", 0.5)
    assert reading.read(pictures.photo()).refused == "slow"


def test_the_child_may_use_only_so_much_memory(monkeypatch, tmp_path):
    eater = tmp_path / "child.py"
    source = reading.CHILD.read_text().replace(
        "    content = sys.stdin.buffer.read()\n", "    content = b'x' * 4_000_000_000\n"
    )
    eater.write_text(source)
    done = subprocess.run([reading.sys.executable, "-I", str(eater)], capture_output=True, check=False)
    assert done.returncode != 0
    assert b"MemoryError" in done.stderr


NAMES = {
    "leak.jpg": "",
    "漏水 照片.JPG": "",
    "invoice.v2.pdf": "",
    "photo": "",
    "photo.jpg.exe": "running",
    "photo.exe.jpg": "running",
    "page.html.pdf": "running",
    "drawing.svg": "running",
    "report.docm": "unknown",
    "film.mp4": "",
    "film.avi": "unknown",
}


@pytest.mark.parametrize(("name", "code"), NAMES.items())
def test_what_a_name_gives_away(name, code):
    assert rules.wrong_with_name(name) == code


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\leak.jpg", "leak.jpg"),
        ("gpj.\u202eexe.pdf", "gpj.exe.pdf"),
        ("a\0b\n.pdf", "ab.pdf"),
        ("...", "file"),
    ],
)
def test_a_name_is_only_a_name(name, kept):
    assert rules.plain_name(name) == kept
