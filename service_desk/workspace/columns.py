"""What a list of cases can show of each: beside the list, in the table, on paper and in a file."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """One column: the key of a dressed row that it shows, and how (text, moment, clock, tags)."""

    key: str
    label: str
    shows: str
    how: str = "text"


COLUMNS = {
    column.key: column
    for column in (
        Column("number", _("Number"), "number"),
        Column("kind", _("Kind"), "kind_label"),
        Column("summary", _("Summary"), "summary"),
        Column("subject", _("Subject"), "subject_label"),
        Column("severity", _("Severity"), "severity_label"),
        Column("status", _("State"), "status_label"),
        Column("turn", _("Whose turn"), "turn_name"),
        Column("channel", _("Channel"), "channel_label"),
        Column("project", _("Project"), "project_label"),
        Column("home", _("Home"), "home__number"),
        Column("owner", _("Owner"), "owner__name"),
        Column("owner_number", _("Owner number"), "owner__number"),
        Column("person", _("Handled by"), "assignee__display_name"),
        Column("team", _("Team"), "team_label"),
        Column("department", _("Responsible department"), "responsible_label"),
        Column("emotion", _("Mood"), "emotion_label"),
        Column("received", _("Received on"), "received_at", "moment"),
        Column("moved", _("Moved last"), "moved_at", "moment"),
        Column("due", _("Due at"), "due_at", "clock"),
        Column("round", _("Round"), "round"),
        Column("tags", _("Tags"), "tags", "tags"),
    )
}
# What a row of the list shows anyway.
ALWAYS = frozenset({"summary", "due", "status", "turn", "home", "owner"})
TABLE = ("number", "summary", "severity", "status", "turn", "due", "home", "owner", "project", "received")
FILE = (
    *("number", "kind", "summary", "subject", "severity", "status", "channel", "project", "home"),
    *("owner_number", "person", "received", "due", "round"),
)


def named(said) -> list[Column]:
    """The columns of these keys, in the order of the house; `said` is a list, or a text with commas."""
    keys = said.split(",") if isinstance(said, str) else said or ()
    return [column for key, column in COLUMNS.items() if key in set(keys)]


def choosable() -> list[Column]:
    """Those that somebody may add to the rows of the list."""
    return [column for key, column in COLUMNS.items() if key not in ALWAYS]


def cells(row: dict, columns) -> list[dict]:
    """What a dressed row says in these columns; in a list the empty ones are left out by who shows them."""
    return [{"column": column, "value": row.get(column.shows)} for column in columns]
