"""What the pages of rules, playbooks and templates tell of their versions."""

from collections.abc import Callable

from django.urls import reverse

from crm.versions import SHOWN, Table, Version, reasons, versions
from service_desk.guidance import selectors


def history(row, says: Callable[[object], dict[str, str]], address: str) -> list[Version]:
    """The versions of what is edited; none of what is new. `address` is the name of the step that brings one back."""
    if row is None:
        return []
    rows = list(selectors.versions(type(row), row.code)[: SHOWN + 1])
    return versions(
        rows,
        Table(),
        in_force=row.version,
        says=says,
        whys=reasons(type(row), [one.pk for one in rows]),
        back=lambda _number: reverse(address, args=[row.code]),
    )
