from django.urls import path

from crm.jobs import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<uuid:public_id>/", views.job, name="job"),
    path("jobs/<uuid:public_id>/progress/", views.progress, name="job_progress"),
    path("jobs/<uuid:public_id>/refused.csv", views.refused, name="job_refused"),
    path("jobs/<uuid:public_id>/cancel/", views.cancel, name="job_cancel"),
    path("jobs/<uuid:public_id>/retry/", views.retry, name="job_retry"),
]
