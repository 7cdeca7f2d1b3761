"""What somebody wrote apart from what he quotes and from his signature. Nothing is lost: it is folded away. Pure."""

import re

SAID_BEFORE = [
    re.compile(pattern, re.I)
    for pattern in (
        r"^\s*-{2,}\s*(original|forwarded) (message|mail)\s*-{2,}",
        r"^\s*-{2,}\s*(alkuperäinen viesti|välitetty viesti)\s*-{2,}",
        r"^\s*-{2,}\s*(原始邮件|原始郵件|(回复的|回覆的)?原[邮郵]件|转发(的)?邮件|轉寄的?郵件|回复的邮件)\s*-{2,}",
        r"^\s*_{10,}\s*$",
        r"^\s*(>\s*)?on\b.{4,200}\bwrote:\s*$",
        r"^\s*.{4,200}\b(kirjoitti|skrev|schrieb|a écrit|escribió)\s*:?\s*$",
        r"^\s*.{0,160}(写道|寫道|編寫|编写)\s*[:：]\s*$",
        r"^\s*begin forwarded message:\s*$",
    )
]
# Outlook's way: a block of header lines, in whatever language, of which the first is the sender.
HEAD = re.compile(r"^\s*\*?(from|发件人|寄件者|寄件人|lähettäjä|von|de)\*?\s*[:：]", re.I)
HEAD_NEXT = re.compile(
    r"^\s*\*?(sent|date|to|subject|cc|发送时间|发送日期|日期|收件人|收件者|主题|主旨|寄件日期|lähetetty|päivämäärä|vastaanottaja|aihe)\*?\s*[:：]",
    re.I,
)
SIGNED = [
    re.compile(pattern, re.I)
    for pattern in (
        r"^--\s?$",
        r"^\s*sent from my \w+",
        r"^\s*sent from (mail|outlook|yahoo|aol)\b",
        r"^\s*(get|hanki|下载|获取|取得)\s*(适用于 ?\S+ ?的 ?)?outlook\b",
        r"^\s*(发自我的|發自我的|从我的|來自我的|来自我的)",
        r"^\s*lähetetty .{0,40}(puhelimesta|iphonesta|laitteesta)",
    )
]
QUOTE = re.compile(r"^\s*>")
RULE = re.compile(r"^\s*[-_=*—]{5,}\s*$")
SENDER_BEFORE = re.compile(r"<[^<>\s]+@[^<>\s]+>.{0,60}$")  # of a sentence that goes on in the next line
LONGEST_SIGNATURE = 15  # lines; what is longer was meant to be read


def split(text: str) -> tuple[str, str]:
    """(what he wrote, what is folded away). Answers between quoted lines stay where they stand."""
    lines = text.strip("\n").split("\n")
    below = _answered_below(lines)
    if below:
        lines, before = lines[below:], lines[:below]
    else:
        before = []
    cut = _signed_from(lines[: _quoted_from(lines)])
    words = "\n".join(lines[:cut]).strip()
    if not words:
        return text.strip(), ""
    return words, "\n".join([*before, *lines[cut:]]).strip("\n")


def _answered_below(lines: list[str]) -> int:
    """Where the answer begins of somebody who writes under all that he quotes; 0 where he does not."""
    at = next((number for number, line in enumerate(lines) if line.strip()), 0)
    at += _announced(lines, at) if at < len(lines) else 0
    while at < len(lines) and not lines[at].strip():
        at += 1
    end = at
    while end < len(lines) and (QUOTE.match(lines[end]) or not lines[end].strip()):
        end += 1
    quoted = any(QUOTE.match(line) for line in lines[at:end])
    return end if quoted and not any(QUOTE.match(line) for line in lines[end:]) else 0


def _quoted_from(lines: list[str]) -> int:
    """Where the earlier letter begins: a line that announces it, or a block of quoted lines up to the end."""
    for number, line in enumerate(lines):
        announced = number + 1 < len(lines) and _announced(lines, number)
        if announced and not _answers_below(lines, number + announced):
            return _with_what_leads_to_it(lines, number)
        if HEAD.match(line) and any(HEAD_NEXT.match(after) for after in lines[number + 1 : number + 4]):
            return _with_what_leads_to_it(lines, number)
    last = len(lines)
    while last and (QUOTE.match(lines[last - 1]) or not lines[last - 1].strip()):
        last -= 1
    return last


def _with_what_leads_to_it(lines: list[str], number: int) -> int:
    """A rule above it, and the first half of its sentence, go with it."""
    if number and SENDER_BEFORE.search(lines[number - 1]) and not HEAD.match(lines[number]):
        number -= 1
    above = number
    while above and not lines[above - 1].strip():
        above -= 1
    return above - 1 if above and RULE.match(lines[above - 1]) else number


def _announced(lines: list[str], number: int) -> int:
    """How many lines announce a quotation here: mail programs break the sentence in two or three."""
    line = lines[number]
    if any(pattern.match(line) for pattern in SAID_BEFORE):
        return 1
    if re.match(r"^\s*(>\s*)?(on\b|在|于|於).{2,}", line, re.I):
        for more in (2, 3):
            joined = " ".join(part.strip() for part in lines[number : number + more])
            if len(joined) < 300 and any(pattern.match(joined) for pattern in SAID_BEFORE[4:7]):
                return more
    return 0


def _answers_below(lines: list[str], start: int) -> bool:
    """Whether somebody answers between the quoted lines: quoted, then plain words again."""
    rest = [line for line in lines[start:] if line.strip()]
    if not rest or not QUOTE.match(rest[0]):
        return False
    plain = [line for line in rest if not QUOTE.match(line)]
    signature = _signed_from(plain)
    return bool(plain[:signature])


def _signed_from(lines: list[str]) -> int:
    """Where the signature begins; the last sign of one, if what follows is short."""
    for number in range(len(lines) - 1, -1, -1):
        if any(pattern.match(lines[number]) for pattern in SIGNED):
            after = [line for line in lines[number + 1 :] if line.strip() and not QUOTE.match(line)]
            if len(after) <= LONGEST_SIGNATURE:
                return number
    return len(lines)
