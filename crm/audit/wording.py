"""What pages call the deeds and the things of the audit. Each app says it for its own in its `audited.py`.

A deed is a phrase that goes on from the name of who did it: “Alice Wen · added a home”. What nobody named stands
there by its code, which is what programs read in any case.
"""

from collections.abc import Callable

from django.apps import apps

_verbs: dict[str, object] = {}
_things: list[Callable[[], dict[str, object]]] = []


def call_verbs(names: dict[str, object]) -> None:
    """Name deeds."""
    _verbs.update(names)


def call_things(source: Callable[[], dict[str, object]]) -> None:
    """Name the rows of tables: `source` is asked when a page needs it, for {"app.model": words}."""
    _things.append(source)


def verb(code: str) -> str:
    """A deed in words."""
    return str(_verbs.get(code, code))


def code_of(said: str) -> str:
    """The deed that is meant: by its words in the reader's language, or by its code."""
    wanted = said.strip().casefold()
    return next((code for code, words in _verbs.items() if str(words).casefold() == wanted), said.strip())


def thing(label: str) -> str:
    """What the rows of a table are called; the model's own name where nobody called them otherwise."""
    for source in reversed(_things):  # an app that calls its own rows goes before one that only ties them
        if words := source().get(label):
            return str(words)
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label


def verbs() -> list[tuple[str, str]]:
    """All deeds that have a name, by their words."""
    return sorted(((code, str(words)) for code, words in _verbs.items()), key=lambda one: one[1].casefold())
