"""Every route of the product, read from the URL resolver: pages and API, with the verb of each method."""

import re
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver

from crm.accounts.models import Role
from crm.accounts.permissions import PUBLIC, VERBS

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FOREIGN = ("django.", "whitenoise.")  # static files, where they are served by the product itself


@dataclass(frozen=True)
class Route:
    """One address with what its view says about itself."""

    path: str
    name: str
    callback: object
    pattern: object

    @property
    def view_class(self):
        return getattr(self.callback, "cls", None)

    @property
    def openapi(self) -> str:
        return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", self.path)

    @property
    def because(self) -> str:
        reason = getattr(self.callback, "public_because", "") or getattr(self.callback, "member_because", "")
        return reason if isinstance(reason, str) else ""

    def verbs(self) -> dict:
        """Method → verb; pages have one verb for all that they take, written as "any"."""
        if self.view_class is None:
            return {"any": getattr(self.callback, "verb", None)}
        found = {method: self.view_class.verb_of(method) for method in METHODS}
        present = [method for method in METHODS if hasattr(self.view_class, method.lower())]
        return {method: found[method] for method in present}


def routes() -> list[Route]:
    return sorted(_below(get_resolver(), "/"), key=lambda route: (route.path, route.name))


def endpoints() -> list[Route]:
    return [route for route in routes() if route.view_class is not None]


def _below(resolver, prefix: str) -> list[Route]:
    found = []
    for entry in resolver.url_patterns:
        path = prefix + _written(entry.pattern)
        if not isinstance(entry, URLPattern):
            found += _below(entry, path)
        elif not entry.callback.__module__.startswith(FOREIGN):
            found.append(Route(path, entry.name or "", entry.callback, entry.pattern))
    return found


def _written(pattern) -> str:
    return str(pattern) if not str(pattern).startswith("^") else "…"


def holders(verb) -> str:
    """Who may, in a word or a list."""
    if verb is None:
        return "NOBODY SAID WHO MAY"
    if verb is PUBLIC:
        return "everybody"
    roles = VERBS[verb]
    return "every role" if roles == {role.value for role in Role} else " ".join(sorted(roles))


def table() -> str:
    """The permission table as it is committed: one line a route and method."""
    lines = []
    for route in routes():
        for method, verb in route.verbs().items():
            said = verb if verb is not PUBLIC else f"public: {route.because}"
            lines.append(f"{route.path} | {method} | {said} | {holders(verb)}")
    return "\n".join(lines) + "\n"
