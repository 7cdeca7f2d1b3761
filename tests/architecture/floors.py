"""Calls go down, facts go up: every import wherever it hides, every relation, every name that reaches upwards."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db.models import Model

from tests.architecture.sources import FLOORS, ROOT, Source, calls, sources, texts

IMPORTING = {
    "import_module",
    "__import__",
    "import_string",
    "find_spec",
    "get_model",
    "get_app_config",
    "get_class",
}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField", "GenericRelation"}
LOOKING_UP = {
    "filter", "exclude", "get", "get_or_create", "update_or_create", "annotate", "alias", "aggregate", "order_by",
    "values", "values_list", "select_related", "prefetch_related", "prefetch_related_objects", "Prefetch", "only",
    "defer", "distinct", "dates", "datetimes", "latest", "earliest", "Q", "F", "Count", "Sum", "Avg", "Min", "Max",
    "Exists", "OuterRef", "Coalesce", "When", "get_object_or_404", "FilteredRelation", "in_bulk", "update",
}  # fmt: skip


def may_use(app: str, other: str) -> bool:
    """Downwards, or within one's own app; never upwards, never sideways."""
    return other not in FLOORS or app == other or FLOORS[other] < FLOORS[app]


def app_of(label: str) -> str:
    """The app that a dotted path or a model label belongs to; rooms of the ground floor have labels of their own."""
    first = label.partition(".")[0]
    return first if first in FLOORS else ""


def upward_imports(root: Path = ROOT) -> list[str]:
    """Imports, wherever they stand: module, function, TYPE_CHECKING, importlib, get_model, string relations."""
    return [
        f"{source.path}:{line} reaches up to {target}"
        for source in sources(root, migrations=True)
        for line, target in _targets(source)
        if not may_use(source.app, app_of(target))
    ]


def _targets(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(node, source)
            yield node.lineno, module
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names if not module)
    for name, call in calls(source.tree):
        if name in IMPORTING:
            yield from ((call.lineno, text) for text in _leading_texts(call))
        elif name in RELATIONS:
            yield from ((call.lineno, text) for text in texts(call) if "." in text)


def _absolute(node: ast.ImportFrom, source: Source) -> str:
    if not node.level:
        return node.module or ""
    package = source.package[: len(source.package) - node.level + 1]
    return ".".join([*package, *([node.module] if node.module else [])])


def _leading_texts(call: ast.Call) -> Iterator[str]:
    """Constant texts, and the constant beginning of f-strings and of sums."""
    for value in [*call.args, *(keyword.value for keyword in call.keywords)]:
        while isinstance(value, ast.BinOp):
            value = value.left
        if isinstance(value, ast.JoinedStr) and value.values:
            value = value.values[0]
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


def root_app(model: type[Model]) -> str:
    """The top package of the model's module: owners, or crm for all rooms of the ground floor."""
    return model.__module__.partition(".")[0]


def upward_relations(models: Iterable[type[Model]]) -> list[str]:
    """Relations of models that point to a higher or neighbouring floor."""
    found = []
    for model in models:
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            target = field.related_model
            if target is None or isinstance(target, str) or root_app(model) not in FLOORS:
                continue
            if not may_use(root_app(model), root_app(target)):
                found.append(f"{model._meta.label}.{field.name} points up to {target._meta.label}")
    return found


def upward_names(models: Iterable[type[Model]]) -> dict[str, dict[str, str]]:
    """For each app the names by which its models would reach into a higher app: reverse accessors and lookups.

    A name that the app or a floor below it uses for a field or relation of its own is left out: there it means that.
    """
    reverse, own = {app: {} for app in FLOORS}, {app: set() for app in FLOORS}
    for model in models:
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            app = root_app(model)
            if app not in FLOORS:
                continue
            own[app] |= {field.name, field.attname if hasattr(field, "attname") else field.name}
            target = field.related_model
            if target is None or isinstance(target, str) or field.remote_field.hidden:
                continue
            names = {field.remote_field.get_accessor_name(), field.related_query_name()}
            if root_app(target) == app:
                own[app] |= names
            elif root_app(target) in FLOORS:
                reverse[root_app(target)] |= dict.fromkeys(names, app)
    return {app: _above(app, reverse, own) for app in FLOORS}


def _above(app: str, reverse: dict, own: dict) -> dict[str, str]:
    """Reverse names on models of this floor and below, as far as they lead to somewhere this app may not use."""
    reachable = [below for below in FLOORS if may_use(app, below)]
    plain = set().union(*(own[below] for below in reachable))
    found = {name: target for below in reachable for name, target in reverse[below].items()}
    return {name: target for name, target in found.items() if not may_use(app, target) and name not in plain}


def upward_lookups(names: dict[str, dict[str, str]], root: Path = ROOT) -> list[str]:
    """Query lookups and attributes that go through a reverse relation of a higher app."""
    found = []
    for source in sources(root):
        above = names.get(source.app, {})
        for line, name in _reached(source, above):
            found.append(f"{source.path}:{line} uses “{name}”, which belongs to {above[name]}")
    return found


def _reached(source: Source, above: dict[str, str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in above and isinstance(node.ctx, ast.Load):
            yield node.lineno, node.attr
    for name, call in calls(source.tree):
        if name in LOOKING_UP:
            paths = [keyword.arg for keyword in call.keywords if keyword.arg] + texts(call)
            for path in paths:
                yield from ((call.lineno, part) for part in path.lstrip("-").split("__") if part in above)
