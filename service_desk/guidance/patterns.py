"""From a line that a supervisor wrote to a pattern that cannot run away; pure.

A line of words is read literally, but for `…` (anything, within the sentence), `*` (any beginning or ending of a
word) and `(a|b)` (either; `(a|)` may be missing). ` & ` joins what has to stand in one sentence, in any order, and
` &! ` what must not stand there: so weak signs count only together. A regular expression is taken only where the work it can cause is
bounded: every repetition has an end, none stands inside another, and their product is small. So no text, however
it is made, keeps the reader longer than its length times that product.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from re import _constants as ops
from re import _parser as parser

from django.utils.translation import gettext as _

LONGEST_LINE, MOST_LINES, MOST_GAPS, MOST_WORK = 1000, 80, 2, 5000
MOST_SCANNED = 100_000  # characters that repetitions which give nothing back may pass over from one place
GAP = {"zh": 12, "en": 40, "fi": 40}
WORD = 20
ENDS = "。！？!?；;\n"
MOST_PARTS = 5
REPEATS = {ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT}


class Unsafe(ValueError):
    """The line is not taken; the text says why."""


def lines_of(text: str) -> list[str]:
    """The lines that say something; `#` begins a remark."""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]


@dataclass(frozen=True)
class Line:
    """One line: what is marked, what else the sentence has to say, and what it must not say."""

    marked: re.Pattern
    also: tuple[re.Pattern, ...] = ()
    never: tuple[re.Pattern, ...] = ()
    needs: tuple[frozenset[str], ...] = ()  # of each of these at least one stands in whatever the line finds

    def may_stand_in(self, text: str) -> bool:
        """Whether it is worth while to look: plain words are sought much faster than patterns."""
        return all(any(word in text for word in words) for words in self.needs)

    def holds_in(self, sentence: str) -> bool:
        """Whether the sentence says everything of the line."""
        return self.marked.search(sentence) is not None and self.is_borne_out(sentence)

    def is_borne_out(self, sentence: str) -> bool:
        """Whether the sentence says the rest of the line."""
        return all(part.search(sentence) for part in self.also) and not any(
            part.search(sentence) for part in self.never
        )


@lru_cache(maxsize=8192)
def read_line(line: str, language: str, form: str) -> Line:
    """A line with its parts, or Unsafe; a regular expression is one part."""
    if form == "regex":
        return Line(compiled(line, language, form))
    first, *rest = re.split(r"\s+(?=&!?\s)", line)
    if len(rest) >= MOST_PARTS:
        raise Unsafe(_("A line has at most %(most)d parts.") % {"most": MOST_PARTS})
    never = [part[2:].strip() for part in rest if part.startswith("&!")]
    also = [part[1:].strip() for part in rest if not part.startswith("&!")]
    if not all([first, *never, *also]) or first.startswith("&"):
        raise Unsafe(_("A part of this line is empty."))
    wanted = [_read(part, language, form) for part in (first, *also)]
    (marked, _words), *rest = wanted
    return Line(
        marked,
        also=tuple(pattern for pattern, _words in rest),
        never=tuple(compiled(part, language, form) for part in never),
        needs=tuple(words for _pattern, words in wanted if words),
    )


def compiled(line: str, language: str, form: str) -> re.Pattern:
    """The pattern of one line, or Unsafe. The line is folded as the text is, so either script may be written."""
    return _read(line, language, form)[0]


@lru_cache(maxsize=8192)
def _read(line: str, language: str, form: str) -> tuple[re.Pattern, frozenset[str] | None]:
    """The pattern of one part of a line, and words of which one stands in whatever it finds."""
    if len(line) > LONGEST_LINE:
        raise Unsafe(_("A line has at most %(most)d characters.") % {"most": LONGEST_LINE})
    written = line if form == "regex" else _from_words(line, language)
    try:
        tree = parser.parse(written, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as exc:
        raise Unsafe(_("This cannot be read: %(why)s") % {"why": exc}) from exc
    work = _work(tree)
    if work > MOST_WORK or (form == "regex" and work * _scanned(tree) > MOST_SCANNED):
        raise Unsafe(_("This could keep the guard busy for too long: use shorter repetitions."))
    # Texts and lines of words are folded to small letters; only a regular expression may be written otherwise.
    pattern = re.compile(written, re.IGNORECASE if form == "regex" else 0)
    if pattern.match(""):
        raise Unsafe(_("This would be found in every text."))
    return pattern, _needed(tree)


def _from_words(line: str, language: str) -> str:
    pieces = re.split(r"\s*(?:…|\.\.\.)\s*", line.strip())
    if len(pieces) - 1 > MOST_GAPS:
        raise Unsafe(_("A line has at most %(most)d gaps.") % {"most": MOST_GAPS})
    gap = rf"[^{ENDS}]{{0,{GAP[language]}}}?"
    return gap.join(_piece(piece, language) for piece in pieces if piece)


def _piece(piece: str, language: str) -> str:
    """One run of words; those of languages with spaces stand alone, where no star says otherwise."""
    written = []
    parts = re.findall(r"[()|]|\*|\s+|[^()|*\s]+", piece)
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if part in "()|":
            written.append({"(": "(?:"}.get(part, part))
        elif part == "*":
            # An ending takes all it can and gives nothing back: it is never tried twice.
            gives_nothing_back = "+" if following in ("", "|", ")") or following.isspace() else ""
            written.append(rf"\w{{0,{WORD}}}{gives_nothing_back}")
        elif part.isspace():
            written.append(r"[\s,]{1,3}+")
        else:
            written.append(re.escape(part))
    joined = "".join(written)
    return joined if language == "zh" else rf"(?<!\w)(?:{joined})(?!\w)"


def _work(tree, inside: bool = False) -> int:
    """How many ways there are to match at one place, at most; endless and nested repetitions are refused."""
    product = 1
    for op, value in tree:
        if op is ops.POSSESSIVE_REPEAT and not inside:
            _work_of_repeat(*value, inside=inside)
        elif op in REPEATS:
            product *= _work_of_repeat(*value, inside=inside)
        elif op is ops.BRANCH:
            product *= _work_of_branches(value[1], inside)
        elif op is ops.SUBPATTERN:
            product *= _work(value[-1], inside)
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            product *= _work(value[1], inside)
        elif op in (ops.GROUPREF, ops.GROUPREF_EXISTS) or op is getattr(ops, "ATOMIC_GROUP", None):
            raise Unsafe(_("References to what was found before are not taken."))
    return product


def _work_of_branches(branches, inside: bool) -> int:
    """Plain words that can begin at one place are each the beginning of the next: only such a chain counts."""
    plain = [[str(step) for step in branch] for branch in branches if _is_plain(branch)]
    chain = max((sum(word[: len(other)] == other for other in plain) for word in plain), default=0)
    return max(1, chain) + sum(_work(branch, inside) for branch in branches if not _is_plain(branch))


def _scanned(tree) -> int:
    """Over how many characters the repetitions that give nothing back pass, once; they are tried once for each way to
    match what stands before them."""
    passed = 0
    for op, value in tree:
        if op is ops.POSSESSIVE_REPEAT:
            passed += int(value[1]) * max(1, len(value[2]))
        elif op is ops.BRANCH:
            passed += sum(_scanned(branch) for branch in value[1])
        elif op in REPEATS or op in (ops.SUBPATTERN, ops.ASSERT, ops.ASSERT_NOT):
            passed += _scanned(value[-1])
    return passed


def _needed(tree) -> frozenset[str] | None:
    """Words of which one has to stand in whatever the pattern finds: the longest and fewest there are."""
    found, run = [], ""
    for op, value in [*tree, (None, None)]:
        if op is ops.LITERAL:
            run += chr(value)
            continue
        if run:
            found.append(frozenset([run]))
        run = ""
        words = None
        if op is ops.SUBPATTERN:
            words = _needed(value[-1])
        elif op is ops.BRANCH:
            each = [_needed(branch) for branch in value[1]]
            words = frozenset().union(*each) if all(each) else None
        if words:
            found.append(words)
    return max(found, key=lambda words: (min(map(len, words)), -len(words)), default=None)


def _is_plain(branch) -> bool:
    return all(op in (ops.LITERAL, ops.POSSESSIVE_REPEAT) for op, _value in branch)


def _work_of_repeat(least: int, most: int, tree, *, inside: bool) -> int:
    if most == 1:
        return 1 + _work(tree, inside)
    if most is ops.MAXREPEAT or most > 200:
        raise Unsafe(_("Say how often something may be repeated at most: {0,20} instead of * or +."))
    if inside:
        raise Unsafe(_("A repetition inside a repetition is not taken."))
    within = _work(tree, inside=True)
    if within > 1 and most > 1:
        raise Unsafe(_("A repetition of alternatives is not taken."))
    return int(most) - int(least) + 1
