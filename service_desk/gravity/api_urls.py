"""The API routes of severity, below /api/v1/."""

from django.urls import path

from service_desk.gravity import api

urlpatterns = [
    path("cases/<str:number>/severity-judgements", api.Judgements.as_view(), name="api-case-judgements"),
    path("cases/<str:number>/impact", api.Impact.as_view(), name="api-case-impact"),
    path("severity-thresholds", api.ThresholdVersions.as_view(), name="api-thresholds"),
    path(
        "severity-thresholds/<int:version>/return",
        api.ThresholdsReturn.as_view(),
        name="api-thresholds-return",
    ),
    path("severity-thresholds/open-cases", api.Rejudging.as_view(), name="api-rejudging"),
    path("severity-thresholds/preview", api.ThresholdsTried.as_view(), name="api-thresholds-preview"),
]
