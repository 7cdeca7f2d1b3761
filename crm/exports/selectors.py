from crm.exports.models import ExportRun


def runs_of(user):
    """One's own exports, to be paged by (-made_at, -id)."""
    return ExportRun.objects.filter(made_by=user).select_related("job")


def run_of(job) -> ExportRun:
    """The export that a job writes."""
    return ExportRun.objects.select_related("job").get(job=job)
