"""The reply guard's reading: a text and rules in, findings out; pure.

The text is folded character by character, so that both Chinese scripts are one and every place in it stays where it
was. What stands in quotation marks is somebody else's words and is not read; what is denied is not said.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from crm.text.scripts import folding
from service_desk.guidance.patterns import ENDS, Line, compiled, lines_of, read_line
from service_desk.guidance.sums import sums_in

LONGEST_TEXT = 20_000  # as long as a letter may be; a longer one is refused, not half read
HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[a-zåäö]{2}", re.IGNORECASE)
SENTENCE_END = re.compile(rf"[{ENDS}]|\.(?=\s|$)")
QUOTED = re.compile(r"“[^“”]{0,400}”|”[^”]{0,400}”|「[^「」]{0,400}」|『[^『』]{0,400}』|«[^«»]{0,400}»|\"[^\"\n]{0,400}\"|(?<!\w)[‘'](?:[^'\n]|(?<=\w)'(?=\w)){1,400}'(?!\w)|^>[^\n]{0,400}", re.M)  # fmt: skip
DENIALS = {
    "zh": "(不是|并非|并不|不属于|没有|绝不|不会|不能|不敢|无法|没法|不可能|不应|不认为|未发现|而非|不算)",
    "en": "(not|never|n't|n’t|no|nor|neither|without|cannot|rather than|nothing)",
    "fi": "(ei|en|emme|eivät|ette|eikä|ettei|etteivät|emmekä|enkä|eivätkä)",
}
NEAR = {"zh": 8, "en": 24, "fi": 24}
BARE_NO = re.compile(
    "不(?![够足了到及好]).{0,2}$"
)  # right before what it denies; further off it belongs to another word
ASKS = re.compile("(.)不\\1|有没有")  # 是不是, 能不能: a question is no denial
PAUSE = re.compile(r"[,，、:：]")


@dataclass(frozen=True)
class Rule:
    """One rule as the reader needs it; the same shape from the database and from the shipped ones."""

    code: str
    finding: str
    level: str
    language: str
    form: str
    patterns: str
    unless: str = ""
    absent: str = ""
    over_limit: bool = False
    denied_is_fine: bool = False
    mend: str = "replace"
    reasons: dict = field(default_factory=dict)
    betters: dict = field(default_factory=dict)
    row: object = field(default=None, compare=False)


@dataclass(frozen=True)
class Authority:
    """Up to which sum the writer may promise, in minor units; without one, any sum passes."""

    limit: int
    currency: str


@dataclass(frozen=True)
class Finding:
    """What was found where; `start` and `end` are the words, `sentence` the span a better wording replaces."""

    rule: Rule
    start: int
    end: int
    sentence: tuple[int, int]
    words: str


_NARROW = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
_KEPT = {ord(sign): sign for sign in "！？；，："}


def folded(text: str) -> str:
    """The text as it is compared: one script, one width, small letters, 您 as 你; each character stays in place."""
    narrow = text[:LONGEST_TEXT].translate(_NARROW | _KEPT)
    lowered = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in narrow)
    return lowered.translate(folding()).replace("您", "你").replace("’", "'")


def languages_of(text: str, language: str) -> list[str]:
    """In which languages a text is read: by its letters, and among those with Latin ones by what was asked for."""
    found = ["zh"] if HAN.search(text) else []
    if LATIN.search(text):
        asked = language.partition("-")[0]
        found += [asked] if asked in ("en", "fi") else ["en", "fi"]
    return found


def find(
    text: str, rules: Iterable[Rule], *, language: str, authority: Authority | None = None
) -> list[Finding]:
    """What must not be said in this text, in the order in which it stands there; one finding a kind and sentence."""
    plain = folded(text)
    unquoted = QUOTED.sub(lambda match: " " * len(match[0]), plain)
    sentences = _sentences(unquoted)
    said = [unquoted[start:end] for start, end in sentences]
    spoken = set(languages_of(text, language))
    found: dict[tuple, Finding] = {}
    for rule in rules:
        if rule.language not in spoken or _is_said(rule.absent, rule.language, said):
            continue
        for start, end in _hits(rule, unquoted, sentences, authority):
            span = next(span for span in sentences if span[0] <= start < max(span[1], span[0] + 1))
            key = (rule.finding, span)
            finding = Finding(rule, start, end, span, text[start:end])
            if key not in found or _before(finding, found[key]):
                found[key] = finding
    return sorted(found.values(), key=lambda finding: (finding.start, finding.end))


def _before(one: Finding, other: Finding) -> bool:
    """The graver of two findings is shown; of two alike the one that begins first."""
    return (_weight(one.rule), -one.start) > (_weight(other.rule), -other.start)


def _weight(rule: Rule) -> int:
    return ("hint", "serious", "refused").index(rule.level)


def _sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences, marks included; together they cover the text."""
    spans, start = [], 0
    for match in SENTENCE_END.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    if start < len(text) or not spans:
        spans.append((start, len(text)))
    return [_trimmed(text, span) for span in spans]


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    return start, end


@lru_cache(maxsize=512)
def _lines(lines: str, language: str, form: str = "words") -> tuple[Line, ...]:
    return tuple(
        read_line(folded(line) if form == "words" else line, language, form) for line in lines_of(lines)
    )


def _is_said(lines: str, language: str, sentences: Iterable[str]) -> bool:
    """Whether one of these sentences says one of these lines."""
    if not lines:
        return False
    read = _lines(lines, language)
    return any(line.may_stand_in(said) and line.holds_in(said) for said in sentences for line in read)


def _hits(rule: Rule, text: str, sentences, authority: Authority | None):
    for line in _lines(rule.patterns, rule.language, rule.form):
        if not line.may_stand_in(text):
            continue
        for match in line.marked.finditer(text):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            span = next((span for span in sentences if span[0] <= start < span[1]), None)
            if span is None or not line.is_borne_out(text[span[0] : span[1]]):
                continue
            if _is_excused(rule, text, start, span):
                continue
            if not rule.over_limit:
                yield start, match.end()
            elif authority is not None:
                yield from _too_much(text, span, authority)


def _is_excused(rule: Rule, text: str, start: int, span: tuple[int, int]) -> bool:
    if rule.denied_is_fine:
        before = text[max(span[0], start - NEAR[rule.language]) : start]
        clause = PAUSE.split(before)[-1]
        if _denies(clause, rule.language):
            return True
    return _is_said(rule.unless, rule.language, [text[span[0] : span[1]]])


def _denies(clause: str, language: str) -> bool:
    if language == "en" and "n't" in clause:
        return True
    if language == "zh":
        clause = ASKS.sub("", clause)
        if BARE_NO.search(clause):
            return True
    return compiled(DENIALS[language], language, "words").search(clause) is not None


def _too_much(text: str, span: tuple[int, int], authority: Authority):
    """The sums of the sentence that are past the writer's authority; one of another currency always is."""
    for named in sums_in(text[span[0] : span[1]], authority.currency):
        if named.currency != authority.currency or named.amount > authority.limit:
            yield span[0] + named.start, span[0] + named.end
