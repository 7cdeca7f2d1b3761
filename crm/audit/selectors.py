from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from crm.accounts.models import User
from crm.audit.models import AuditEntry


def entries(
    *,
    actor: str = "",
    verb: str = "",
    subject: str = "",
    since: date | None = None,
    until: date | None = None,
):
    """Audit entries that match all that is given; to be paged by (-at, -id).

    `actor` is a user name or the name on pages, `subject` a public number or a kind of thing ("service_desk.case"), the days are whole
    days in the reader's time zone, both included.
    """
    rows = AuditEntry.objects.select_related("actor", "link")
    if actor:
        rows = rows.filter(actor__in=User.objects.filter(Q(username=actor) | Q(display_name=actor)))
    if verb:
        rows = rows.filter(verb=verb)
    if subject:
        rows = rows.filter(Q(subject_label=subject) | Q(subject_type=subject.lower()))
    if since:
        rows = rows.filter(at__gte=_midnight(since))
    if until:
        rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def accounts_of(rows) -> dict[int, User]:
    """By entry, whose account it is about; all of them asked for at once."""
    about = {row.pk: row.subject_id for row in rows if row.subject_type == User._meta.label_lower}
    found = {str(user.pk): user for user in User.objects.filter(pk__in=about.values())}
    return {pk: found[subject] for pk, subject in about.items() if subject in found}
