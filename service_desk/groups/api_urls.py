"""The API routes of group complaints, below /api/v1/."""

from django.urls import path

from service_desk.groups import api

urlpatterns = [
    path("group-proposals", api.Proposals.as_view(), name="api-group-proposals"),
    path("group-proposals/<uuid:public_id>", api.OneProposal.as_view(), name="api-group-proposal"),
    path(
        "group-proposals/<uuid:public_id>/acceptance", api.Acceptance.as_view(), name="api-group-acceptance"
    ),
    path("group-proposals/<uuid:public_id>/rejection", api.Rejection.as_view(), name="api-group-rejection"),
    path(
        "group-proposals/<uuid:public_id>/postponement",
        api.Postponement.as_view(),
        name="api-group-postponement",
    ),
    path("case-groups", api.Groups.as_view(), name="api-groups"),
    path("case-groups/<uuid:public_id>", api.OneGroup.as_view(), name="api-group"),
    path("case-groups/<uuid:public_id>/members", api.Members.as_view(), name="api-group-members"),
    path(
        "case-groups/<uuid:public_id>/members/<str:number>/leaving",
        api.Leaving.as_view(),
        name="api-group-leaving",
    ),
    path("case-groups/<uuid:public_id>/statements", api.Statements.as_view(), name="api-group-statements"),
    path("group-thresholds", api.Thresholds.as_view(), name="api-group-thresholds"),
    path("group-thresholds/preview", api.ThresholdsTried.as_view(), name="api-group-thresholds-preview"),
]
