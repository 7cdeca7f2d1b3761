"""What the house style forbids, each as a function from a tree to the places of its breaches."""

import ast
from pathlib import Path

from tests.architecture.sources import ROOT, Source, calls, dotted, functions, sources

LONGEST_FUNCTION, LONGEST_MODULE = 60, 400
CLOCKS = {
    "timezone.now",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.date.today",
}
LOCAL = {"timezone.localtime", "timezone.localdate", "localtime", "localdate"}
THE_CLOCK = "crm/clock.py"
PICKERS = {"DateInput", "DateTimeInput", "SelectDateWidget"}
THE_PICKERS = "crm/web/dates.py"
# Starting servers and processes is no domain code: it has no deadlines and is handed no clock.
NOT_DOMAIN = ("crm/embedded/",)
HTTP = ("views", "api", "forms", "serializers", "urls", "api_urls", "pages")
MANAGERS = {"objects", "_default_manager", "_base_manager"}
FORBIDDEN_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "misc",
    "manager",
    "managers",
    "info",
}
WRITING = {
    "create",
    "get_or_create",
    "bulk_create",
    "save",
    "update",
    "bulk_update",
    "delete",
    "record",
    "publish",
}
COUNTING = {"assertNumQueries", "django_assert_num_queries", "django_assert_max_num_queries"}


def status_assignments(root: Path = ROOT, elsewhere: frozenset[str] = frozenset()) -> list[str]:
    """Lines outside `_move…` that give a status: assignment, setattr, update(status=…), bulk_update of it.

    `elsewhere` are rooms in which a column of that name is no state, such as the status of an HTTP answer.
    """
    found = []
    for source in sources(root):
        if "/".join(source.package) in elsewhere:
            continue
        inside = _lines_of_moves(source)
        found += [f"{source.path}:{line}" for line in _giving_status(source) if line not in inside]
    return found


def _lines_of_moves(source: Source) -> set[int]:
    moves = [f for f in functions(source.tree) if f.name == "_move" or f.name.startswith("_move_")]
    return {line for move in moves for line in range(move.lineno, move.end_lineno + 1)}


def _giving_status(source: Source):
    for node in ast.walk(source.tree):
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            flat = [part for target in targets for part in ast.walk(target)]
            if any(
                isinstance(part, ast.Attribute) and part.attr == "status" and _stores(part) for part in flat
            ):
                yield node.lineno
    for name, call in calls(source.tree):
        named = {keyword.arg for keyword in call.keywords}
        constants = [
            part.value
            for argument in call.args
            for part in ast.walk(argument)
            if isinstance(part, ast.Constant)
        ]
        writes = name == "setattr" or (name == "bulk_update" and isinstance(call.func, ast.Attribute))
        if (name == "update" and "status" in named) or (writes and "status" in constants[:20]):
            yield call.lineno


def _stores(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store)


def managers_in_http(root: Path = ROOT) -> list[str]:
    """Views and API that go to the database themselves."""
    return [
        f"{source.path}:{node.lineno}"
        for source in sources(root)
        if _is_http(source)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS
    ]


def _is_http(source: Source) -> bool:
    # crm/api is the room of the plumbing, not a view of some other room.
    rooms = source.package[2:] if source.app == "crm" else source.package[1:]
    parts = [*rooms, source.name.removesuffix(".py")]
    return any(
        part in HTTP or part.startswith(("views_", "api_")) or part.endswith("_views") for part in parts
    )


def clocks_read(root: Path = ROOT) -> list[str]:
    """Readings of the real clock outside crm/clock.py, also as a default that is only named."""
    return [
        f"{source.path}:{line}"
        for source in sources(root)
        if source.path != THE_CLOCK and not source.path.startswith(NOT_DOMAIN)
        for line in _clock_lines(source)
    ]


def _clock_lines(source: Source):
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and dotted(node) in CLOCKS:
            yield node.lineno
        # With an argument these only convert it.
        if isinstance(node, ast.Call) and dotted(node.func) in LOCAL and not node.args and not node.keywords:
            yield node.lineno


def pickers_of_ones_own(root: Path = ROOT) -> list[str]:
    """Days and moments are asked for by `crm.web.dates` alone: elsewhere a value in the reader's language is lost."""
    return [
        f"{source.path}:{node.lineno}"
        for source in sources(root)
        if source.path != THE_PICKERS
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute | ast.Name) and dotted(node).rpartition(".")[2] in PICKERS
    ]


def save_overrides(root: Path = ROOT) -> list[str]:
    return [
        f"{source.path}:{function.lineno}"
        for source in sources(root)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        for function in node.body
        if isinstance(function, ast.FunctionDef) and function.name in ("save", "delete") and _is_model(node)
    ]


def _is_model(node: ast.ClassDef) -> bool:
    """By its bases: a form has a save of its own, a view or an API may have a delete."""
    return any("Model" in base or base in ("Named",) for base in map(dotted, node.bases))


def saves_of_everything(root: Path = ROOT) -> list[str]:
    """`save()` of a service that writes all columns, and with them what somebody else has changed meanwhile."""
    wanted = {"update_fields", "force_insert", None}
    return [
        f"{source.path}:{call.lineno}"
        for source in sources(root)
        if source.name not in ("forms.py", "models.py")
        for name, call in calls(source.tree)
        if name == "save" and isinstance(call.func, ast.Attribute) and not call.args
        if not wanted & {keyword.arg for keyword in call.keywords}
    ]


def long_functions(root: Path = ROOT, apps=None) -> list[str]:
    return [
        f"{source.path}:{function.lineno} {function.name} has {length} lines"
        for source in _all(root, apps)
        for function in functions(source.tree)
        if (length := function.end_lineno - function.lineno + 1) >= LONGEST_FUNCTION
    ]


def long_modules(root: Path = ROOT, apps=None) -> list[str]:
    return [
        f"{source.path} has {length} lines"
        for source in _all(root, apps)
        if (length := source.text.count("\n")) >= LONGEST_MODULE
    ]


def _all(root: Path, apps):
    everything = sorted(
        {path.relative_to(root).parts[0] for path in root.glob("*/**/*.py")} - {"var", "node_modules"}
    )
    return sources(root, apps or [name for name in everything if not name.startswith(".")])


def empty_names(root: Path = ROOT) -> list[str]:
    """Modules and folders whose name says nothing."""
    found = []
    for source in sources(root):
        parts = {*source.package, source.name.removesuffix(".py")}
        if parts & FORBIDDEN_NAMES:
            found.append(source.path)
    return found


def signals(root: Path = ROOT) -> list[str]:
    """Django's model signals: facts between rooms go through the event log, where they are kept and seen."""
    wanted = {"django.db.models.signals", "django.dispatch"}
    return [
        f"{source.path}:{node.lineno}"
        for source in sources(root)
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.ImportFrom) and node.module in wanted)
        or (isinstance(node, ast.Import) and wanted & {alias.name for alias in node.names})
    ]


def bare_counts(root: Path = ROOT, folder: str = "tests") -> list[str]:
    """`assertNumQueries(n)` without `with` and without a function to call counts nothing."""
    found = []
    for source in sources(root, [folder]):
        held = {
            id(item.context_expr)
            for node in ast.walk(source.tree)
            if isinstance(node, ast.With)
            for item in node.items
        }
        for name, call in calls(source.tree):
            if name in COUNTING and id(call) not in held and len(call.args) < 2:
                found.append(f"{source.path}:{call.lineno}")
    return found


def services_without_now(root: Path = ROOT) -> list[str]:
    """Services whose clock is not handed to them: `now` is a required keyword of whatever has an actor."""
    found = []
    for source in sources(root):
        if "services" not in (source.name.removesuffix(".py"), *source.package):
            continue
        for function in source.tree.body:
            if (
                isinstance(function, ast.FunctionDef)
                and not function.name.startswith("_")
                and _lacks_now(function)
            ):
                found.append(f"{source.path}:{function.lineno} {function.name}")
    return found


def _lacks_now(function: ast.FunctionDef) -> bool:
    first = function.args.args[0].arg if function.args.args else ""
    if first != "actor" or not WRITING & {name for name, _call in calls(function)}:
        return False
    named = dict(zip((a.arg for a in function.args.kwonlyargs), function.args.kw_defaults, strict=True))
    return not named.keys() & {"now", "clock"} or named.get("now") is not None


def rooms_without_words(root: Path = ROOT) -> list[str]:
    """Rooms whose `__init__.py` does not say what they own."""
    found = []
    for source in sources(root):
        if source.name in ("models.py", "services.py") and len(source.package) > 1:
            front = root.joinpath(*source.package, "__init__.py")
            if not front.is_file() or not ast.get_docstring(ast.parse(front.read_text(encoding="utf-8"))):
                found.append("/".join(source.package))
    return sorted(set(found))
