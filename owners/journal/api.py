"""The API of the journal: an owner's entries, one entry, one's own tasks."""

from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import Refused
from owners import access as owners

from . import access, selectors, services
from . import serializers as wire
from .states import EntryKind, View

_TAKES = {
    EntryKind.NOTE: ("text", "audience", "pinned"),
    EntryKind.CALL: (
        "text",
        "audience",
        "direction",
        "outcome",
        "minutes",
        "at",
        "next_step",
        "due_at",
        "assignee",
    ),
    EntryKind.TASK: ("text", "audience", "due_at", "assignee"),
}
_WRITERS = {
    EntryKind.NOTE: services.write_note,
    EntryKind.CALL: services.log_call,
    EntryKind.TASK: services.set_task,
}


def shape(row) -> dict:
    """An entry as a plain dict."""
    return {
        "id": row.public_id,
        "owner": row.owner.number,
        "kind": row.kind,
        "kind_label": row.get_kind_display(),
        "text": row.text,
        "audience": row.audience,
        "pinned": row.pinned,
        "author": row.author.username,
        "at": row.at,
        "written_at": row.written_at,
        "edited_at": row.edited_at,
        "direction": row.direction,
        "outcome": row.outcome,
        "outcome_label": row.get_outcome_display(),
        "minutes": row.minutes,
        "due_at": row.due_at,
        "assignee": row.assignee.username if row.assignee else None,
        "done_at": row.done_at,
        "done_by": row.done_by.username if row.done_by else None,
        "removed": row.removed_at is not None,
        "version": row.version,
    }


class OwnerJournal(Endpoint):
    """An owner's journal, newest first; and writing into it."""

    verbs = {"GET": "journal.view", "POST": "journal.write"}
    inputs = {"POST": wire.EntryIn}
    outputs = {"GET": paged(wire.EntryOut), "POST": wire.EntryOut}
    filters = {"kind": "note, call or task"}

    def get(self, request, number):
        """Only what this user may read."""
        owner = owners.owner_for(request.user, number, to="journal.view")
        rows = selectors.journal_of(request.user, owner).select_related("owner")
        kind = request.query_params.get("kind", "")
        if kind:
            rows = rows.filter(kind=kind)
        page = CursorPage(rows, request, order=("-at", "-id"))
        return Response(page.answer([shape(row) for row in page.rows]))

    def post(self, request, number):
        """A field that this kind of entry does not have is refused."""
        owner = owners.owner_for(request.user, number, to="journal.write")
        said = dict(self.given())
        kind = said.pop("kind")
        said = _fitting(kind, said)
        if "assignee" in said:
            said["assignee"] = assignee_called(request.user, said["assignee"])
        row = _WRITERS[kind](request.user, owner, now=self.now, **said)
        return Response(_whole(request.user, row), status=201)


def _fitting(kind: str, said: dict) -> dict:
    """What was sent, if this kind of entry has it all."""
    foreign = {name: access.NOT_OF_THIS_KIND for name in set(said) - set(_TAKES[kind])}
    needed = {EntryKind.CALL: ("direction", "outcome"), EntryKind.TASK: ("due_at",)}.get(kind, ())
    missing = {name: access.NEEDED for name in needed if name not in said}
    if foreign or missing:
        raise Refused(fields=foreign | missing)
    return said


def assignee_called(user, username: str | None):
    """Whoever may be given a task, by his username; None is oneself."""
    if not username or username == user.username:
        return user
    known = {row.username: row for row in access.assignees_for(user)}
    if username not in known:
        raise Refused(fields={"assignee": owners.UNKNOWN_MANAGER})
    return known[username]


def _whole(user, row) -> dict:
    return shape(access.entry_for(user, row.public_id))


class OneEntry(Endpoint):
    """One entry; correcting, rescheduling or pinning it; and taking it off the card."""

    verbs = {"GET": "journal.view", "PATCH": "journal.write", "DELETE": "journal.write"}
    inputs = {"PATCH": wire.EntryPatch}
    outputs = {"GET": wire.EntryOut, "PATCH": wire.EntryOut, "DELETE": {200: wire.EntryOut}}

    def get(self, request, public_id):
        return Response(shape(access.entry_for(request.user, public_id)))

    def patch(self, request, public_id):
        """A version that is not the present one answers 409; past its quarter of an hour a text stands."""
        entry = access.entry_for(request.user, public_id, to="journal.write")
        said = dict(self.given())
        version, assignee = said.pop("version"), said.pop("assignee", None)
        if assignee:
            said["assignee"] = assignee_called(request.user, assignee)
        services.change(request.user, entry, version=version, now=self.now, **said)
        return Response(_whole(request.user, entry))

    def delete(self, request, public_id):
        """It can be brought back."""
        entry = access.entry_for(request.user, public_id, to="journal.write")
        supervises = access.supervises(request.user, entry)
        services.remove(request.user, entry, supervises=supervises, now=self.now)
        return Response(_whole(request.user, entry))


class Wordings(Endpoint):
    """How an entry read before it was corrected, the last first."""

    verbs = {"GET": "journal.view"}
    outputs = {"GET": wire.WordingOut(many=True)}

    def get(self, request, public_id):
        entry = access.entry_for(request.user, public_id)
        rows = selectors.wordings_of(entry)
        return Response(
            [
                {"version": row.version, "text": row.text, "until": row.until, "by": row.replaced_by.username}
                for row in rows
            ]
        )


class _Step(Endpoint):
    verbs = {"POST": "journal.write"}
    outputs = {"POST": wire.EntryOut}

    def post(self, request, public_id):
        entry = access.entry_for(request.user, public_id, to="journal.write")
        self.take(request.user, entry)
        return Response(_whole(request.user, entry), status=201)


class Completion(_Step):
    """A task is done."""

    def take(self, user, entry):
        services.finish(user, entry, now=self.now)


class Reopening(_Step):
    """A task that was ticked off by mistake is open again."""

    def take(self, user, entry):
        services.take_up_again(user, entry, now=self.now)


class Return(_Step):
    """An entry that was removed is back on the card."""

    def take(self, user, entry):
        supervises = access.supervises(user, entry)
        services.bring_back(user, entry, supervises=supervises, now=self.now)


class Tasks(Endpoint):
    """One's own tasks."""

    verbs = {"GET": "journal.write"}
    outputs = {"GET": paged(wire.EntryOut)}
    filters = {"view": "today, overdue, later or done; without it, overdue"}

    def get(self, request):
        view = request.query_params.get("view", View.OVERDUE)
        if view not in View.values:
            raise Refused(fields={"view": access.NOT_A_VIEW})
        rows = selectors.tasks_of(request.user, view, now=self.now).select_related("done_by")
        page = CursorPage(rows, request, order=selectors.order_of(view))
        return Response(page.answer([shape(row) for row in page.rows]))
