from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.jobs import selectors, services
from crm.jobs.access import job_for
from crm.jobs.serializers import JobSerializer


class Jobs(Endpoint):
    """One's own long work, newest first."""

    verbs = {"GET": "jobs.view"}
    outputs = {"GET": paged(JobSerializer)}

    def get(self, request):
        page = CursorPage(selectors.jobs_of(request.user), request, order=("-created_at", "-id"))
        return Response(page.answer(JobSerializer(page.rows, many=True).data))


class Job(Endpoint):
    """One job and how far it is."""

    verbs = {"GET": "jobs.view"}
    outputs = {"GET": JobSerializer}

    def get(self, request, public_id):
        return Response(dict(JobSerializer(job_for(request.user, public_id)).data))


class Cancellation(Endpoint):
    """Stop a job after the parts that are under way."""

    verbs = {"POST": "jobs.cancel"}
    outputs = {"POST": JobSerializer}

    def post(self, request, public_id):
        row = services.cancel(request.user, job_for(request.user, public_id), now=self.now)
        return Response(dict(JobSerializer(row).data))


class Retry(Endpoint):
    """Try the parts that stopped once more."""

    verbs = {"POST": "jobs.cancel"}
    outputs = {"POST": JobSerializer}

    def post(self, request, public_id):
        row = services.retry(request.user, job_for(request.user, public_id), now=self.now)
        return Response(dict(JobSerializer(row).data))
