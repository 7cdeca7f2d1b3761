"""Which playbook fits a situation, by signs that are data; pure.

A sign is a line: `emotion: angry, agitated = 3`. What holds adds its weight, and is told as the reason.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LINE = re.compile(r"\s*(?P<name>[a-z]+)\s*(?::\s*(?P<values>[\w\s,]+?))?\s*=\s*(?P<weight>\d{1,2})\s*")
SIGNS = {
    "always": gettext_lazy("fits every complaint"),
    "emotion": gettext_lazy("mood"),
    "severity": gettext_lazy("severity"),
    "channel": gettext_lazy("way in"),
    "stage": gettext_lazy("stage"),
    "kind": gettext_lazy("kind"),
    "manner": gettext_lazy("manner"),
    "trade": gettext_lazy("trade"),
    "impact": gettext_lazy("impact"),
    "round": gettext_lazy("it has come back"),
    "demand": gettext_lazy("asks for more than you may grant"),
}
WITHOUT_VALUES = {"always"}


@dataclass(frozen=True)
class Sign:
    name: str
    values: tuple[str, ...]
    weight: int


@dataclass(frozen=True)
class Situation:
    """What is known of a case and of its owner; what the reader may not see is left out."""

    facts: dict[str, frozenset[str]]

    def holds(self, sign: Sign) -> str | None:
        """The value that holds, or nothing; a round holds from its number on."""
        if sign.name == "always":
            return ""
        known = self.facts.get(sign.name, frozenset())
        if sign.name == "round":
            reached = max((int(value) for value in known), default=1)
            return str(reached) if any(reached >= int(value) for value in sign.values) else None
        return next((value for value in sign.values if value in known), None)


def read_sign(line: str) -> Sign:
    """One line as a sign, or ValueError with what is wrong with it."""
    match = LINE.fullmatch(line)
    if match is None:
        raise ValueError(_("“%(line)s” is no sign; write: emotion: angry = 3") % {"line": line[:60]})
    name, values = match["name"], tuple(filter(None, re.split(r"[\s,]+", match["values"] or "")))
    if name not in SIGNS or (not values) != (name in WITHOUT_VALUES):
        known = ", ".join(SIGNS)
        raise ValueError(
            _("“%(line)s” is no sign; there are: %(known)s") % {"line": line[:60], "known": known}
        )
    if name == "round" and not all(value.isdecimal() for value in values):
        raise ValueError(_("“%(line)s” is no sign; write: emotion: angry = 3") % {"line": line[:60]})
    return Sign(name, values, int(match["weight"]))


def weigh(lines: list[str], situation: Situation) -> tuple[int, list[tuple[str, str]]]:
    """How well a playbook fits, and which signs say so, the weightiest first."""
    held = [(sign, value) for sign in map(read_sign, lines) if (value := situation.holds(sign)) is not None]
    held.sort(key=lambda pair: -pair[0].weight)
    return sum(sign.weight for sign, _value in held), [(sign.name, value) for sign, value in held]
