"""The files inside a winmail.dat, Outlook's own wrapping. Pure.

The layout is a signature, a key and then attributes: one byte of level, four of name, four of length, the data,
two of checksum. Only names, contents and the plain body are read.
"""

SIGNATURE = 0x223E9F78
BODY, TITLE, DATA, BEGIN = 0x0002800C, 0x00018010, 0x0006800F, 0x00069002
MOST_FILES = 50


def opened(data: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """(the plain body, [(name, content)]); nothing where it is not such a wrapping or breaks off."""
    body, files, name = b"", [], b""
    if len(data) < 6 or int.from_bytes(data[:4], "little") != SIGNATURE:
        return body, files
    at = 6
    while at + 11 <= len(data) and len(files) < MOST_FILES:
        attribute = int.from_bytes(data[at + 1 : at + 5], "little")
        length = int.from_bytes(data[at + 5 : at + 9], "little")
        value = data[at + 9 : at + 9 + length]
        if len(value) < length:
            break
        at += 9 + length + 2
        if attribute == BEGIN:
            name = b""
        elif attribute == TITLE:
            name = value.rstrip(b"\0")
            if files and not files[-1][0]:
                files[-1] = (name, files[-1][1])
        elif attribute == DATA:
            files.append((name, value))
        elif attribute == BODY:
            body = value.rstrip(b"\0")
    return body, files
