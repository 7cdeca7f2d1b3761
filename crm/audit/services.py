from datetime import datetime

from crm.audit.models import AuditEntry


def record(actor, verb: str, subject, *, now: datetime, before=None, after=None, because="") -> AuditEntry:
    """Append one entry about `subject` (a model instance), inside the caller's transaction."""
    return AuditEntry.objects.create(
        at=now,
        actor=actor,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        before=before,
        after=after,
        because=because,
    )
