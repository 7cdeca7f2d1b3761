"""What a file may be called and how large it may be, before anybody looks inside. Pure."""

import unicodedata
from pathlib import PurePosixPath

LARGEST = 25 * 1024 * 1024
MOST_IN_A_CASE = 300
PICTURE = "image/jpeg"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VOICE = "audio/amr"
VIDEO = "video/mp4"
ENDINGS = {
    PICTURE: {"jpg", "jpeg", "jfif", "png", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif"},
    PDF: {"pdf"},
    DOCX: {"docx"},
    XLSX: {"xlsx"},
    VOICE: {"amr"},
    VIDEO: {"mp4", "m4v", "mov", "3gp"},
}
# An ending in the middle of a name that would make something run, were the last one hidden.
RUNNING_WORDS = """
    ade app apk asp aspx bat chm cmd com cpl dll exe hta htm html inf jar js jse jsp lnk msc msi msp php pif ps1 py
    reg scr sh shtml svg swf vb vbe vbs wsf xhtml xht xml
"""
RUNNING = frozenset(RUNNING_WORDS.split())


def plain_name(name: str) -> str:
    """The name without folders and signs that steer a terminal or turn the direction of writing."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C"
    )
    kept = kept.strip(" .")[-150:]
    return kept or "file"


def endings(name: str) -> list[str]:
    return [part[1:].lower() for part in PurePosixPath(name).suffixes]


def wrong_with_name(name: str) -> str:
    """A code for what is wrong with a name, or nothing."""
    parts = endings(name)
    if any(part.strip() in RUNNING for part in parts):
        return "running"
    if parts and not any(parts[-1] in known for known in ENDINGS.values()):
        return "unknown"
    return ""


def fits(name: str, content_type: str) -> bool:
    """Whether the ending says what the content is; what a camera or a paste brings may have no ending."""
    parts = endings(name)
    return parts[-1] in ENDINGS[content_type] if parts else content_type == PICTURE


def shown_name(name: str, content_type: str) -> str:
    """The name it is kept under: a picture that was drawn anew is a JPEG whatever it was."""
    if content_type != PICTURE:
        return name
    return f"{name.rsplit('.', 1)[0] if endings(name) else name}.jpg"
