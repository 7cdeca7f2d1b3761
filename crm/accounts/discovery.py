"""Finds every room's `access.py`, so that all verbs are declared before the first request."""

import importlib
from pathlib import Path

from django.apps import apps
from django.core.checks import Error

from crm.accounts.permissions import VERBS

OURS = ("crm.", "owners", "service_desk", "satisfaction", "profitability", "coordination")


def access_modules() -> list[str]:
    """The names of all access modules of our own apps, rooms inside rooms too."""
    found = []
    for config in apps.get_app_configs():
        if config.name.startswith(OURS):
            root = Path(config.path)
            for file in root.rglob("access.py"):
                found.append(".".join([config.name, *file.relative_to(root).with_suffix("").parts]))
    return sorted(found)


def load_access() -> None:
    for name in access_modules():
        importlib.import_module(name)


def verbs_are_declared(app_configs, **kwargs):
    """A system check: somebody must be able to do something."""
    return (
        []
        if VERBS
        else [Error("No verb is declared.", hint="Each room has an access.py.", id="accounts.E001")]
    )
