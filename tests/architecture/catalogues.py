"""What has to be translated, taken from the sources, and what the catalogues hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation import template

from tests.architecture.sources import FLOORS, ROOT, calls, sources

LANGUAGES = ("zh_Hans", "zh_Hant", "fi")
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "pgettext", "pgettext_lazy", "ngettext", "ngettext_lazy",
         "npgettext", "npgettext_lazy"}  # fmt: skip
SKIP_FIRST = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
IN_TEMPLATES = re.compile(r"(?<!\w)(?:gettext|pgettext|ngettext|npgettext|_)\((?=u?['\"])")
NEXT = re.compile(r"\s*,\s*")
NAMED = re.compile(r"%\(\w+\)[#0\- +]?\d*(?:\.\d+)?[diouxXeEfFgGcrsa]|\{\w*\}|(?<!%)%(?:%%)*[sd]")


def words_of_code(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """(file, text) of every marked text in Python."""
    for source in sources(root):
        for name, call in calls(source.tree):
            if name in MARKS:
                arguments = call.args[name in SKIP_FIRST :]
                for argument in arguments[: 2 if "n" in name[:2] and "ng" in name else 1]:
                    if (
                        isinstance(argument, ast.Constant)
                        and isinstance(argument.value, str)
                        and argument.value
                    ):
                        yield source.path, argument.value


def words_of_templates(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """(file, text) of every marked text in templates, as Django itself reads them."""
    for app in FLOORS:
        for path in sorted((root / app).rglob("templates/**/*")):
            if path.suffix not in (".html", ".txt"):
                continue
            python = template.templatize(path.read_text(encoding="utf-8"), origin=str(path))
            for found in IN_TEMPLATES.finditer(python):
                text, after = _literal(python, found.end())
                if "pgettext" in found.group():  # the context stands first
                    text, _after = _literal(python, NEXT.match(python, after).end())
                yield str(path.relative_to(root)), text


def _literal(python: str, start: int) -> tuple[str, int]:
    """The text literal that begins here, and where it is over."""
    quote_at = start + (python[start] == "u")
    end = quote_at + 1
    while python[end] != python[quote_at]:
        end += 2 if python[end] == "\\" else 1
    return ast.literal_eval(python[quote_at : end + 1].replace("\n", "\\n")), end + 1


def catalogues(root: Path = ROOT) -> dict[str, dict[Path, polib.POFile]]:
    """All catalogues of a language; at run time Django looks into every one of them."""
    held = {}
    for language in LANGUAGES:
        found = [
            path
            for app in FLOORS
            for path in sorted((root / app).rglob(f"locale/{language}/LC_MESSAGES/*.po"))
        ]
        held[language] = {path: polib.pofile(str(path)) for path in found}
    return held


def missing(words: Iterator[tuple[str, str]], held: dict[str, dict[Path, polib.POFile]]) -> list[str]:
    """Texts that some language has no translation of."""
    known = {
        language: {
            text
            for file in files.values()
            for entry in file
            if not entry.obsolete
            for text in (entry.msgid, entry.msgid_plural)
            if text
        }
        for language, files in held.items()
    }
    return sorted(
        {
            f"{language}: {path}: {text!r}"
            for path, text in words
            for language in known
            if text not in known[language]
        }
    )


def unfinished(held: dict[str, dict[Path, polib.POFile]]) -> list[str]:
    """Entries that are fuzzy or empty."""
    return [
        f"{path.parent.parent.parent.parent.name} {language}: {entry.msgid!r} is {'fuzzy' if entry.fuzzy else 'empty'}"
        for language, files in held.items()
        for path, file in files.items()
        for entry in file
        if not entry.obsolete and (entry.fuzzy or not _texts(entry) or not all(_texts(entry)))
    ]


def disagreeing(held: dict[str, dict[Path, polib.POFile]]) -> list[str]:
    """Translations whose placeholders are not those of the original."""
    found = []
    for language, files in held.items():
        for path, file in files.items():
            for entry in file:
                wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
                for text in filter(None, _texts(entry)):
                    given = placeholders(text)
                    # A language without a plural may say the one in words; never may it invent one.
                    if given != wanted and not (entry.msgid_plural and given <= wanted):
                        found.append(
                            f"{path.parent.parent.parent.parent.name} {language}: {entry.msgid!r} → {text!r}"
                        )
    return found


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(text: str) -> set[str]:
    return set(NAMED.findall(text or ""))


def at_odds(catalogues: dict[str, dict[Path, polib.POFile]]) -> list[str]:
    """Texts that two apps translate differently: only one of them is ever shown. They need a context of their own."""
    found = []
    for language, files in catalogues.items():
        said: dict = {}
        for file in files.values():
            for entry in file:
                if not entry.obsolete and entry.translated():
                    key = (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")
                    said.setdefault(key, set()).add(
                        entry.msgstr or tuple(sorted(entry.msgstr_plural.items()))
                    )
        found += [f"{language}: {key[0]} {key[1]!r}" for key, texts in said.items() if len(texts) > 1]
    return sorted(found)
