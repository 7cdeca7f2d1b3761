"""What a clean clone must hold to be set up the same everywhere."""

from __future__ import annotations

import io
import json
import re

import pytest

from crm.messages import gateway
from tests.run.machine import ROOT

PACKAGES = ("crm", "owners", "service_desk", "satisfaction", "profitability", "coordination", "deploy")
OF_TESTS = {"DOORSTEP_TEST_VAR", "DOORSTEP_TEST_DB", "DOORSTEP_URL"}  # set by the launcher and the session


def test_every_requirement_is_pinned_by_hash():
    for path in (ROOT / "requirements").glob("*.txt"):
        pins = [line for line in path.read_text().splitlines() if re.match(r"[a-zA-Z0-9]", line)]
        assert pins and all("==" in line and line.endswith("\\") for line in pins), path.name
        assert path.read_text().count("--hash=sha256:") >= len(pins)


def test_the_tests_run_on_the_versions_that_the_product_runs_on():
    pinned = {name: pins(ROOT / "requirements" / f"{name}.txt") for name in ("base", "test")}
    assert {name: pinned["test"].get(name) for name in pinned["base"]} == pinned["base"]


def pins(path):
    return dict(re.findall(r"^([a-zA-Z0-9._-]+)==([^ ;]+)", path.read_text(), re.M))


def test_front_end_packages_are_pinned_and_the_lock_file_agrees():
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert lock["packages"][""]["dependencies"] == wanted
    assert all(
        "integrity" in entry and "resolved" not in entry for name, entry in lock["packages"].items() if name
    )


def test_every_setting_from_the_environment_is_explained():
    explained = set(re.findall(r"^#(\w+)=", (ROOT / "deploy" / "env.example").read_text(), re.M))
    read = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            read |= set(
                re.findall(r"""["'](DOORSTEP_[A-Z_]+|DATABASE_URL|REDIS_URL)["']""", path.read_text())
            )
    texting = {f"DOORSTEP_SMS_{name.upper()}" for name in gateway.NAMES}
    assert (read - OF_TESTS - {"DOORSTEP_SMS_"}) | texting == explained


@pytest.mark.django_db
def test_no_model_has_changed_without_its_migration():
    from django.core.management import call_command

    said = io.StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", verbosity=1, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())
