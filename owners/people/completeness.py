"""How much of what helps to serve somebody is known, in per cent, and what is missing. Pure: no ORM, no clock.

The weights say what a field is worth for whoever serves: to reach him first, to know him second, to sell last.
Each kind of owner has its own, and each adds up to a hundred.
"""

from collections.abc import Mapping
from dataclasses import dataclass

WEIGHTS = {
    "person": {
        "phone": 20,
        "manager": 10,
        "identity": 10,
        "birth_date": 8,
        "email": 6,
        "postal_address": 6,
        "household": 6,
        "occupation": 5,
        "manner": 5,
        "income_band": 4,
        "housing": 4,
        "source": 4,
        "education": 3,
        "activities": 3,
        "gender": 3,
        "hours": 3,
    },
    "company": {"phone": 30, "identity": 25, "email": 15, "postal_address": 15, "manager": 15},
    "prospect": {
        "phone": 35,
        "source": 15,
        "manager": 15,
        "email": 10,
        "housing": 10,
        "income_band": 10,
        "hours": 5,
    },
}
# What every row has by itself says nothing yet.
_SAYS_NOTHING = {"hours": "any"}


@dataclass(frozen=True)
class Completeness:
    """The share that is known, and the missing fields, those worth most first."""

    percent: int
    missing: tuple[str, ...]


def of(values: Mapping) -> Completeness:
    """`values` holds `kind` and whatever is known; a field is known where something other than nothing stands."""
    weights = WEIGHTS.get(values.get("kind") or "person", WEIGHTS["person"])
    missing = tuple([name for name in weights if not is_known(name, values.get(name))])
    return Completeness(100 - sum([weights[name] for name in missing]), missing)


def is_known(name: str, value) -> bool:
    return value is not None and value != "" and value != _SAYS_NOTHING.get(name)


def weight(kind: str, name: str) -> int:
    return WEIGHTS.get(kind, WEIGHTS["person"]).get(name, 0)


FIELDS = tuple(dict.fromkeys(name for weights in WEIGHTS.values() for name in weights))
