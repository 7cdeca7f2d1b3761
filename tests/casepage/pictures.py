"""Files as people and strangers send them, made here so that nothing hostile lies about in the repository."""

import io
import struct
import zipfile
import zlib

from PIL import Image

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def photo(kind="JPEG", size=(64, 48), colour=(200, 30, 30), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


def from_a_telephone(turned=6) -> bytes:
    """Taken upright: stored lying, with where it was taken and by what, and its left half white."""
    picture = Image.new("RGB", (80, 40), (10, 10, 200))
    picture.paste((255, 255, 255), (0, 0, 40, 40))
    exif = picture.getexif()
    exif[ORIENTATION], exif[MAKE] = turned, "SecretPhone"
    exif.get_ifd(GPS)[2] = (30.0, 15.0, 9.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=95, comment=b"said in a comment")
    return out.getvalue()


def heic() -> bytes:
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), (20, 160, 20))).save(out, quality=80)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(side=50_000) -> bytes:
    """A few kilobytes that say they are a picture of billions of points."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(inside=b"", tail=b"") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog "
        + inside
        + b" >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
        + tail
    )


def pdf_with_hidden_script() -> bytes:
    packed = zlib.compress(b"<< /S /JavaScript /JS (app.alert(1)) >>")
    return pdf()[:-6] + b"2 0 obj << /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\n%%EOF\n"


def office(folder="word", extra=(), content=b"<w/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", content)
        for name in extra:
            archive.writestr(name, "x")
    return out.getvalue()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "x")
    return out.getvalue()
