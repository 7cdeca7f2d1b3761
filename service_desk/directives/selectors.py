"""Reading directives."""

from crm.accounts.permissions import where_may
from service_desk.cases import hanging
from service_desk.directives.models import Directive

SHOWN = ("project", "owner", "case", "assignee", "department", "fulfilled_by")
PAGE = 50


def directives(user, *, status: str = ""):
    """The directives in the user's scope, for a cursor page: the open ones, or those of one status."""
    rows = where_may(Directive.objects.select_related(*SHOWN), user, "directives.view")
    return rows.filter(status=status) if status else rows.open()


def open_directives(user, *, limit: int = PAGE) -> list[Directive]:
    """The open directives in the user's scope, soonest due first."""
    return list(directives(user).order_by("due_at", "id")[:limit])


def directives_of_owner(owner) -> list[Directive]:
    """All directives for one owner, newest first."""
    return list(Directive.objects.filter(owner=owner).select_related(*SHOWN).order_by("-id")[:PAGE])


def directives_told(user, owner):
    """An owner's directives that the user reads, to be told by the moment."""
    rows = Directive.objects.filter(owner=owner).select_related("fulfilled_by")
    return where_may(rows, user, "directives.view")


def directives_of_case(case) -> list[Directive]:
    """All directives that a case brought about, newest first."""
    return list(hanging.of(case, Directive).select_related(*SHOWN).order_by("-id")[:PAGE])


def directive_by_id(directive_id: int) -> Directive:
    """For the handlers of facts, which carry ids only."""
    return Directive.objects.select_related(*SHOWN).get(pk=directive_id)
