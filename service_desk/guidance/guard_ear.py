"""How a sentence sounds: a small model that reads along beside the rules; pure, without anything to install.

It has learnt from labelled sentences of our own (`standard/guard_sentences`) how much each run of letters, each word
and each pair of meanings speaks for one kind of harm. What it hears is a guess, so all it may do is hint. A sentence is heard by
itself and among its neighbours, since an innocent question is often known by what follows it. The same text always
sounds the same; nothing of it is kept.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

from service_desk.guidance.guard_text import folded

WEIGHTS = Path(__file__).parent / "standard" / "guard_ear.tsv"
MEANINGS = Path(__file__).parent / "standard" / "guard_sentences" / "words.txt"
STEP = "step"  # no harm: it says what happens next
TONGUES = ("en", "fi", "zh")
SCALE = 100  # weights are kept as whole hundredths
AMONG = 0.6  # how much the neighbours count
ROUND = 1  # sentences before and after that are neighbours
TINY, HARDLY = 1e-9, 0.02
LONGEST_HEARD = 600  # characters of one sentence
WORD = re.compile(r"[\w']+|[?!…]")
LETTERS = {"en": (3, 4, 5), "fi": (3, 4, 5, 6), "zh": (1, 2, 3, 4)}
LENGTH = {"en": 8, "fi": 8, "zh": 3}  # letters of a word, about


@cache
def meanings() -> tuple[dict[str, dict[str, tuple[str, ...]]], dict[str, list[tuple[str, str]]]]:
    """By tongue: beginnings of words (whole words with a full stop) and phrases, each with what they mean."""
    words = {tongue: {} for tongue in TONGUES}
    phrases = {tongue: [] for tongue in TONGUES}
    for line in MEANINGS.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, *lists = (part.strip() for part in line.split("|"))
        for tongue, entries in zip(TONGUES, lists, strict=True):
            for entry in filter(None, (folded(entry).strip() for entry in entries.split(","))):
                if tongue != "zh" and " " in entry:
                    phrases[tongue].append((" " + entry.rstrip("."), name))
                else:
                    words[tongue][entry] = (*words[tongue].get(entry, ()), name)
    return words, phrases


def meant(plain: str, words: Sequence[str], tongue: str) -> list[str]:
    """What the words of a sentence mean, each meaning once."""
    known, phrases = meanings()
    table, found = known[tongue], set()
    if tongue == "zh":
        for size in range(1, 7):
            for start in range(len(plain) - size + 1):
                found.update(table.get(plain[start : start + size], ()))
    else:
        for word in words:
            found.update(table.get(word + ".", ()))
            for end in range(2, len(word) + 1):
                found.update(table.get(word[:end], ()))
        line = " " + " ".join(words)
        found.update(name for phrase, name in phrases[tongue] if phrase in line)
    found.update(
        name
        for sign, name in (("?", "asks"), ("？", "asks"), ("!", "shouts"), ("！", "shouts"))
        if sign in plain
    )
    length = min(4, int(math.log2(len(plain) / LENGTH[tongue] + 1)))
    return [*sorted(found), f"length {length}"]


def signs(plain: str, tongue: str) -> Iterator[tuple[str, float]]:
    """What is heard in a folded sentence: its letters and words, and what it means; each sign of a sort weighs the same."""
    plain = re.sub(r"\d+", "0", plain[:LONGEST_HEARD])
    written, said = (_of_chinese if tongue == "zh" else _of_words)(plain, tongue)
    weight = 1 / math.sqrt(max(len(written), 1))
    for sign in written:
        yield f"{tongue} {sign}", weight
    weight = 1 / math.sqrt(len(said) * (len(said) + 1) / 2 + 1)
    for name in said:
        yield f"= {name}", weight
    for one, other in combinations(said, 2):
        yield f"= {one} + {other}", weight


def _of_chinese(plain: str, tongue: str) -> tuple[list[str], list[str]]:
    bare = "".join(plain.split())
    line = f"^{bare}$"
    written = {line[at : at + size] for size in LETTERS[tongue] for at in range(len(line) - size + 1)}
    written |= {f"{line[at]}_{line[at + 2]}" for at in range(len(line) - 3)}
    return sorted(written), meant(bare, (), tongue)


def _of_words(plain: str, tongue: str) -> tuple[list[str], list[str]]:
    words = WORD.findall(plain)
    line, written = ["^", *words, "$"], set()
    for word in line:
        written.add(f"w {word}")
        framed = f"<{word}>"
        written.update(
            framed[at : at + size] for size in LETTERS[tongue] for at in range(len(framed) - size + 1)
        )
    written.update(map(" ".join, pairwise(line)))
    for one, two, three in zip(line, line[1:], line[2:], strict=False):
        written.update((f"{one} {two} {three}", f"{one} _ {three}"))
    return sorted(written), meant(plain, words, tongue)


@dataclass(frozen=True)
class Ear:
    """What was learnt: for each sign how much it speaks for which kind, in hundredths; and what is heard without any."""

    kinds: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[tuple[int, int], ...]]


@cache
def learnt() -> Ear:
    """The shipped weights, read with the first text."""
    _remark, kinds, bias, *lines = WEIGHTS.read_text(encoding="utf-8").rstrip("\n").split("\n")
    weights = {}
    for line in lines:
        sign, *pairs = line.split("\t")
        weights[sign] = tuple(
            (int(at), int(weight)) for at, weight in zip(pairs[::2], pairs[1::2], strict=True)
        )
    return Ear(tuple(kinds.split("\t")[1:]), tuple(int(one) / SCALE for one in bias.split("\t")[1:]), weights)


def hear(sentences: Sequence[str], tongue: str) -> list[dict[str, float]]:
    """For each folded sentence how likely it is that it does each kind of harm, or says what happens next."""
    ear, heard = learnt(), []
    for at, sentence in enumerate(sentences):
        if not sentence.strip():
            heard.append(dict.fromkeys(ear.kinds, 0.0))
            continue
        shares = _scores(sentence, tongue)
        around = " ".join(sentences[max(0, at - ROUND) : at + ROUND + 1])
        harm = 1 - shares[-1] - shares[ear.kinds.index(STEP)]
        if harm > HARDLY and around != sentence:
            shares = _joined(shares, _scores(around, tongue))
        heard.append(dict(zip(ear.kinds, shares, strict=False)))
    return heard


def _scores(plain: str, tongue: str) -> list[float]:
    """A share for each kind; the last is for none of them."""
    ear = learnt()
    sums, known = list(ear.bias), ear.weights
    for sign, weight in signs(plain, tongue):
        for at, learnt_weight in known.get(sign, ()):
            sums[at] += weight * learnt_weight / SCALE
    return _shares([*sums, 0.0])


def _joined(alone: list[float], among: list[float]) -> list[float]:
    return _shares(
        [
            (1 - AMONG) * math.log(one + TINY) + AMONG * math.log(other + TINY)
            for one, other in zip(alone, among, strict=True)
        ]
    )


def _shares(sums: list[float]) -> list[float]:
    most = max(sums)
    powers = [math.exp(one - most) for one in sums]
    whole = sum(powers)
    return [power / whole for power in powers]
