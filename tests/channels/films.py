"""Films made by hand: boxes of the ISO base media format, with a place in them and a track that tells where."""

import struct

GPS = b"+30.2741+120.1551/"
PICTURE, WHERE = b"picture" * 40, b"GPS:30.2741,120.1551"


def box(kind: bytes, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return struct.pack(">I", len(content) + 8) + kind + content


def track(handler: bytes, place: int, size: int) -> bytes:
    table = (
        box(b"stsz", bytes(4), struct.pack(">III", 0, 1, size)),
        box(b"stsc", bytes(4), struct.pack(">IIII", 1, 1, 1, 1)),
        box(b"stco", bytes(4), struct.pack(">II", 1, place)),
    )
    media = box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(13)), box(b"minf", box(b"stbl", *table)))
    return box(b"trak", media, box(b"udta", box(b"\xa9xyz", GPS)))


def film(*, brand=b"isom", tracks=(b"vide", b"meta"), tail=b"") -> bytes:
    first = box(b"ftyp", brand, bytes(4), b"isommp42")
    data = box(b"mdat", PICTURE, WHERE)
    at = len(first) + 8
    places = {b"vide": (at, len(PICTURE)), b"meta": (at + len(PICTURE), len(WHERE)), b"soun": (at, 4)}
    moov = box(b"moov", *(track(kind, *places[kind]) for kind in tracks), box(b"udta", box(b"loci", GPS)))
    return first + data + moov + box(b"uuid", GPS) + tail
