"""Teaching the guard's ear from labelled sentences of our own. Only whoever teaches it needs numpy and scipy.

A line of the lesson holds `(one|another)` wordings; each alternative is heard at least once. Lines, not wordings, are what a
sign must occur in twice to be learnt, so that no single line is learnt by heart.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from service_desk.guidance.guard_ear import MEANINGS, SCALE, TONGUES, WEIGHTS, signs
from service_desk.guidance.guard_text import folded
from service_desk.guidance.standard import guard_rules, playbooks, reply_templates

LESSONS = MEANINGS.parent
FINE = "fine"
GROUP = re.compile(r"\(([^()]*)\)(\??)")
SENTENCE = re.compile(r"(?<=[.!?。！？])\s*|\n+")
NAME = re.compile(r"\{\w+\}")
HEAD = re.compile(r"\[(\w+)\]")
CAUTION = 2e-5  # how strongly great weights are held back
ROUNDS = 100
LEAST = 25  # hundredths; a smaller weight is not kept: a third of the signs go, and as much is heard


@dataclass(frozen=True)
class Lesson:
    """One wording of one line: what it says, what it does, and how much it counts."""

    text: str
    label: str
    tongue: str
    line: int
    weight: float


def lessons() -> list[Lesson]:
    """Every wording of every line, in the order of the files."""
    found, number = [], 0
    for tongue in TONGUES:
        label = ""
        for line in (LESSONS / f"{tongue}.txt").read_text(encoding="utf-8").splitlines():
            if head := HEAD.fullmatch(line):
                label = head[1]
            elif line.strip():
                number += 1
                wordings = wordings_of(line)
                weight = len(wordings) ** -0.5
                found += [Lesson(text, label, tongue, number, weight) for text in wordings]
    return found + [
        Lesson(text, FINE, tongue, number + at, 1.0) for at, (tongue, text) in enumerate(_shipped(), 1)
    ]


def _shipped() -> Iterator[tuple[str, str]]:
    """What we ship as words to say to an owner is harmless by our own account."""
    said = [one["betters"] for one in guard_rules()] + [one["texts"] for one in reply_templates()]
    said += [step["say"] for book in playbooks() for step in book["steps"] if "say" in step]
    seen = set()
    for texts in said:
        for language, text in texts.items():
            for line in text if isinstance(text, list) else [text]:
                for sentence in SENTENCE.split(NAME.sub("", line)):
                    if len(sentence) > 3 and sentence not in seen:
                        seen.add(sentence)
                        yield language.partition("-")[0], sentence


def wordings_of(line: str) -> list[str]:
    """As many wordings of a line as its longest choice has alternatives; `(…)?` may be missing."""
    groups = [(match.span(), match[1].split("|") + [""] * bool(match[2])) for match in GROUP.finditer(line)]
    said = []
    for turn in range(max((len(choice) for _span, choice in groups), default=1)):
        text, at = "", 0
        for place, ((start, end), choice) in enumerate(groups):
            text += line[at:start] + choice[(turn + place * (turn // len(choice))) % len(choice)]
            at = end
        text = re.sub(r" +", " ", text + line[at:])
        said.append(re.sub(r" +([,.?!;:])", r"\1", text).strip())
    return list(dict.fromkeys(said))


def digest() -> str:
    """What the lessons say, in short: the weights tell from which they were learnt."""
    whole = hashlib.sha256()
    for name in sorted(path.name for path in LESSONS.iterdir()):
        whole.update((LESSONS / name).read_bytes())
    return whole.hexdigest()[:16]


def teach() -> int:
    """Learn all lessons anew and keep the weights; how many signs were learnt."""
    heard = lessons()
    kinds = sorted({lesson.label for lesson in heard} - {FINE})
    table, names, labels = _table(heard, kinds)
    weights, bias = _learn(table, labels, [lesson.weight for lesson in heard], len(kinds) + 1)
    return _keep(names, weights, bias, kinds)


def _table(heard: list[Lesson], kinds: list[str]):
    """The signs of each wording as a sparse table; only those that more than one line has."""
    from scipy.sparse import csr_matrix

    read = [dict(signs(folded(lesson.text), lesson.tongue)) for lesson in heard]
    lines = defaultdict(set)
    for lesson, found in zip(heard, read, strict=True):
        for sign in found:
            lines[sign].add(lesson.line)
    names = sorted(sign for sign, where in lines.items() if len(where) > 1)
    place = {sign: at for at, sign in enumerate(names)}
    columns, values, ends = [], [], [0]
    for found in read:
        kept = [(place[sign], weight) for sign, weight in found.items() if sign in place]
        columns += [at for at, _weight in kept]
        values += [weight for _at, weight in kept]
        ends.append(len(columns))
    labels = [kinds.index(lesson.label) if lesson.label in kinds else len(kinds) for lesson in heard]
    return csr_matrix((values, columns, ends), shape=(len(heard), len(names))), names, labels


def _learn(table, labels: list[int], counts: list[float], size: int):
    """Weights by which the lessons are most likely, held back in proportion to their squares."""
    import numpy as np
    from scipy.optimize import minimize

    turned, wanted = table.T.tocsr(), np.eye(size)[labels]
    share = np.array(counts)[:, None] / sum(counts)
    width = table.shape[1]

    def wrong(flat):
        weights, bias = flat[:-size].reshape(width, size), flat[-size:]
        sums = table @ weights + bias
        sums -= sums.max(axis=1, keepdims=True)
        shares = np.exp(sums)
        shares /= shares.sum(axis=1, keepdims=True)
        loss = -(share * wanted * np.log(shares + 1e-12)).sum() + CAUTION / 2 * (weights**2).sum()
        gap = (shares - wanted) * share
        return loss, np.concatenate([(turned @ gap + CAUTION * weights).ravel(), gap.sum(axis=0)])

    start = np.zeros((width + 1) * size)
    found = minimize(wrong, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    return found[:-size].reshape(width, size), found[-size:]


def _keep(names: list[str], weights, bias, kinds: list[str]) -> int:
    """Write what was learnt, each weight against that of harmless speech, which so needs none."""
    lines = [
        f"# Learnt by teach_guard from the sentences {digest()}; not written by hand.",
        "\t".join(["kinds", *kinds]),
    ]
    lines.append("\t".join(["bias", *(str(round(SCALE * (one - bias[-1]))) for one in bias[:-1])]))
    for name, row in zip(names, weights, strict=True):
        whole = [round(SCALE * (one - row[-1])) for one in row[:-1]]
        pairs = [f"{at}\t{one}" for at, one in enumerate(whole) if abs(one) >= LEAST]
        if pairs:
            lines.append("\t".join([name, *pairs]))
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines) - 3
