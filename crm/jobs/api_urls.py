from django.urls import path

from crm.jobs import api

urlpatterns = [
    path("jobs", api.Jobs.as_view(), name="api-jobs"),
    path("jobs/<uuid:public_id>", api.Job.as_view(), name="api-job"),
    path("jobs/<uuid:public_id>/cancellation", api.Cancellation.as_view(), name="api-job-cancellation"),
    path("jobs/<uuid:public_id>/retry", api.Retry.as_view(), name="api-job-retry"),
]
