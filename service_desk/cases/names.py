"""What a list shows of the things that its cases name: project, person, home, owner.

A second statement by key, and not joins: to plan five tables takes PostgreSQL longer than to read a page of cases.
"""

import json
from dataclasses import dataclass
from functools import cached_property

from crm.accounts.models import User
from crm.organisation.models import Department, Project
from crm.reading import keeping
from owners.homes.models import Home
from owners.people.models import Owner


@dataclass(frozen=True)
class Naming:
    """Where the names of one kind of thing stand: two plain columns, and one more that holds JSON."""

    kind: str
    model: type
    plain: tuple[str, str]
    more: str = ""

    @property
    def columns(self) -> list[str]:
        return [*self.plain, *([self.more] if self.more else [])]

    @cached_property
    def nothing(self) -> dict:
        """The names of what a row does not name."""
        return {f"{self.kind}__{column}": None for column in self.columns}

    @cached_property
    def sql(self) -> str:
        first, second = self.plain
        more = f"{self.more}::text" if self.more else "NULL"
        return f"SELECT '{self.kind}', id, {first}, {second}, {more} FROM {self.model._meta.db_table} WHERE id = ANY(%s)"  # noqa: S608

    def read(self, values) -> dict:
        first, second, more = values
        read = [first, second, *([json.loads(more)] if self.more else [])]
        return {f"{self.kind}__{column}": value for column, value in zip(self.columns, read, strict=True)}


NAMED = {
    naming.kind: naming
    for naming in (
        Naming("project", Project, ("code", "name"), "names"),
        Naming("assignee", User, ("username", "display_name")),
        Naming("team", Department, ("code", "name"), "names"),
        Naming("responsible", Department, ("code", "name"), "names"),
        Naming("home", Home, ("public_number", "number")),
        Naming("owner", Owner, ("number", "name")),
    )
}


def of(rows: list[dict]) -> dict[tuple[str, int], dict]:
    """The names of everything these rows name, by kind and key."""
    keys = {kind: sorted({row[kind] for row in rows} - {None}) for kind in NAMED}
    asked = {kind: found for kind, found in keys.items() if found}
    if not asked:
        return {}
    with keeping() as cursor:
        cursor.execute(" UNION ALL ".join(NAMED[kind].sql for kind in asked), list(asked.values()))
        return {(kind, key): NAMED[kind].read(values) for kind, key, *values in cursor.fetchall()}
