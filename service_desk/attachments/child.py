"""Reads one file that a stranger sent, in a process of its own that may die of it. Run, never imported by the web.

In: the bytes. Out: a line of JSON, then the whole file as it is kept, then the small picture. What the file is, its
first bytes say, never its name. It knows nothing of the house: no settings, no database, no network is asked.
"""

import io
import itertools
import json
import re
import resource
import sys
import zipfile
import zlib

MEMORY, SECONDS = 1_500_000_000, 20
PIXELS, LONGEST_SIDE = 60_000_000, 30_000
FULL, SMALL = 2560, 360
UNPACKED, RATIO, ENTRIES = 200_000_000, 150, 3000
STREAMS, IN_STREAMS = 2000, 60_000_000
PICTURES = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "GIF": re.compile(rb"GIF8[79]a"),
    "WEBP": re.compile(rb"RIFF....WEBP", re.S),
    "BMP": re.compile(rb"BM"),
    "TIFF": re.compile(rb"II\*\0|MM\0\*"),
    "HEIF": re.compile(rb"....ftyp", re.S),
}
AMR = b"#!AMR\n"
AMR_FRAMES = {
    0: 13,
    1: 14,
    2: 16,
    3: 18,
    4: 20,
    5: 21,
    6: 27,
    7: 32,
    8: 6,
    15: 1,
}  # bytes of a frame by its type
# A film (ISO base media): boxes in boxes. Those that hold nothing of picture and sound are emptied in their place.
STILL = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
BOXES_OF_A_FILM = {b"ftyp", b"moov", b"mdat", b"moof", b"sidx", b"styp", b"mfra"}
OPENED = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"mvex", b"moof", b"traf", b"dinf"}
EMPTIED = {b"udta", b"meta", b"uuid", b"free", b"skip", b"wide", b"iods"}
MOST_BOXES, MOST_SAMPLES = 20_000, 2_000_000
OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HOLDS_MORE = re.compile(r"vbaproject|/activex/|/embeddings/", re.I)
ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|RichMedia|EmbeddedFiles?|XFA|SubmitForm|ImportData)(?![A-Za-z0-9])"
)


class No(Exception):
    """A refusal, by its code."""


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(content: bytes) -> tuple[dict, bytes, bytes]:
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith(AMR):
        return voice(content), content, b""
    if content[4:8] == b"ftyp" and content[8:12] not in STILL:
        return {"type": "video/mp4"}, video(content), b""
    if content.startswith(b"%PDF-"):
        return pdf(content), content, b""
    if content.startswith(b"PK\x03\x04"):
        return office(content), content, b""
    if head[:1] == b"<":
        raise No("script")
    if content[:2] == b"MZ" or content[:4] == b"\x7fELF" or content[:2] == b"#!":
        raise No("running")
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise No("old_office")
    return picture(content)


def picture(content: bytes) -> tuple[dict, bytes, bytes]:
    from PIL import Image, ImageFile, ImageOps

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is unpacked
    kind = next((name for name, first in PICTURES.items() if first.match(content)), "")
    if not kind:
        raise No("unknown")
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        drawn = Image.open(io.BytesIO(content), formats=[kind])  # one reader, the one its first bytes ask for
    except Exception as wrong:
        raise No("broken") from wrong
    width, height = drawn.size
    if width * height > PIXELS or max(width, height) > LONGEST_SIDE or min(width, height) < 1:
        raise No("pixels")
    try:
        drawn.draft("RGB", (FULL, FULL))
        drawn = ImageOps.exif_transpose(drawn)
        drawn = flat(drawn)
        drawn.thumbnail((FULL, FULL), Image.Resampling.LANCZOS, reducing_gap=2.0)
        small = drawn.copy()
        small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS, reducing_gap=2.0)
    except MemoryError:
        raise
    except Exception as wrong:
        raise No("broken") from wrong
    about = {"type": "image/jpeg", "width": drawn.width, "height": drawn.height}
    return about, jpeg(drawn, 86), jpeg(small, 78)


def flat(drawn):
    """In plain colours on white; nothing of the file but its points goes on."""
    from PIL import Image

    if drawn.mode in ("RGB", "L"):
        return Image.frombytes("RGB", drawn.size, drawn.convert("RGB").tobytes())
    if drawn.mode.startswith(("I", "F")):
        drawn = drawn.convert("F").point(lambda value: value / 256).convert("L")
    clear = drawn.convert("RGBA")
    ground = Image.new("RGB", clear.size, "white")
    ground.paste(clear, mask=clear.getchannel("A"))
    return ground


def jpeg(drawn, quality: int) -> bytes:
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def voice(content: bytes) -> dict:
    """A voice message (AMR): frame after frame to the last byte, and nothing between or behind them."""
    at = len(AMR)
    while at < len(content):
        length = AMR_FRAMES.get(content[at] >> 3 & 15)
        if length is None or content[at] & 0b10000011:
            raise No("broken")
        at += length
    if at != len(content) or at == len(AMR):
        raise No("broken")
    return {"type": "audio/amr"}


def video(content: bytes) -> bytes:
    """A film without what tells where and with what it was taken: such boxes and tracks keep their length, as zeros.

    Nothing moves, so that the film still finds its pictures; nothing may stand behind its last box.
    """
    film, seen, kinds = bytearray(content), {"boxes": 0}, set()
    tops = list(boxes(content, 0, len(content), seen))
    names = [kind for kind, *_places in tops]
    if names[:1] != [b"ftyp"] or names.count(b"moov") != 1 or not {b"mdat", b"moof"} & set(names):
        raise No("broken")
    for kind, at, inside, after in tops:
        if kind not in BOXES_OF_A_FILM:
            emptied(film, at, inside, after)
        elif kind in OPENED:
            opened(film, inside, after, seen, kinds)
    others = kinds - {b"vide", b"soun"}
    if b"vide" not in kinds or (others and b"moof" in names):
        raise No("broken")
    return bytes(film)


def boxes(film, start: int, end: int, seen: dict):
    """(kind, where it begins, where its inside does, where it ends) of each box between two places."""
    while start < end:
        seen["boxes"] += 1
        size, kind, head = (
            int.from_bytes(film[start : start + 4], "big"),
            bytes(film[start + 4 : start + 8]),
            8,
        )
        if size == 1:
            size, head = int.from_bytes(film[start + 8 : start + 16], "big"), 16
        elif size == 0:  # to the end
            size = end - start
        if size < head or start + size > end or seen["boxes"] > MOST_BOXES:
            raise No("broken")
        yield kind, start, start + head, start + size
        start += size


def emptied(film: bytearray, at: int, inside: int, after: int) -> None:
    """The box becomes free room of the same length."""
    film[at + 4 : at + 8] = b"free"
    film[inside:after] = bytes(after - inside)


def opened(film: bytearray, start: int, end: int, seen: dict, kinds: set, depth: int = 0) -> None:
    """What of a box goes on; a track of neither picture nor sound goes whole, with what it points to."""
    if depth > 8:
        raise No("broken")
    for kind, at, inside, after in list(boxes(film, start, end, seen)):
        if kind == b"trak":
            shown = track_of(film, inside, after, seen)
            kinds.add(shown)
            if shown not in (b"vide", b"soun"):
                forget_samples(film, inside, after, seen)
                emptied(film, at, inside, after)
                continue
        if kind in EMPTIED:
            emptied(film, at, inside, after)
        elif kind in OPENED:
            opened(film, inside, after, seen, kinds, depth + 1)


def within(film, start: int, end: int, seen: dict, path: tuple) -> tuple[int, int] | None:
    for kind, _at, inside, after in boxes(film, start, end, seen):
        if kind == path[0]:
            return (inside, after) if len(path) == 1 else within(film, inside, after, seen, path[1:])
    return None


def track_of(film, start: int, end: int, seen: dict) -> bytes:
    found = within(film, start, end, seen, (b"mdia", b"hdlr"))
    return bytes(film[found[0] + 8 : found[0] + 12]) if found else b""


def numbers(film, start: int, end: int, seen: dict, name: bytes, *, skip: int, wide: int) -> list[int]:
    """The numbers of a table of samples, its head left out."""
    found = within(film, start, end, seen, (b"mdia", b"minf", b"stbl", name))
    if found is None:
        return []
    first, last = found[0] + skip, found[1]
    if (last - first) // wide > MOST_SAMPLES:
        raise No("broken")
    return [int.from_bytes(film[at : at + wide], "big") for at in range(first, last - wide + 1, wide)]


def forget_samples(film: bytearray, start: int, end: int, seen: dict) -> None:
    """Empty what a track points to: places are told by chunk, how many in each by runs, how long by sample."""
    places = numbers(film, start, end, seen, b"stco", skip=8, wide=4)
    places += numbers(film, start, end, seen, b"co64", skip=8, wide=8)
    runs = numbers(film, start, end, seen, b"stsc", skip=8, wide=4)
    sized = numbers(film, start, end, seen, b"stsz", skip=4, wide=4)
    sizes = itertools.repeat(sized[0]) if sized and sized[0] else iter(sized[2:])
    firsts = runs[0::3]
    for number, place in enumerate(places, start=1):
        run = max((index for index, first in enumerate(firsts) if first <= number), default=None)
        count = min(runs[3 * run + 1], MOST_SAMPLES) if run is not None else 0
        length = sum(itertools.islice(sizes, count))
        if length:
            last = min(place + length, len(film))
            film[place:last] = bytes(max(last - place, 0))


def pdf(content: bytes) -> dict:
    """A document that only shows something: whole, and without anything that acts when it is opened."""
    if b"%%EOF" not in content[-2048:] or b"PK\x05\x06" in content[-70_000:]:
        raise No("broken")
    found = 0
    for number, match in enumerate(re.finditer(rb"stream\r?\n", content)):
        if number > STREAMS or found > IN_STREAMS:
            break
        piece = unpacked(content[match.end() : match.end() + 20_000_000])
        found += len(piece)
        if active(piece):
            raise No("active")
    if active(content):
        raise No("active")
    return {"type": "application/pdf"}


def unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, 5_000_000)
    except zlib.error:
        return b""


def active(text: bytes) -> bool:
    """PDF may write a name with #xx for any letter: read as it is meant."""
    meant = re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), text)
    return ACTIVE.search(text) is not None or ACTIVE.search(meant) is not None


def office(content: bytes) -> dict:
    rows = entries(content)
    names = [row.filename for row in rows]
    must_unpack_to_something_small(rows)
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise No("broken")
    if any(HOLDS_MORE.search(name) for name in names):
        raise No("active")
    for folder, kind in OFFICE.items():
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return {"type": kind}
    raise No("archive")


def entries(content: bytes) -> list:
    """What an archive holds, where it is nothing but an archive from its first byte to its last."""
    try:
        rows = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except Exception as wrong:
        raise No("broken") from wrong
    if content[-22:-18] != b"PK\x05\x06" or not rows or min(row.header_offset for row in rows) != 0:
        raise No("polyglot")
    return rows


def must_unpack_to_something_small(rows: list) -> None:
    if len(rows) > ENTRIES or sum(row.file_size for row in rows) > UNPACKED:
        raise No("bomb")
    if any(row.file_size > RATIO * max(row.compress_size, 1) and row.file_size > 1_000_000 for row in rows):
        raise No("bomb")
    placed = sorted((row.header_offset, row.compress_size) for row in rows)
    if any(at + size > after for (at, size), (after, _next) in itertools.pairwise(placed)):
        raise No("bomb")


def main() -> None:
    limit()
    content = sys.stdin.buffer.read()
    try:
        about, full, small = read(content)
    except No as refusal:
        about, full, small = {"refused": str(refusal)}, b"", b""
    except MemoryError:
        about, full, small = {"refused": "bomb"}, b"", b""
    about["full"], about["small"] = len(full), len(small)
    out = sys.stdout.buffer
    out.write(json.dumps(about).encode() + b"\n" + full + small)
    out.flush()


if __name__ == "__main__":
    main()
