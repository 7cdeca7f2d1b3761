"""Pages that name an address or a template of a higher floor reach up as an import does."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.floors import app_of, may_use
from tests.architecture.sources import FLOORS, ROOT, calls, sources, texts

URL_TAG = re.compile(r"""\{%-?\s*url\s+["']([\w:-]+)["']""")
TEMPLATE_TAG = re.compile(r"""\{%-?\s*(?:include|extends)\s+["']([\w/.-]+)["']""")
NAMING = {"reverse", "reverse_lazy", "redirect", "resolve_url"}


def names(resolver: URLResolver | None = None) -> dict[str, str]:
    """Each address's name with the app whose view answers there; of two that share a name the lower one."""
    found = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            for name, app in names(pattern).items():
                found[name] = _lower(found.get(name, app), app)
        elif isinstance(pattern, URLPattern) and pattern.name:
            view = getattr(pattern.callback, "view_class", None) or getattr(pattern.callback, "cls", None)
            app = app_of((view or pattern.callback).__module__)
            found[pattern.name] = _lower(found.get(pattern.name, app), app)
    return found


def _lower(one: str, other: str) -> str:
    return min(one, other, key=lambda app: FLOORS.get(app, 0))


def upward_addresses(known: dict[str, str], root: Path = ROOT) -> list[str]:
    """Addresses of higher floors, named in templates or in code."""
    return [
        f"{path}:{line} names “{name}” of {known[name]}"
        for app, path, line, name in (*_in_templates(root, URL_TAG), *_in_code(root))
        if name in known and not may_use(app, known[name])
    ]


def upward_templates(root: Path = ROOT) -> list[str]:
    """Templates of higher floors that a template includes or extends."""
    return [
        f"{path}:{line} uses {name}"
        for app, path, line, name in _in_templates(root, TEMPLATE_TAG)
        if not may_use(app, name.partition("/")[0])
    ]


def _in_templates(root: Path, tag: re.Pattern) -> Iterator[tuple[str, str, int, str]]:
    for app in FLOORS:
        for path in sorted((root / app).rglob("templates/**/*.html")):
            text = path.read_text(encoding="utf-8")
            for found in tag.finditer(text):
                yield app, str(path.relative_to(root)), text.count("\n", 0, found.start()) + 1, found[1]


def _in_code(root: Path) -> Iterator[tuple[str, str, int, str]]:
    for source in sources(root):
        for name, call in calls(source.tree):
            if name in NAMING:
                yield from ((source.app, source.path, call.lineno, text) for text in texts(call)[:1])
