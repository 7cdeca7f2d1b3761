"""The repository as the structure tests read it: files, syntax trees, and who stands on which floor."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {"crm": 0, "owners": 1, "service_desk": 2, "satisfaction": 3, "profitability": 3, "coordination": 4}


@dataclass(frozen=True)
class Source:
    """One Python file: its place below the root and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def app(self) -> str:
        return self.path.partition("/")[0]

    @property
    def package(self) -> list[str]:
        return self.path.split("/")[:-1]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def sources(root: Path = ROOT, apps=tuple(FLOORS), *, migrations: bool = False) -> Iterator[Source]:
    """Python files of the apps; migrations only where asked for, since Django writes them."""
    for app in apps:
        for path in sorted((root / app).rglob("*.py")):
            if "__pycache__" in path.parts or ("migrations" in path.parts and not migrations):
                continue
            yield _parsed(str(path.relative_to(root)), path.read_text(encoding="utf-8"))


@lru_cache(maxsize=4096)
def _parsed(path: str, text: str) -> Source:
    return Source(path, text, ast.parse(text))


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """All calls with the last part of what is called: `apps.get_model(…)` is get_model."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node


def texts(node: ast.Call) -> list[str]:
    """The constant texts among the arguments of a call, named ones included."""
    values = [*node.args, *(keyword.value for keyword in node.keywords)]
    return [
        value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)
    ]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def dotted(node: ast.AST) -> str:
    """`a.b.c` as text; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        front = dotted(node.value)
        return f"{front}.{node.attr}" if front else ""
    return ""


def planted(root: Path, path: str, text: str) -> Path:
    """Write a breach into a tree of its own; for the negative controls."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return root
