"""Reports: how it stands at one hour, made by the relay in the rhythm of the crisis or when somebody asks."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from crm.accounts.services import system_user
from crm.audit import services as audit
from service_desk.crisis.models import Crisis, CrisisReport
from service_desk.crisis.services.room import after, locked, save
from service_desk.crisis.snapshots import snapshot
from service_desk.crisis.states import CrisisStatus


@transaction.atomic
def make_report(actor, crisis: Crisis, *, now: datetime) -> CrisisReport:
    """Write down how it stands now, and what has happened since the report before; it is never changed."""
    row = locked(crisis)
    last = row.reports.order_by("-sequence").first()
    since = last.at if last else row.opened_at
    report = CrisisReport.objects.create(
        crisis=row,
        sequence=(row.reports.aggregate(last=Max("sequence"))["last"] or 0) + 1,
        at=now,
        since=since,
        made_by=actor,
        snapshot=snapshot(row, since=since, now=now),
    )
    audit.record(actor, "crisis.reported", row, now=now, after={"sequence": report.sequence})
    return report


def make_due_reports(*, now: datetime, limit: int = 10) -> int:
    """Make the reports whose hour or day has come, each by one process only; how many. Asked by the relay."""
    with transaction.atomic():
        due = Crisis.objects.filter(status=CrisisStatus.OPEN, next_report_at__lte=now)
        rows = due.select_for_update(no_key=True, skip_locked=True, of=("self",)).order_by("next_report_at")
        rows = list(rows[:limit])
        for row in rows:
            make_report(system_user("coordination"), row, now=now)
            save(row, next_report_at=after(row.report_every, now))
        return len(rows)
