from crm.accounts.models import Role
from crm.accounts.permissions import declare
from crm.errors import NotFound
from crm.jobs.models import Job

declare(
    {
        "jobs.view": set(Role),
        "jobs.cancel": set(Role),
        "jobs.view_all": {Role.ADMINISTRATOR},
    }
)


def job_for(user, public_id) -> Job:
    """The job, if it is the user's own or he looks after the house; NotFound otherwise."""
    job = Job.objects.visible_to(user).select_related("actor").filter(public_id=public_id).first()
    if job is None:
        raise NotFound
    return job


def own_job_for(user, public_id) -> Job:
    """One's own job: what was refused of somebody's rows is not for whoever looks after the house either."""
    job = job_for(user, public_id)
    if job.actor_id != user.pk:
        raise NotFound
    return job
