from django.urls import path

from service_desk.escalated import api

urlpatterns = [
    path("difficult-thresholds", api.Thresholds.as_view(), name="api-difficult-thresholds"),
    path(
        "difficult-thresholds/versions",
        api.ThresholdsVersions.as_view(),
        name="api-difficult-thresholds-versions",
    ),
    path("cases/<str:number>/difficult", api.DifficultOfCase.as_view(), name="api-case-difficult"),
    path("difficult/<uuid:public_id>/senior", api.Senior.as_view(), name="api-difficult-senior"),
    path("difficult/<uuid:public_id>/plans", api.Plans.as_view(), name="api-difficult-plans"),
    path("difficult/<uuid:public_id>/ending", api.Ending.as_view(), name="api-difficult-ending"),
    path("difficult/<uuid:public_id>/withdrawal", api.Withdrawal.as_view(), name="api-difficult-withdrawal"),
    path("difficult-plans/<uuid:public_id>/decision", api.Decision.as_view(), name="api-difficult-decision"),
]
