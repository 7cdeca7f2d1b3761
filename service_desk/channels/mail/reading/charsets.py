"""Text out of bytes whose charset is missing, wrong or unknown; nothing is ever an error. Pure."""

import codecs
import re

# What mail says → what it means. A superset reads all that its subset reads, and what people write besides.
MEANT = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "euc-cn": "gb18030",
    "chinese": "gb18030",
    "big5": "big5hkscs",
    "x-big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "ascii",
    "unicode-1-1-utf-8": "utf-8",
    "unicode": "utf-8",
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
}
NOT_SAID = {"", "ascii", "unknown-8bit", "unknown", "default", "binary", "x-unknown", "8bit", "utf-8"}
ELSEWHERE = ("cp950", "big5")  # Big5 of Taiwan and of Hong Kong differ in a few hundred signs
HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# The signs that any Chinese text of some length holds, of both scripts: they tell its encoding when nobody says it.
COMMON = set(
    "的一是不了在人有我他这这個个们们來来到时時大地为為子中你说說生国國年着就那和要她出也得里裡后後以会會家可下而过過天去能对對小多然于於心学學么"
    "之都好看起发發当當没沒成只如事把还還用第样樣道想作种種开開美总總从從无無情己面最女但现現前些所同日手又行意动動方期它头頭经經长長儿兒回位分爱愛"
    "您请請谢謝房水电電楼樓层層业業主物管修漏室号號问問题題"
)
# Codecs of Python that are no charsets; a mail must not choose them.
NO_CHARSETS = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}


def text_of(data: bytes, charset: str = "") -> tuple[str, str]:
    """The text, and a remark where it is not as its label says: "guessed", "damaged" or nothing."""
    said = (charset or "").strip().strip("\"'").lower().split("*")[0]
    name = MEANT.get(said, said)
    if name in NOT_SAID or not _is_charset(name):
        return _guessed(data, said)
    for candidate in (name, *(ELSEWHERE if name == "big5hkscs" else ())):
        try:
            return cleaned(data.decode(candidate)), ""
        except (UnicodeDecodeError, LookupError):
            continue
    return _other_than_said(data, name)


def cleaned(text: str) -> str:
    """Without what no database takes or no page shows: NUL, halves of surrogate pairs, other control signs."""
    text = text.encode("utf-8", "replace").decode("utf-8") if _has_halves(text) else text
    return (
        re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]", "", text).replace("\r\n", "\n").replace("\r", "\n")
    )


def _has_halves(text: str) -> bool:
    return re.search("[\ud800-\udfff]", text) is not None


def _is_charset(name: str) -> bool:
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return False
    return info._is_text_encoding and info.name not in NO_CHARSETS


def _guessed(data: bytes, said: str) -> tuple[str, str]:
    """Nobody said what it is, or said ASCII: UTF-8 if it is one, else Chinese if it reads as such, else Western."""
    try:
        plain = data.isascii()
        return cleaned(data.decode("utf-8")), "" if plain or said in ("utf-8", "utf8") else "guessed"
    except UnicodeDecodeError:
        pass
    chinese = _as_chinese(data)
    if chinese:
        return cleaned(chinese), "guessed"
    if said in ("utf-8", "utf8") and _mostly_utf8(data):
        return cleaned(data.decode("utf-8", "replace")), "damaged"
    return cleaned(data.decode("cp1252", "replace")), "guessed"


def _as_chinese(data: bytes) -> str:
    """The text as whichever Chinese encoding makes more common signs of it; nothing where it reads as neither."""
    best, most = "", 0.0
    for name in ("gb18030", "big5hkscs"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        signs = [sign for sign in text if ord(sign) > 127]
        share = sum(sign in COMMON for sign in signs) / len(signs)
        if len(HAN.findall(text)) >= 0.6 * len(signs) and share + 0.001 > most:
            best, most = text, share + 0.001
    return best


def _mostly_utf8(data: bytes) -> bool:
    return data.decode("utf-8", "replace").count("\ufffd") <= max(3, len(data) // 50)


def _other_than_said(data: bytes, name: str) -> tuple[str, str]:
    """It is not what it says: UTF-8 under another name is common; else what is readable of it."""
    try:
        return cleaned(data.decode("utf-8")), "guessed"
    except UnicodeDecodeError:
        return cleaned(data.decode(name, "replace")), "damaged"
