"""Judging all open cases again after the thresholds have changed: long work, in ranges of cases."""

from datetime import datetime

from django.utils.translation import gettext as _

from crm.jobs import services as jobs
from crm.jobs.kinds import Outcome, Work
from crm.jobs.models import Job
from service_desk.cases.access import readable_cases
from service_desk.gravity import services

KIND, SIZE = "severity", 200


def start(actor, *, now: datetime) -> Job:
    """A job over the open cases the actor reads; what somebody has confirmed stands."""
    keys = list(readable_cases(actor).open().filter(severity_confirmed_by=None).values_list("pk", flat=True))
    keys.sort()
    chunks = [{"cases": keys[at : at + SIZE]} for at in range(0, len(keys), SIZE)]
    return jobs.start(KIND, actor, title=_("Judging open cases again"), parameters={}, chunks=chunks, now=now)


def run_chunk(work: Work, *, now: datetime) -> Outcome:
    """One range: each case in the lock of its own row."""
    rows = readable_cases(work.actor).filter(pk__in=work.chunk["cases"]).order_by("pk")
    return Outcome(done=sum(services.judge_again(work.actor, case, now=now) for case in rows))
