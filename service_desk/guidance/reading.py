"""The reply guard's reading: a text and rules in, findings out; pure.

The text is folded character by character, so that both Chinese scripts are one and every place in it stays where it
was. What stands in quotation marks is somebody else's words and is not read; what is denied is not said.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from service_desk.guidance import guard_ear
from service_desk.guidance.guard_ear import STEP
from service_desk.guidance.guard_text import folded
from service_desk.guidance.patterns import ENDS, Line, compiled, lines_of, read_line
from service_desk.guidance.sums import sums_in

HAN = re.compile(r"[\u3400-\u9fff]")
NAME = re.compile(r"\{\w+\}")  # in a template, to be filled in
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
PLAINLY, BEYOND_DOUBT = 0.2, 0.85
PAUSE = re.compile(r"[,，、:：]")
SOUND = "sound"  # the form of a rule whose one line says how sure the ear has to be, in percent


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
    yields: bool = False  # to the ear, where that hears plainly nothing wrong; a house's own rule never does
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


def may_yield(rule, *, shipped: bool) -> bool:
    """Whether a rule gives way to the ear: a shipped one in words does, unless it weighs sums or a missing step."""
    return shipped and rule.form != SOUND and not rule.over_limit and not rule.absent


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
    spoken, ear = set(languages_of(text, language)), Listener(said)
    found: dict[tuple, Finding] = {}
    for rule in rules:
        if rule.language not in spoken or _is_answered(rule, said, ear):
            continue
        heard = rule.form == SOUND
        hits = (
            _sounds(rule, ear, unquoted, sentences, authority)
            if heard
            else _hits(rule, unquoted, sentences, authority)
        )
        for start, end in hits:
            span = next(span for span in sentences if span[0] <= start < max(span[1], span[0] + 1))
            if (
                rule.yields
                and rule.level == "serious"
                and ear.is_plainly_harmless(rule.language, sentences.index(span))
            ):
                continue
            key = (rule.finding, span)
            finding = Finding(rule, start, end, span, text[start:end])
            if key not in found or _before(finding, found[key]):
                found[key] = finding
    return sorted(_without_guesses(found.values()), key=lambda finding: (finding.start, finding.end))


def _before(one: Finding, other: Finding) -> bool:
    """The graver of two findings is shown; of two alike what is known before what is guessed, then what begins first."""
    return _rank(one) > _rank(other)


def _rank(finding: Finding) -> tuple:
    return finding.rule.form != SOUND, _weight(finding.rule), -finding.start


def _without_guesses(found: Iterable[Finding]) -> list[Finding]:
    """Where a rule has marked something in a sentence, nothing is guessed of it besides."""
    found = list(found)
    known = {finding.sentence for finding in found if finding.rule.form != SOUND}
    return [finding for finding in found if finding.rule.form != SOUND or finding.sentence not in known]


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


class Listener:
    """How the sentences of one text sound, in each tongue heard once and only if a rule asks."""

    def __init__(self, sentences: list[str]):
        self.sentences, self._heard = [NAME.sub("", one) for one in sentences], {}

    def heard(self, tongue: str) -> list[dict[str, float]]:
        if tongue not in self._heard:
            own = [one if _is_in(tongue, one) else "" for one in self.sentences]
            self._heard[tongue] = guard_ear.hear(own, tongue)
        return self._heard[tongue]

    def loudest(self, tongue: str) -> list[tuple[str, float]]:
        """For each sentence the kind of harm that it sounds like most, and how sure that is."""
        harms = ({kind: sure for kind, sure in one.items() if kind != STEP} for one in self.heard(tongue))
        return [max(one.items(), key=lambda pair: pair[1]) for one in harms]

    def is_plainly_harmless(self, tongue: str, at: int) -> bool:
        """Whether one sentence, with those around it, sounds harmless beyond reasonable doubt."""
        one = self.heard(tongue)[at]
        return any(one.values()) and 1 - sum(one.values()) + one[STEP] >= BEYOND_DOUBT

    def hears_a_step(self, tongue: str) -> bool:
        """Whether somewhere it sounds as if it were said what happens next."""
        return any(one[STEP] >= PLAINLY for one in self.heard(tongue))


def _is_in(tongue: str, sentence: str) -> bool:
    """By its letters."""
    if HAN.search(sentence):
        return tongue == "zh"
    return tongue != "zh" and LATIN.search(sentence) is not None


def sureness(lines: str) -> int:
    """How sure the ear has to be before it says so, in percent; nothing where the lines say none."""
    line = "".join(lines_of(lines)) if len(lines_of(lines)) == 1 else ""
    return int(line) if line.isascii() and line.isdecimal() and 1 <= int(line[:3]) <= 99 else 0


def _sounds(rule: Rule, ear: Listener, text: str, sentences, authority: Authority | None):
    """The sentences that sound like what the rule is about; each is marked whole.

    A sum that the writer may promise is no promise past his authority, however it sounds.
    """
    needed = sureness(rule.patterns) / 100 or 1
    for (kind, sure), span in zip(ear.loudest(rule.language), sentences, strict=True):
        if kind != rule.finding or sure < needed or _is_excused(rule, text, span[0], span):
            continue
        if not (rule.over_limit and _is_small_enough(text, span, authority)):
            yield span[0], span[0] + len(text[slice(*span)].rstrip())


def _is_small_enough(text: str, span: tuple[int, int], authority: Authority | None) -> bool:
    """Whether the sentence names sums, and none that is past the writer's authority, if that is known."""
    currency = authority.currency if authority else ""
    if not list(sums_in(text[slice(*span)], currency)):
        return False
    return authority is None or not list(_too_much(text, span, authority))


def _is_answered(rule: Rule, said: list[str], ear: Listener) -> bool:
    """Whether the reply says elsewhere what makes good what the rule finds: its lines, or for an apology any next step."""
    if _is_said(rule.absent, rule.language, said):
        return True
    return rule.finding == "empty_apology" and bool(rule.absent) and ear.hears_a_step(rule.language)


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
