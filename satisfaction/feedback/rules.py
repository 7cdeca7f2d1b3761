"""How answers become a score and an attitude. Pure: values in, values out.

The score runs from 0 to 100. The five points of the procedure stand 25 apart, so that a score
can be read back into the attitude it came from; a 0–10 answer is taken times ten, and an effort
answer (1 easy … 7 hard) is turned round.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .states import CONTENT, Attitude, Opinion

POINTS = {
    Attitude.VERY_SATISFIED: 100,
    Attitude.SATISFIED: 75,
    Attitude.NEUTRAL: 50,
    Attitude.DISSATISFIED: 25,
    Attitude.VERY_DISSATISFIED: 0,
}
NPS_MAX = 10
EFFORT_MAX = 7


@dataclass(frozen=True)
class Given:
    """One answer, freed of its row."""

    kind: str
    dimension: str
    number: int | None = None
    option_id: str = ""
    text: str = ""


@dataclass(frozen=True)
class Reading:
    """What a set of answers says, in the terms every feedback shares."""

    score: int | None
    attitude: str
    opinion: str
    words: str


def points_of(given: Given) -> int | None:
    """The 0–100 points of one answer; None where the question does not measure."""
    if given.kind == "five_point" and given.option_id in POINTS:
        return POINTS[Attitude(given.option_id)]
    if given.kind == "nps" and given.number is not None:
        return round(100 * given.number / NPS_MAX)
    if given.kind == "effort" and given.number is not None:
        return round(100 * (EFFORT_MAX - given.number) / (EFFORT_MAX - 1))
    return None


def attitude_of(score: int) -> Attitude:
    """The nearest of the five points; a score exactly between two goes to the less content one."""
    nearest = min(POINTS.items(), key=lambda pair: (abs(pair[1] - score), pair[1]))
    return nearest[0]


def score_of(attitude: str) -> int:
    return POINTS[Attitude(attitude)]


def overall_points(answers: Iterable[Given]) -> int | None:
    """The overall question decides; where it was left open, the mean of what was measured."""
    measured = [(given.dimension, points_of(given)) for given in answers]
    measured = [(dimension, points) for dimension, points in measured if points is not None]
    overall = [points for dimension, points in measured if dimension == "overall"]
    if overall:
        return overall[0]
    if not measured:
        return None
    return round(sum(points for _, points in measured) / len(measured))


def opinion_of(attitude: str, *, chosen: str = "", words: str = "") -> Opinion:
    """The owner's own choice first; otherwise what his attitude makes of his words."""
    if chosen in Opinion.values:
        return Opinion(chosen)
    if attitude in CONTENT:
        return Opinion.PRAISE if words.strip() else Opinion.OPINION
    return Opinion.CRITICISM if words.strip() else Opinion.OPINION


def read(answers: Iterable[Given], *, words: str = "") -> Reading:
    """One normalised reading of a whole questionnaire."""
    answers = list(answers)
    score = overall_points(answers)
    attitude = attitude_of(score) if score is not None else ""
    written = [given.text.strip() for given in answers if given.kind == "text" and given.text.strip()]
    if words.strip() and words.strip() not in written:
        written.append(words.strip())
    joined = "\n".join(written)
    chosen = next((given.option_id for given in answers if given.dimension == "opinion"), "")
    opinion = opinion_of(attitude, chosen=chosen, words=joined)
    return Reading(score=score, attitude=str(attitude), opinion=str(opinion), words=joined)
