"""Where a crisis and its statements may stand, and the only ways from one place to the next."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CrisisStatus(TextChoices):
    OPEN = "open", _("under way")
    CLOSED = "closed", _("over")


MOVES = {CrisisStatus.OPEN: {CrisisStatus.CLOSED}, CrisisStatus.CLOSED: set()}


class StatementStatus(TextChoices):
    DRAFT = "draft", _("draft")
    APPROVED = "approved", _("approved, not issued yet")
    PUBLISHED = "published", _("in force")
    REPLACED = "replaced", _("replaced by a newer one")
    DROPPED = "dropped", _("dropped")


STATEMENT_MOVES = {
    StatementStatus.DRAFT: {StatementStatus.APPROVED, StatementStatus.DROPPED},
    StatementStatus.APPROVED: {StatementStatus.PUBLISHED, StatementStatus.DROPPED},
    StatementStatus.PUBLISHED: {StatementStatus.REPLACED},
    StatementStatus.REPLACED: set(),
    StatementStatus.DROPPED: set(),
}
