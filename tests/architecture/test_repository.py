"""The repository names no package registry and no place on anybody's machine."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, planted

# Written backwards, so that this file names none of them.
REGISTRIES = (
    "gro.ipyp",
    "gro.detsohnohtyp",
    "gro.sjmpn.yrtsiger",
    "moc.rorrimmpn",
    "moc.gkpnray",
    "moc.nuyila",
)
HOSTS = re.compile("|".join(re.escape(host[::-1]) for host in REGISTRIES))
SETTINGS = re.compile(r"^\s*(?:--(?:extra-)?index-url|--find-links|registry\s*=|index-url\s*=)", re.M)
PLACES = re.compile(r"(?<![\w./{}$-])/(?:" + "work|root|Users|home" + r")/[A-Za-z0-9_.]+")
SKIPPED = {".png", ".jpg", ".ico", ".woff2", ".mo", ".xlsx", ".gz", ".pdf"}


def tracked(root: Path = ROOT) -> list[Path]:
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=False, text=True,
    )  # fmt: skip
    if listed.returncode:
        return [path for path in root.rglob("*") if path.is_file()]
    return [root / name for name in listed.stdout.split("\0") if name and (root / name).is_file()]


def breaches(files: list[Path], root: Path = ROOT) -> list[str]:
    found = []
    for path in files:
        if path.suffix in SKIPPED:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        settings = [SETTINGS] if path.suffix in (".txt", ".in", ".npmrc", ".cfg", ".toml", "") else []
        for pattern in (HOSTS, PLACES, *settings):
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{path.relative_to(root)}:{line} {match[0]}")
    return found


def test_no_file_names_a_registry_or_a_place_on_a_machine():
    assert breaches(tracked()) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("requirements/base.txt", "--index-url https://example.org/simple\n"),
        ("requirements/base.txt", f"# from https://files.{REGISTRIES[1][::-1]}/x\n"),
        ("package-lock.json", f'{{"resolved": "https://{REGISTRIES[2][::-1]}/x.tgz"}}'),
        (".npmrc", "registry=https://example.org/\n"),
        ("crm/x.py", 'PATH = "/ro' + 'ot/x"\n'),
        ("docs/x.md", "see /wo" + "rk/main\n"),
    ],
)
def test_control_a_planted_name_is_found(path, text, tmp_path):
    planted(tmp_path, path, text)
    assert breaches([tmp_path / path], tmp_path)


@pytest.mark.parametrize("text", ['path("homes/<code>/")', "GET /api/v1/homes/H-1", "/var/lib", "a/root/b"])
def test_control_an_address_of_our_own_is_left_alone(text, tmp_path):
    planted(tmp_path, "x.py", text)
    assert breaches([tmp_path / "x.py"], tmp_path) == []
