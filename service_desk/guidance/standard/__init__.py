"""What ships with Doorstep, as data: written by us, in the four languages of the desk, read once and kept as rows."""

import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh-hans", "zh-hant", "fi")
PARTS = ("do", "why", "say", "avoid")
HERE = Path(__file__).parent
GUARD_FILES = sorted(path.name for path in HERE.glob("guard_*_??.toml"))
DEFAULTS = {
    "form": "words",
    "mend": "replace",
    "unless": "",
    "absent": "",
    "over_limit": False,
    "denied_is_fine": False,
}


@cache
def guard_rules() -> list[dict]:
    """The shipped rules of the reply guard, each whole, with the reasons and better wordings of its kind."""
    findings, rules = _read("guard_findings.toml"), []
    for name in GUARD_FILES:
        for rule in _read(name)["rule"]:
            rules.append({**DEFAULTS, **findings[rule["finding"]], **rule})
    return rules


@cache
def reply_templates() -> list[dict]:
    """The shipped reply templates, in four languages."""
    return _read("templates.toml")["template"]


@cache
def playbooks() -> list[dict]:
    """The shipped playbooks, in four languages."""
    return [_playbook(one) for one in _read("playbooks.toml")["playbook"]]


def _playbook(one: dict) -> dict:
    steps = [
        {"key": step["key"]} | {part: _by_language(step[part]) for part in PARTS if part in step}
        for step in one["step"]
    ]
    return {
        "code": one["code"],
        "names": _by_language(one["name"]),
        "purposes": _by_language(one["purpose"]),
        "signs": one["signs"],
        "steps": steps,
    }


def _by_language(texts: list) -> dict:
    return dict(zip(LANGUAGES, texts, strict=True))


def _read(name: str) -> dict:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
